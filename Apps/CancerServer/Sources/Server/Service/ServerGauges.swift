import Prometheus

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What is asked of the server itself when its metrics are read.
enum ServerGauges {
    static func add(to registry: PrometheusRegistry, _ admission: Admission, _ models: ModelStore, _ readiness: Readiness) {
        registry.gauge("requests_in_progress", "Requests that have a place in the server.") { Double(admission.count) }
        registry.gauge("models_served", "Versions of models that are served.") {
            Double(models.current.models.values.reduce(0) { $0 + $1.count })
        }
        registry.gauge("server_ready", "1 if the server can answer.") { readiness.isReady ? 1 : 0 }
        registry.gauge("process_resident_memory_bytes", "Resident memory.") { residentBytes() ?? .nan }
        registry.describe("http_requests_total", "Requests by route, method and status.")
        registry.describe("http_request_duration_seconds", "Time from a request's header to its answer.")
        registry.describe("predictions_total", "Rows that were predicted.")
    }

    /// The second number of `/proc/self/statm` is the resident set, in pages.
    private static func residentBytes() -> Double? {
        guard let file = fopen("/proc/self/statm", "r") else { return nil }
        defer { fclose(file) }
        var buffer = [CChar](repeating: 0, count: 128)
        guard fgets(&buffer, Int32(buffer.count), file) != nil else { return nil }
        let text = String(decoding: buffer.map { UInt8(bitPattern: $0) }.prefix { $0 != 0 }, as: UTF8.self)
        return text.split(separator: " ").dropFirst().first.flatMap { Double($0) }.map {
            $0 * Double(sysconf(Int32(_SC_PAGESIZE)))
        }
    }
}
