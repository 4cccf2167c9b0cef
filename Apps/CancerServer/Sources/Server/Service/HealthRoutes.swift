import Hummingbird
import Prometheus
import StrictJSON

/// `GET /health/live`, `GET /health/ready`, `GET /metrics`.
enum HealthRoutes {
    static func routes(_ readiness: Readiness, _ registry: PrometheusRegistry) -> [Route] {
        [
            Route(.get, "/health/live", .anyone) { _, _ in
                var json = JSONWriter()
                json.object { $0.member("status", "live") }
                return Response(json)
            },
            Route(.get, "/health/ready", .anyone) { _, _ in
                guard readiness.isReady else { throw Problem.busy(.serviceUnavailable, "the server is not ready", after: 1) }
                var json = JSONWriter()
                json.object { $0.member("status", "ready") }
                return Response(json)
            },
            Route(.get, "/metrics", .role(.audit)) { _, _ in
                Response(
                    status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                    body: ResponseBody(byteBuffer: ByteBuffer(string: registry.text)))
            },
        ]
    }
}
