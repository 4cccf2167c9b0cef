import Metrics
import Synchronization

/// How many requests, and how many bytes of them, are in the server at once.
///
/// A request that finds the server full is refused with 503, one of a client that has its share already with 429; both say when to try
/// again. So the queue is bounded, and with it the memory and the time that a request may wait.
public final class Admission: Sendable {
    private struct State {
        var requests = 0
        var bytes = 0
        var clients: [String: Int] = [:]
    }

    private let maximumRequests: Int
    private let maximumBytes: Int
    private let share: Int
    private let state = Mutex(State())

    /// - Parameters:
    ///   - maximumRequests: The requests in the server at once.
    ///   - maximumBytes: The sum of their bodies.
    ///   - share: The requests of one client among them.
    public init(maximumRequests: Int, maximumBytes: Int, share: Int) {
        self.maximumRequests = maximumRequests
        self.maximumBytes = maximumBytes
        self.share = share
    }

    /// The number of requests in the server.
    public var count: Int { state.withLock { $0.requests } }

    /// Runs `body` while the request has its place.
    ///
    /// - Throws: ``Problem`` where there is none; what `body` throws.
    public func withPlace<Result>(
        client: String, bytes: Int, isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Result
    ) async throws -> Result {
        try enter(client, bytes)
        defer { leave(client, bytes) }
        return try await body()
    }

    private func enter(_ client: String, _ bytes: Int) throws(Problem) {
        let problem: Problem? = state.withLock { state in
            guard state.requests < maximumRequests, bytes <= maximumBytes - state.bytes else {
                return .busy(.serviceUnavailable, "the server is busy", after: 1)
            }
            let count = state.clients[client, default: 0]
            guard count < share else {
                return .busy(.tooManyRequests, "this client has its share of requests already", after: 1)
            }
            state.clients[client] = count + 1
            state.requests += 1
            state.bytes += bytes
            return nil
        }
        if let problem { throw problem }
    }

    private func leave(_ client: String, _ bytes: Int) {
        state.withLock { state in
            state.requests -= 1
            state.bytes -= bytes
            let count = state.clients[client, default: 1] - 1
            state.clients[client] = count == 0 ? nil : count
        }
    }
}
