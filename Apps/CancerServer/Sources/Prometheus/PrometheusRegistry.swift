import CoreMetrics
import Synchronization

/// A `MetricsFactory` whose metrics can be read as Prometheus' text.
///
/// Counters and gauges are what they are there; timers are histograms in seconds, and so are recorders that aggregate. A name may have
/// one type only, and at most ``maximumSeries`` sets of labels, so that no client can fill the memory: what exceeds that is counted by
/// its caller, but not shown.
///
/// ```swift
/// let registry = PrometheusRegistry()
/// MetricsSystem.bootstrap(registry)
/// Counter(label: "predictions_total", dimensions: [("diagnosis", "benign")]).increment()
/// print(registry.text)      // predictions_total{diagnosis="benign"} 1
/// ```
public final class PrometheusRegistry: MetricsFactory {
    /// The number of sets of labels that a name may have.
    public static let maximumSeries = 1000

    private let families = Mutex<[String: Family]>([:])
    private let helps = Mutex<[String: String]>([:])

    /// A registry without metrics.
    public init() {}

    /// Sets what a metric means, for its readers.
    public func describe(_ name: String, _ help: String) { helps.withLock { $0[MetricName.valid(name)] = help } }

    /// Adds a gauge whose value is asked for whenever the metrics are read.
    public func gauge(_ name: String, _ help: String, value: @escaping @Sendable () -> Double) {
        describe(name, help)
        _ = series(name, [], .gauge) { ComputedGauge(value) }
    }

    /// The metrics, in Prometheus' text format 0.0.4, sorted by name and labels.
    public var text: String {
        let families = families.withLock { $0 }
        let helps = helps.withLock { $0 }
        var text = ""
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            if let help = helps[name] { text += "# HELP \(name) \(MetricName.escapedHelp(help))\n" }
            text += "# TYPE \(name) \(family.type.rawValue)\n"
            for (labels, series) in family.series.sorted(by: { $0.key < $1.key }) { series.write(name, labels, to: &text) }
        }
        return text
    }

    /// The series of a name and its labels, which is made when it is asked for first.
    private func series<S: Series>(
        _ label: String, _ dimensions: [(String, String)], _ type: Family.MetricType, _ make: () -> S
    ) -> S {
        let name = MetricName.valid(label)
        let labels = MetricName.labels(dimensions)
        return families.withLock { families in
            var family = families[name] ?? Family(type: type)
            if let series = family.series[labels] as? S { return series }
            let series = make()
            if family.type == type, family.series[labels] == nil, family.series.count < Self.maximumSeries {
                family.series[labels] = series
                families[name] = family
            }
            return series
        }
    }

    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, dimensions, .counter, CounterSeries.init)
    }

    public func makeFloatingPointCounter(label: String, dimensions: [(String, String)]) -> any FloatingPointCounterHandler {
        series(label, dimensions, .counter, FloatingPointCounterSeries.init)
    }

    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, dimensions, .gauge, GaugeSeries.init)
    }

    public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        aggregate
            ? series(label, dimensions, .histogram) { HistogramSeries(bounds: HistogramSeries.sizes) }
            : series(label, dimensions, .gauge, GaugeSeries.init)
    }

    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(label, dimensions, .histogram) { HistogramSeries(bounds: HistogramSeries.seconds) }
    }

    // Series stay, so that a counter never falls.
    public func destroyCounter(_ handler: any CounterHandler) {}
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    public func destroyMeter(_ handler: any MeterHandler) {}
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    public func destroyTimer(_ handler: any TimerHandler) {}
}

/// The series of one name.
struct Family {
    enum MetricType: String { case counter, gauge, histogram }

    let type: MetricType
    /// By their labels, as the text shows them.
    var series: [String: any Series] = [:]
}

/// What one line, or those of one histogram, show.
protocol Series: AnyObject, Sendable {
    /// Appends the lines; `labels` stand between the braces.
    func write(_ name: String, _ labels: String, to text: inout String)
}
