/// A callback together with its state, whatever their types.
public final class AnyCallback<Row: TrainingRow> {
    /// Unique in a run.
    var name: String
    let stepInterval: Int?
    let wantsTicks: Bool
    /// Whether it decides when checkpoints are saved, so that the run needs no rule of its own.
    let savesCheckpoints: Bool
    /// Whether it only shows what the others have decided, and is called after them.
    let isLast: Bool

    let call: (TrainingEvent<Row>) throws -> Decision
    let state: () throws -> String
    /// Puts on the disk what the state tells of; called on the thread that writes checkpoints.
    let flush: @Sendable () throws -> Void
    /// Checks a saved state, and gives back what restores it.
    let prepareToLoad: (_ state: String) throws -> () -> Void

    init<C: Callback>(_ callback: C) where C.Row == Row {
        var state = callback.initialState
        name = callback.name
        stepInterval = callback.stepInterval
        wantsTicks = callback.wantsTicks
        savesCheckpoints = callback is Checkpoints<Row>
        isLast = callback is Progress<Row>
        call = { try callback($0, &state) }
        self.state = { try JSON.encode(state) }
        flush = { try callback.flush() }
        prepareToLoad = { text in
            let loaded = try JSON.decode(C.State.self, text)
            return { state = loaded }
        }
    }
}

/// Lists a run's callbacks.
@resultBuilder public enum CallbackBuilder<Row: TrainingRow> {
    /// One callback.
    public static func buildExpression<C: Callback>(_ callback: C) -> [AnyCallback<Row>] where C.Row == Row {
        [AnyCallback(callback)]
    }
    /// A list of callbacks.
    public static func buildExpression(_ callbacks: [AnyCallback<Row>]) -> [AnyCallback<Row>] { callbacks }
    /// All of them.
    public static func buildBlock(_ callbacks: [AnyCallback<Row>]...) -> [AnyCallback<Row>] { callbacks.flatMap { $0 } }
    /// Those of an `if`.
    public static func buildOptional(_ callbacks: [AnyCallback<Row>]?) -> [AnyCallback<Row>] { callbacks ?? [] }
    /// Those of the first branch.
    public static func buildEither(first: [AnyCallback<Row>]) -> [AnyCallback<Row>] { first }
    /// Those of the second branch.
    public static func buildEither(second: [AnyCallback<Row>]) -> [AnyCallback<Row>] { second }
    /// Those of a loop.
    public static func buildArray(_ callbacks: [[AnyCallback<Row>]]) -> [AnyCallback<Row>] { callbacks.flatMap { $0 } }
}
