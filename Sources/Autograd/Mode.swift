/// Whether operations are recorded, and whether layers behave as in training. Bound to the task: it cannot leak out of the
/// braces that set it, nor into another task.
public struct Mode: Sendable {
    var recording = true
    var training = true

    @TaskLocal static var current = Mode()

    /// Whether parameters are watched, so that gradients can be asked for.
    public static var isRecording: Bool { current.recording }

    /// Whether layers such as `Dropout` behave as in training.
    public static var isTraining: Bool { current.training }
}

/// Runs `body` without recording (torch's `no_grad`): nothing that it computes is on a graph.
public func noGrad<R>(_ body: () throws -> R) rethrows -> R {
    try Mode.$current.withValue(Mode(recording: false, training: Mode.isTraining), operation: body)
}

/// Runs `body` without recording, with layers as in evaluation: for predictions.
///
/// ```swift
/// let probabilities = evaluating { model(test.features) }
/// ```
public func evaluating<R>(_ body: () throws -> R) rethrows -> R {
    try Mode.$current.withValue(Mode(recording: false, training: false), operation: body)
}

/// Runs `body` recording, whatever the state around it.
func recording<R>(_ body: () throws -> R) rethrows -> R {
    try Mode.$current.withValue(Mode(recording: true, training: Mode.isTraining), operation: body)
}

/// Runs `body` recording, with layers as in training: the state outside of all braces.
public func training<R>(_ body: () throws -> R) rethrows -> R {
    try Mode.$current.withValue(Mode(), operation: body)
}
