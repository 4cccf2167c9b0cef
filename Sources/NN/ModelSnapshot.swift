/// All parameters and buffers of a model at one time, unaffected by later writes to the model.
///
/// Predictions that run concurrently with a trainer or a `load` may see some layers of one version and some of another: each
/// tensor is read as a whole, but one after the other. A prediction that reads a snapshot sees a single version.
///
/// ```swift
/// let predict = model.compiled()
/// predict.snapshot = model.snapshot()             // from now on, predictions on all threads read this
///
/// optimizer.step(loss.gradients())                // the trainer's thread: predictions do not see this ...
/// predict.snapshot = model.snapshot()             // ... before this line, and then all of it
/// ```
///
/// Without compilation, a closure reads it: `snapshot.reading { evaluating { model(x) } }`. A checkpoint during training is
/// written in the same way: `snapshot.reading { model.stateDict }`.
///
/// A snapshot copies no elements: it shares memory with the model until that is written to. It must be taken while nobody
/// writes to the model, for example by the trainer between two steps.
public struct ModelSnapshot: Sendable {
    package let contents: VariableSnapshot

    package init(contents: VariableSnapshot) { self.contents = contents }

    /// A snapshot of several models, for example `ModelSnapshot(encoder.parameters + encoder.buffers + decoder.parameters)`.
    public init(_ parameters: [NamedParameter]) { contents = VariableSnapshot(parameters.map { ($0.cell, $0.cell.content) }) }

    /// Runs `body`, in which this task and its child tasks read the snapshot instead of the model's parameters and buffers.
    ///
    /// - Precondition: `body` does not write to them, as layers in training and optimizers do.
    public func reading<R>(_ body: () throws -> R) rethrows -> R { try contents.reading(body) }
}

extension Module {
    /// A snapshot of the parameters and buffers.
    ///
    /// Finding them takes about 100 µs. Where that is too long, keep `parameters + buffers` and make a ``ModelSnapshot`` of
    /// those.
    public func snapshot() -> ModelSnapshot { ModelSnapshot(cells) }
}
