/// Whether operations are recorded, and whether layers behave as in training. A task-local value: it cannot leak out of the
/// braces that set it, nor into unrelated tasks.
///
/// What is started inside the braces has their mode where Swift hands task-local values on, and the default mode (recording, in
/// training) where it does not:
/// - `Task { }`, `async let`, task groups: the mode of the braces, until the task ends.
/// - Workers of prefetched loaders: the mode in which the iterator is made, until the epoch ends.
/// - `Task.detached`, a `Thread`, a `DispatchQueue`: the default mode, as in what `concurrentPerform` does on threads that are not
///   the caller's. Set it inside them, where it is wanted:
///
/// ```swift
/// queue.async { evaluating { predict(x) } }
/// ```
public struct Mode: Sendable {
    var recording = true
    var training = true
    var detectsAnomalies = false

    @TaskLocal static var current = Mode()

    /// Whether operations on parameters are recorded, so that gradients can be asked for.
    public static var isRecording: Bool { current.recording }

    /// Whether layers such as `Dropout` behave as in training.
    public static var isTraining: Bool { current.training }

    /// Runs `body` in a mode that differs from the present one.
    static func with<R>(_ change: (inout Mode) -> Void, _ body: () throws -> R) rethrows -> R {
        var mode = current
        change(&mode)
        return try $current.withValue(mode, operation: body)
    }
}

/// Runs `body` without recording (torch's `no_grad`): nothing that it computes is tracked.
public func noGrad<R>(_ body: () throws -> R) rethrows -> R {
    try Mode.with({ $0.recording = false }, body)
}

/// Runs `body` without recording, with layers as in evaluation: for predictions.
///
/// ```swift
/// let probabilities = evaluating { model(test.features) }
/// ```
public func evaluating<R>(_ body: () throws -> R) rethrows -> R {
    try Mode.with({ ($0.recording, $0.training) = (false, false) }, body)
}

/// Runs `body` recording, whatever the mode around it (torch's `enable_grad`).
///
/// ```swift
/// // Gradients through layers that behave as in evaluation.
/// let loss = evaluating { recording { mseLoss(model(x), y) } }
/// ```
public func recording<R>(_ body: () throws -> R) rethrows -> R {
    try Mode.with({ $0.recording = true }, body)
}

/// Runs `body` recording, with layers as in training: the default mode.
public func training<R>(_ body: () throws -> R) rethrows -> R {
    try Mode.with({ ($0.recording, $0.training) = (true, true) }, body)
}

/// Runs `body` looking for gradients that turn NaN: the backward pass then ends the program, naming the operation whose derivative
/// gave the first one, its shape, and where it was called (torch's `detect_anomaly`). Slow; for debugging.
///
/// Both the computation and `gradients()` belong inside the braces.
public func detectingAnomalies<R>(_ body: () throws -> R) rethrows -> R {
    try Mode.with({ $0.detectsAnomalies = true }, body)
}
