/// All parameters and buffers of a model as they were at one time, whatever is written to the model later.
///
/// Predictions that run beside a trainer or a `load` find some layers of one version and some of another: each tensor is read whole,
/// but one after the other. A prediction that reads a snapshot has all of one version.
///
/// ```swift
/// let predict = model.compiled()
/// predict.snapshot = model.snapshot()             // predictions read this from now on, on all threads
///
/// optimizer.step(loss.gradients())                // the trainer's thread: predictions do not see it ...
/// predict.snapshot = model.snapshot()             // ... before this, and then all of it
/// ```
///
/// Without compilation, one reads it in braces: `snapshot.reading { evaluating { model(x) } }`. So is a checkpoint written beside
/// training: `snapshot.reading { model.stateDict }`.
///
/// A snapshot copies no elements: it shares memory with the model until that is written to. It has to be taken where nobody writes to
/// the model meanwhile, such as by the trainer between two steps.
public struct ModelSnapshot: Sendable {
    package let contents: VariableSnapshot

    package init(contents: VariableSnapshot) { self.contents = contents }

    /// Of several models, say: `ModelSnapshot(encoder.parameters + encoder.buffers + decoder.parameters)`.
    public init(_ parameters: [NamedParameter]) { contents = VariableSnapshot(parameters.map { ($0.cell, $0.cell.content) }) }

    /// Runs `body`: this task, and those that are started inside, find the snapshot in the model's parameters and buffers.
    ///
    /// - Precondition: `body` does not write to them, as layers in training and optimizers do.
    public func reading<R>(_ body: () throws -> R) rethrows -> R { try contents.reading(body) }
}

extension Module {
    /// The parameters and buffers as they are now.
    ///
    /// Finding them takes some 100 µs. Where that is too long, keep `parameters + buffers` and take a ``ModelSnapshot`` of those.
    public func snapshot() -> ModelSnapshot { ModelSnapshot(cells) }
}
