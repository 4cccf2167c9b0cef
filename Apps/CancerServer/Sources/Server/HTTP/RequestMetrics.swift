import HTTPTypes
import Metrics
import Synchronization

/// Counts requests and their durations by route, method and status.
final class RequestMetrics: Sendable {
    private struct Key: Hashable {
        let route: String
        let method: HTTPRequest.Method
        let status: Int
    }

    private let factory: any MetricsFactory
    private let handlers = Mutex<[Key: (Counter, Timer)]>([:])

    init(factory: any MetricsFactory) { self.factory = factory }

    /// Adds a request. The route is its template, so that the number of series is bounded.
    func add(route: String, method: HTTPRequest.Method, status: Int, duration: Duration) {
        let (counter, timer) = handlers.withLock { handlers in
            // Of the methods that clients make up, all but the known ones are one.
            let method: HTTPRequest.Method =
                [.get, .post, .head, .put, .delete, .options].contains(method) ? method : .init("OTHER") ?? .get
            let key = Key(route: route, method: method, status: status)
            if let known = handlers[key] { return known }
            let made = (
                Counter(
                    label: "http_requests_total",
                    dimensions: [("route", route), ("method", method.rawValue), ("status", "\(status)")], factory: factory),
                Timer(label: "http_request_duration_seconds", dimensions: [("route", route)], factory: factory)
            )
            handlers[key] = made
            return made
        }
        counter.increment()
        timer.recordNanoseconds(Int64(duration / .nanoseconds(1)))
    }
}
