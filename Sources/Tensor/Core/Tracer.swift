import Synchronization

/// Sees operations go by: derivatives, graphs and profilers are tracers.
///
/// There are two ways to be told. A tensor carries at most one tracer, which is told of each operation on that tensor, and whose answer
/// the result carries: so derivatives follow what depends on a parameter. A tracer that a task runs with, by ``withTracer(_:_:)``, is
/// told of each operation that the task applies, whatever the operands carry: so graphs are made.
public protocol Tracer: AnyObject, Sendable {
    /// `result` is what `operation` made of its operands. Operands are passed one by one since gathering them would cost more than a
    /// small operation; those past the third are in `rest`.
    ///
    /// - Returns: the tracer of the result; not asked for where the task runs with this tracer.
    func record(
        _ operation: Operation, _ x: Tensor, _ y: Tensor?, _ z: Tensor?, _ rest: [Tensor], _ result: Tensor
    ) -> (any Tracer)?
}

/// Runs `body`, and tells the tracer of each operation that is applied meanwhile by this task and those that are started inside.
///
/// What a backend composes an operation of is not told, nor what a compiled function does. A tracer inside another one is told alone.
///
/// ```swift
/// let profiler = Profiler()
/// let logits = withTracer(profiler) { model(features) }
/// ```
public func withTracer<R>(_ tracer: any Tracer, _ body: () throws -> R) rethrows -> R {
    let scope = TracingScope(tracer)
    defer { scope.end() }
    return try TracingScope.$innermost.withValue(scope, operation: body)
}

/// The time in which a task runs with a tracer.
final class TracingScope: Sendable {
    @TaskLocal fileprivate static var innermost: TracingScope?

    /// How many scopes there are: one look tells all who are in none.
    private static let open = Atomic<Int>(0)

    let tracer: any Tracer
    private let isOver = Atomic<Bool>(false)

    fileprivate init(_ tracer: any Tracer) {
        self.tracer = tracer
        TracingScope.open.add(1, ordering: .relaxed)
    }

    fileprivate func end() {
        isOver.store(true, ordering: .releasing)
        TracingScope.open.subtract(1, ordering: .relaxed)
    }

    /// The scope that this task is in.
    @inline(__always)
    static var current: TracingScope? { open.load(ordering: .relaxed) == 0 ? nil : unfinished }

    /// A task that was started in a scope may outlive it, and then is in none.
    private static var unfinished: TracingScope? {
        guard let innermost, !innermost.isOver.load(ordering: .acquiring) else { return nil }
        return innermost
    }

    /// Runs what belongs to one operation, of which its tracer is told as a whole.
    static func suspended<R>(_ body: () -> R) -> R { $innermost.withValue(nil, operation: body) }
}
