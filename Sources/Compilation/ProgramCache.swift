import Autograd
import Tensor

/// The programs of one function, for the inputs and devices that it was called with, and the executions that wait for the next call.
struct ProgramCache {
    /// More are not kept: a function whose every call is of another shape runs eagerly.
    private static let most = 16
    /// As many as calls overlap, but no more: each has memory of its own.
    fileprivate static let mostExecutions = 16

    private var entries: [Entry] = []
    /// The entry that is replaced next where there are too many.
    private var oldest = 0
    /// Why the function runs eagerly for some inputs.
    private(set) var problem: String?
    /// Why no program of the function is to be trusted.
    private(set) var refutation: String?

    /// What executions read instead of parameters and buffers.
    var snapshot: VariableSnapshot? {
        didSet {
            for index in entries.indices {
                // Executions of the snapshot before, which are lent at present, are not kept.
                entries[index].identity = nextIdentity()
                for execution in entries[index].idle { execution.read(snapshot) }
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
        /// Nil where the function cannot be compiled, and before it was.
        var program: Program?
        var idle: [Execution] = []
        var isProven = false
    }

    /// An execution of a program for such inputs, nil where there is none.
    ///
    /// - Parameter start: programs before it proved not to fit.
    mutating func lend(for inputs: [Tensor], startingAt start: Int) -> Execution? {
        var index = start
        while index < entries.count {
            if let execution = entries[index].lend(for: inputs, index, snapshot) { return execution }
            index += 1
        }
        return nil
    }

    /// An entry for inputs for which no program fits, where they are worth a trace, for one caller alone.
    mutating func reserve(for inputs: [Tensor]) -> Int? {
        if entries.contains(where: { $0.program == nil && $0.fits(inputs) }) { return nil }
        if entries.count == ProgramCache.most {
            problem = "inputs of more than \(ProgramCache.most) kinds of shapes and dtypes"
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

    /// Adds a program for inputs, and drops the oldest one where there are too many.
    ///
    /// - Returns: its number.
    mutating func add(_ program: Program, for inputs: [Tensor]) -> Int {
        let entry = entry(inputs, program)
        if entries.count < ProgramCache.most {
            entries.append(entry)
            return entries.count - 1
        }
        defer { oldest = (oldest + 1) % ProgramCache.most }
        entries[oldest] = entry
        return oldest
    }

    /// Sets the program of an entry.
    mutating func set(_ program: Result<Program, NotCompilable>, at number: Int) {
        switch program {
        case .success(let program): entries[number].program = program
        case .failure(let reason): problem = reason.description
        }
    }

    /// Keeps an execution for the next call.
    mutating func reclaim(_ execution: Execution) {
        let origin = execution.origin
        entries[origin.number].reclaim(execution, origin)
    }

    /// Whether an execution gave what the function gives.
    mutating func prove(_ execution: Execution, _ isRight: Bool) {
        let number = execution.number
        if entries[number].identity != execution.origin.identity { return }
        entries[number].isProven = true
        if isRight { return }
        (entries[number].program, entries[number].idle) = (nil, [])
        refutation = "the result depends on something that is neither an input nor a parameter or buffer"
        problem = refutation
    }
}

/// The shape, dtype and device of an input.
struct InputKind: CustomStringConvertible {
    let shape: Shape
    let dtype: DType
    let device: Device

    init(_ tensor: Tensor) { (shape, dtype, device) = (tensor.shape, tensor.dtype, tensor.device) }

    var description: String { "\(dtype) \(shape)" + (device == .cpu ? "" : " on \(device)") }
}

extension ProgramCache.Entry {
    func fits(_ inputs: [Tensor]) -> Bool {
        guard inputs.count == kinds.count else { return false }
        for index in 0..<kinds.count {
            // Field by field: a tensor that is passed on has its references counted.
            if inputs[index].dtype != kinds[index].dtype || inputs[index].device != kinds[index].device
                || inputs[index].shape != kinds[index].shape
            {
                return false
            }
        }
        return true
    }

    fileprivate mutating func reclaim(_ execution: Execution, _ origin: Execution.Origin) {
        if identity == origin.identity && program != nil && idle.count < ProgramCache.mostExecutions { idle.append(execution) }
    }

    fileprivate mutating func lend(for inputs: [Tensor], _ number: Int, _ snapshot: VariableSnapshot?) -> Execution? {
        guard program != nil, fits(inputs), let execution = idle.popLast() ?? program.map({ Execution($0, snapshot) }) else {
            return nil
        }
        execution.origin = Execution.Origin(number: number, identity: identity, isProven: isProven)
        return execution
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
