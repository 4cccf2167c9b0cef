/// A column of a ``TrainingRow``: something with a number at any time.
public protocol Metric {
    /// The number; nil where nothing has been measured.
    var metricValue: Double? { get }
    /// What was measured last, where that is another number than the value.
    var latestMetricValue: Double? { get }
}

extension Metric {
    /// The value.
    public var latestMetricValue: Double? { metricValue }
}

extension Double: Metric {
    /// The number itself.
    public var metricValue: Double? { self }
}

extension Float: Metric {
    /// The number itself.
    public var metricValue: Double? { Double(self) }
}

extension Int: Metric {
    /// The number itself.
    public var metricValue: Double? { Double(self) }
}

extension Bool: Metric {
    /// 1 for true, 0 for false.
    public var metricValue: Double? { self ? 1 : 0 }
}

extension Optional: Metric where Wrapped: Metric {
    /// The wrapped metric's value.
    public var metricValue: Double? { flatMap(\.metricValue) }
    /// What the wrapped metric measured last.
    public var latestMetricValue: Double? { flatMap(\.latestMetricValue) }
}

/// One column of a row, chosen by a key path: a callback's metric.
struct Column<Row: TrainingRow>: Sendable {
    let name: String
    let metric: @Sendable (Row) -> any Metric

    init(_ path: any KeyPath<Row, some Metric & SendableMetatype> & Sendable) {
        // A key path is described by its type and its properties: \Row.validationLoss.
        name = "\(path)".split(separator: ".").dropFirst().joined(separator: ".")
        metric = { $0[keyPath: path] }
    }

    func value(_ row: Row) -> Double? { metric(row).metricValue }
}
