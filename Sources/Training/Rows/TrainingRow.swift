@_exported import Autograd
@_exported import Compilation
@_exported import Data
@_exported import NN
@_exported import Optim
@_exported import Serialization
@_exported import Tensor

/// What is measured in an epoch: a struct of one's own, whose properties are the columns of the history.
///
/// ```swift
/// struct Row: TrainingRow {
///     var loss = Mean()
///     var validationLoss: Double?
/// }
/// ```
///
/// A run starts each epoch with a new row, saves it with each checkpoint, and gives it to the callbacks. Properties are columns where they
/// are a ``Metric``: numbers, Booleans, optionals of them, a ``Mean``; a nested struct's are prefixed with its name. Other properties are
/// saved, and not logged.
public protocol TrainingRow: Codable, Sendable {
    /// The row of an epoch that begins.
    init()
}

extension TrainingRow {
    /// The columns in the order of the properties, with their present values; nil where there is none yet.
    public var columns: [(name: String, value: Double?)] { metrics.map { ($0.name, $0.metric.metricValue) } }

    /// The columns with what was measured last: of a ``Mean`` what was added last, else the value.
    public var latestColumns: [(name: String, value: Double?)] { metrics.map { ($0.name, $0.metric.latestMetricValue) } }

    private var metrics: [(name: String, metric: any Metric)] { metrics(of: self, prefix: "") }

    private func metrics(of value: Any, prefix: String) -> [(name: String, metric: any Metric)] {
        Mirror(reflecting: value).children.flatMap { label, child -> [(name: String, metric: any Metric)] in
            guard let label else { return [] }
            // The compiler gives a name that is no identifier backticks and no-break spaces.
            let name = prefix + String(label.compactMap { $0 == "`" ? nil : $0 == "\u{A0}" ? " " : $0 })
            if let metric = child as? any Metric { return [(name, metric)] }
            return Mirror(reflecting: child).displayStyle == .struct ? metrics(of: child, prefix: name + ".") : []
        }
    }
}
