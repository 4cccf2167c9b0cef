import Synchronization

/// Whether the server can answer: it has models and does not stop.
public final class Readiness: Sendable {
    private let models: ModelStore
    private let isStopping = Atomic(false)

    /// Of a server with these models.
    public init(models: ModelStore) { self.models = models }

    /// Whether requests should be sent here.
    public var isReady: Bool { !isStopping.load(ordering: .relaxed) && !models.current.models.isEmpty }

    /// Says no from now on.
    func stop() { isStopping.store(true, ordering: .relaxed) }
}
