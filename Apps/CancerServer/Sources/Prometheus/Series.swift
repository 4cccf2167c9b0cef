import CoreMetrics
import Synchronization

/// A count of events.
final class CounterSeries: Series, CounterHandler {
    private let count = Atomic<Int64>(0)

    func increment(by amount: Int64) { count.wrappingAdd(amount, ordering: .relaxed) }
    func reset() { count.store(0, ordering: .relaxed) }

    func write(_ name: String, _ labels: String, to text: inout String) {
        MetricName.line(name, labels, "\(count.load(ordering: .relaxed))", to: &text)
    }
}

/// A sum of amounts that are not whole.
final class FloatingPointCounterSeries: Series, FloatingPointCounterHandler {
    private let sum = Mutex(0.0)

    func increment(by amount: Double) { sum.withLock { $0 += amount } }
    func reset() { sum.withLock { $0 = 0 } }

    func write(_ name: String, _ labels: String, to text: inout String) {
        MetricName.line(name, labels, MetricName.number(sum.withLock { $0 }), to: &text)
    }
}

/// A value that goes up and down.
final class GaugeSeries: Series, MeterHandler, RecorderHandler {
    private let value = Mutex(0.0)

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { self.value.withLock { $0 = value } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func decrement(by amount: Double) { increment(by: -amount) }
    func record(_ value: Int64) { set(value) }
    func record(_ value: Double) { set(value) }

    func write(_ name: String, _ labels: String, to text: inout String) {
        MetricName.line(name, labels, MetricName.number(value.withLock { $0 }), to: &text)
    }
}

/// A gauge that is computed when it is read.
final class ComputedGauge: Series {
    private let value: @Sendable () -> Double

    init(_ value: @escaping @Sendable () -> Double) { self.value = value }

    func write(_ name: String, _ labels: String, to text: inout String) {
        MetricName.line(name, labels, MetricName.number(value()), to: &text)
    }
}

/// How many values lie at or below each of some bounds.
final class HistogramSeries: Series, TimerHandler, RecorderHandler {
    /// For durations of requests.
    static let seconds = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
    /// For numbers of rows and the like.
    static let sizes: [Double] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000]

    private struct State {
        /// The values above the bound before and at or below the bound of this index; the last ones are above all bounds.
        var counts: [Int]
        var sum = 0.0
    }

    private let bounds: [Double]
    private let state: Mutex<State>

    init(bounds: [Double]) {
        self.bounds = bounds
        state = Mutex(State(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        var index = 0
        while index < bounds.count, value > bounds[index] { index += 1 }
        state.withLock {
            $0.counts[index] += 1
            $0.sum += value
        }
    }

    func write(_ name: String, _ labels: String, to text: inout String) {
        let (counts, sum) = state.withLock { ($0.counts, $0.sum) }
        let prefix = labels.isEmpty ? "" : labels + ","
        var count = 0
        for (bound, next) in zip(bounds + [.infinity], counts) {
            count += next
            MetricName.line("\(name)_bucket", "\(prefix)le=\"\(MetricName.number(bound))\"", "\(count)", to: &text)
        }
        MetricName.line("\(name)_sum", labels, MetricName.number(sum), to: &text)
        MetricName.line("\(name)_count", labels, "\(count)", to: &text)
    }
}
