import Autograd
import Tensor

/// The programs of one function, for the shapes and dtypes that it was called with, and the runs that wait for the next call.
struct Programs {
    /// More are not kept: a function whose every call is of another shape stays as it is.
    private static let most = 16
    /// As many as calls overlap, but no more: each has memory of its own.
    fileprivate static let mostRuns = 16

    private var entries: [Entry] = []
    /// The entry that is replaced next where there are too many.
    private var oldest = 0
    /// Why the function is called as it is for some shapes.
    private(set) var problem: String?
    /// Why no program of the function is to be trusted.
    private(set) var refutation: String?

    /// What runs read instead of parameters and buffers.
    var snapshot: CellSnapshot? {
        didSet {
            for index in entries.indices {
                // Runs of the snapshot before, which are not given back yet, are not kept.
                entries[index].identity = nextIdentity()
                for run in entries[index].runs { run.read(snapshot) }
            }
        }
    }
    private var identities = 0

    /// What inputs there are programs for.
    var kinds: [[InputKind]] { entries.filter { $0.program != nil }.map(\.kinds) }

    fileprivate struct Entry {
        let kinds: [InputKind]
        /// No other entry has this one. It is another one for each snapshot.
        var identity: Int
        /// Nil where the function cannot be captured, and before it was.
        var program: Program?
        var runs: [Run] = []
        var isProven = false
    }

    /// A run of a program for such inputs, nil where there is none.
    ///
    /// - Parameter start: programs before it proved not to fit.
    mutating func take(_ inputs: [Tensor], from start: Int) -> Run? {
        var index = start
        while index < entries.count {
            if let run = entries[index].take(inputs, index, snapshot) { return run }
            index += 1
        }
        return nil
    }

    /// An entry for inputs for which no program fits, where they are worth a capture, for one caller alone.
    mutating func begin(_ inputs: [Tensor]) -> Int? {
        if entries.contains(where: { $0.program == nil && $0.fits(inputs) }) { return nil }
        if entries.count == Programs.most {
            problem = "inputs of more than \(Programs.most) kinds of shapes and dtypes"
            return nil
        }
        entries.append(entry(inputs, nil))
        return entries.count - 1
    }

    private mutating func entry(_ inputs: [Tensor], _ program: Program?) -> Entry {
        Entry(kinds: inputs.map(InputKind.init), identity: nextIdentity(), program: program)
    }

    private mutating func nextIdentity() -> Int {
        identities += 1
        return identities
    }

    /// Adds a program for inputs, in the place of the oldest one where there are too many.
    ///
    /// - Returns: its number.
    mutating func add(_ program: Program, for inputs: [Tensor]) -> Int {
        let entry = entry(inputs, program)
        if entries.count < Programs.most {
            entries.append(entry)
            return entries.count - 1
        }
        defer { oldest = (oldest + 1) % Programs.most }
        entries[oldest] = entry
        return oldest
    }

    /// Sets what was captured for an entry.
    mutating func finish(_ entry: Int, _ program: Result<Program, Uncapturable>) {
        switch program {
        case .success(let program): entries[entry].program = program
        case .failure(let reason): problem = reason.description
        }
    }

    /// Keeps a run for the next call.
    mutating func giveBack(_ run: Run) {
        let origin = run.origin
        entries[origin.number].giveBack(run, origin)
    }

    /// Whether a run gave what the function gives.
    mutating func prove(_ run: Run, _ isRight: Bool) {
        if entries[run.number].identity != run.origin.identity { return }
        entries[run.number].isProven = true
        if isRight { return }
        (entries[run.number].program, entries[run.number].runs) = (nil, [])
        refutation = "the result depends on something that is neither an input nor a parameter or buffer"
        problem = refutation
    }
}

/// The shape and dtype of an input.
struct InputKind: CustomStringConvertible {
    let shape: Shape
    let dtype: DType

    init(_ tensor: Tensor) { (shape, dtype) = (tensor.shape, tensor.dtype) }

    var description: String { "\(dtype) \(shape)" }
}

extension Programs.Entry {
    func fits(_ inputs: [Tensor]) -> Bool {
        guard inputs.count == kinds.count else { return false }
        for index in 0..<kinds.count {
            if inputs[index].dtype != kinds[index].dtype || inputs[index].shape != kinds[index].shape { return false }
        }
        return true
    }

    fileprivate mutating func giveBack(_ run: Run, _ origin: Run.Origin) {
        if identity == origin.identity && program != nil && runs.count < Programs.mostRuns { runs.append(run) }
    }

    fileprivate mutating func take(_ inputs: [Tensor], _ number: Int, _ snapshot: CellSnapshot?) -> Run? {
        guard program != nil, fits(inputs), let run = runs.popLast() ?? program.map({ Run($0, snapshot) }) else { return nil }
        run.origin = Run.Origin(number: number, identity: identity, isProven: isProven)
        return run
    }
}

extension [Tensor] {
    /// Whether all elements are the same, to the bit.
    func isIdentical(to others: [Tensor]) -> Bool {
        count == others.count
            && zip(self, others).allSatisfy { a, b in
                a.shape == b.shape && a.dtype == b.dtype && a.withBytes { a in b.withBytes { b in a.elementsEqual(b) } }
            }
    }
}
