import CoreMetrics
import Prometheus
import Testing

@Suite("Prometheus' text")
struct PrometheusTests {
    let registry = PrometheusRegistry()

    @Test("shows counters by name and labels, with what they mean")
    func counters() {
        registry.describe("requests_total", "Requests\nanswered.")
        for (status, count) in [("200", 3), ("404", 1)] {
            Counter(label: "requests_total", dimensions: [("status", status), ("method", "GET")], factory: registry).increment(
                by: count)
        }
        Counter(label: "requests_total", dimensions: [("method", "GET"), ("status", "200")], factory: registry).increment()
        #expect(
            registry.text == """
                # HELP requests_total Requests\\nanswered.
                # TYPE requests_total counter
                requests_total{method="GET",status="200"} 4
                requests_total{method="GET",status="404"} 1

                """)
    }

    @Test("shows gauges, also those that are computed when they are read")
    func gauges() {
        let meter = Meter(label: "queue.depth", factory: registry)
        meter.set(3)
        meter.decrement(by: 0.5)
        registry.gauge("answer", "Of everything.") { 42 }
        #expect(
            registry.text == """
                # HELP answer Of everything.
                # TYPE answer gauge
                answer 42
                # TYPE queue_depth gauge
                queue_depth 2.5

                """)
    }

    @Test("shows timers as histograms in seconds, each bucket with those below")
    func histograms() {
        let timer = Timer(label: "duration_seconds", dimensions: [("route", "/predict")], factory: registry)
        for nanoseconds in [50_000, 100_000, 100_001, 20_000_000_000] as [Int64] { timer.recordNanoseconds(nanoseconds) }
        let lines = registry.text.split(separator: "\n")
        #expect(lines[0] == "# TYPE duration_seconds histogram")
        #expect(lines[1] == #"duration_seconds_bucket{route="/predict",le="0.0001"} 2"#)
        #expect(lines[2] == #"duration_seconds_bucket{route="/predict",le="0.00025"} 3"#)
        #expect(lines[16] == #"duration_seconds_bucket{route="/predict",le="10"} 3"#)
        #expect(lines[17] == #"duration_seconds_bucket{route="/predict",le="+Inf"} 4"#)
        #expect(lines[18].hasPrefix(#"duration_seconds_sum{route="/predict"} 20.00025"#))
        #expect(lines[19] == #"duration_seconds_count{route="/predict"} 4"#)
    }

    @Test("escapes labels")
    func escapes() {
        Counter(label: "1 a-b", dimensions: [("le:x", "a\"b\\c\nd")], factory: registry).increment()
        #expect(registry.text == "# TYPE _1_a_b counter\n_1_a_b{le_x=\"a\\\"b\\\\c\\nd\"} 1\n")
    }

    @Test("has one type for a name, and a bounded number of labels")
    func bounds() {
        Counter(label: "x", factory: registry).increment()
        Meter(label: "x", factory: registry).set(7)
        #expect(registry.text == "# TYPE x counter\nx 1\n")
        for index in 0..<2 * PrometheusRegistry.maximumSeries {
            Counter(label: "y", dimensions: [("client", "\(index)")], factory: registry).increment()
        }
        #expect(registry.text.split(separator: "\n").filter { $0.hasPrefix("y{") }.count == PrometheusRegistry.maximumSeries)
    }

    @Test("counts everything when many count at once")
    func concurrent() async {
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask { [registry] in
                    for _ in 0..<1000 {
                        Counter(label: "c", factory: registry).increment()
                        FloatingPointCounter(label: "f", factory: registry).increment(by: 0.5)
                        Timer(label: "t", factory: registry).recordNanoseconds(1)
                    }
                }
            }
        }
        let text = registry.text
        #expect(text.contains("\nc 8000\n"))
        #expect(text.contains("\nf 4000\n"))
        #expect(text.contains("\nt_count 8000\n"))
    }
}
