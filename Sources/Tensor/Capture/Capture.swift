import Synchronization

/// Writes down what a function of tensors does, to make a ``Program`` of it: each operation that the task runs meanwhile.
///
/// The function runs as ever, and what it gives is right. What a program could not repeat, as reading a value that depends on
/// the inputs, ends the capture with a reason.
package final class Capture: Sendable {
    @TaskLocal private static var current: Capture?

    /// How many captures there are: one look tells all who are in none.
    private static let running = Atomic<Int>(0)

    /// The capture that this task is in.
    @inline(__always)
    package static var now: Capture? { running.load(ordering: .relaxed) == 0 ? nil : unfinished }

    /// A task that was started in a capture may outlive it, and then is in none.
    private static var unfinished: Capture? {
        guard let current, !current.isFinished.load(ordering: .acquiring) else { return nil }
        return current
    }

    private let log: Mutex<CaptureLog>
    private let isFinished = Atomic<Bool>(false)

    /// Whether parameters and buffers that the function writes to stay as they are.
    package let keepsCells: Bool

    private init(_ inputs: [Tensor], keepsCells: Bool) {
        log = Mutex(CaptureLog(inputs: inputs))
        self.keepsCells = keepsCells
    }

    /// Runs a function, and makes a program of what it did.
    ///
    /// - Parameters:
    ///   - inputs: are given to the function as copies of their own, so that nothing else can be taken for them.
    ///   - keepsCells: whether parameters and buffers that the function writes to stay as they are: nobody asked for its outputs.
    package static func run(
        _ inputs: [Tensor], keepsCells: Bool = false, _ function: ([Tensor]) -> [Tensor]
    ) -> (outputs: [Tensor], program: Result<Program, Uncapturable>) {
        let copies = inputs.map { CPU().copy($0.detached()) }
        let capture = Capture(copies, keepsCells: keepsCells)
        running.add(1, ordering: .relaxed)
        defer { running.subtract(1, ordering: .relaxed) }
        let outputs = $current.withValue(capture) { function(copies) }
        capture.isFinished.store(true, ordering: .releasing)
        let program = capture.log.withLock { log -> Result<Program, Uncapturable> in
            if let problem = log.problem { return .failure(problem) }
            let operands = outputs.map { log.operand($0) }
            return .success(Program(log, outputs: operands))
        }
        return (outputs, program)
    }

    /// Runs what belongs to one entry of the program.
    private static func apart<R>(_ body: () -> R) -> R { $current.withValue(nil, operation: body) }

    /// Ends the capture: the program would not be right.
    package func end(_ reason: String) { log.withLock { $0.end(reason) } }

    /// Computes a primitive on the CPU.
    @inline(never)
    func compute(_ operation: Operation, _ x: Tensor, _ y: Tensor?, _ z: Tensor?, _ rest: [Tensor]) -> Tensor {
        let result = Capture.apart {
            let result = CPU().compute(operation, x, y, z, rest)
            // One's own operation may give any tensor, each time another one: it is no view.
            return if case .custom = operation { CPU().copy(result) } else { result }
        }
        log.withLock { $0.record(.operation(operation), [x, y, z] + rest, result) }
        return result
    }

    /// What is made anew at each run, such as random numbers.
    func source(_ make: @escaping @Sendable () -> Tensor) -> Tensor {
        let result = Capture.apart(make)
        log.withLock { $0.record(.source(make), [], result) }
        return result
    }

    /// A check of values, which each run makes.
    func check(_ x: Tensor, _ body: @escaping @Sendable (Tensor) throws(InputError) -> Void) {
        Capture.apart { x.require(body) }
        log.withLock { $0.record(.check(body), [x], nil) }
    }

    /// The values of a tensor are about to be read or written outside of a primitive.
    func touch(_ x: Tensor, _ what: String) {
        log.withLock { if $0.isDynamic(x) { $0.end("\(what) a \(x.dtype) \(x.shape) that depends on the inputs") } }
    }

    /// The tensor of a cell, as this capture knows it: a copy, so that nothing else can be taken for it.
    package func read(_ cell: any TensorCell) -> Tensor? {
        if let known = log.withLock({ $0.cells[ObjectIdentifier(cell)] }) { return known }
        let (tensor, isWatched) = cell.content
        let copy = Capture.apart { tensor.map { CPU().copy($0) } }
        log.withLock { $0.read(cell, copy, isWatched) }
        return copy
    }

    /// A cell was given another tensor.
    package func store(_ tensor: Tensor?, in cell: any TensorCell) {
        log.withLock { $0.store(tensor, in: cell) }
    }
}

/// What holds a tensor that may be another one whenever it is read: a parameter or a buffer.
package protocol TensorCell: AnyObject, Sendable {
    /// The tensor, and whether its gradient is wanted: those of the snapshot that this task reads, if there is one.
    var content: (tensor: Tensor?, isWatched: Bool) { get }

    /// Looks at what is there now, without a copy.
    func withContent<R>(_ body: (_ tensor: Tensor?, _ isWatched: Bool) -> R) -> R

    /// Holds a new tensor.
    func put(_ tensor: Tensor)
}

/// Why a function stays as it is.
package struct Uncapturable: Error, CustomStringConvertible {
    package let description: String
}

extension Tensor {
    /// Checks values in a way that a captured program repeats. Where `body` throws, a program that is run by a `checked` call throws,
    /// too, and all else traps.
    package func checked(_ body: @escaping @Sendable (Tensor) throws(InputError) -> Void) {
        if let capture = Capture.now { capture.check(self, body) } else { require(body) }
    }

    fileprivate func require(_ body: (Tensor) throws(InputError) -> Void) {
        do { try body(detached()) } catch { trap(error) }
    }
}
