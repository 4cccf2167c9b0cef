import Tensor

/// A weighted mean of what is measured at each step, such as the loss of an epoch: `Σ wᵢ xᵢ / Σ wᵢ`, in float64.
///
/// ```swift
/// run.row.loss.add(step(x, y), weight: Double(y.count))
/// ```
///
/// A tensor on the CPU is read at once. One on another device stays there unread until the mean is asked for, so that adding it
/// does not wait for the device.
public struct Mean: Metric, Codable, Sendable {
    private var sum = 0.0
    private var last: Double?
    /// The sum of the weights.
    public private(set) var weight = 0.0
    private var unread: [Unread] = []

    private struct Unread {
        let tensor: Tensor
        let weight: Double
    }

    /// Of nothing.
    public init() {}

    /// Adds a number.
    @inline(__always)
    public mutating func add(_ x: Double, weight: Double = 1) {
        sum += x * weight
        last = x
        self.weight += weight
    }

    /// Adds a tensor of one element.
    public mutating func add(_ x: borrowing Tensor, weight: Double = 1) {
        if x.device == .cpu { return add(x.item(), weight: weight) }
        unread.append(Unread(tensor: x.detached(), weight: weight))
        // Their number is bounded, and with it the device's memory.
        if unread.count == Mean.limit { read() }
    }

    private static let limit = 4096

    private mutating func read() { self = upToDate }

    /// The mean with everything read.
    private var upToDate: Mean {
        if unread.isEmpty { return self }
        var mean = self
        mean.unread = []
        for entry in unread { mean.add(entry.tensor.item(), weight: entry.weight) }
        return mean
    }

    /// The mean; nil where nothing was added.
    public var value: Double? {
        let mean = upToDate
        return mean.weight == 0 ? nil : mean.sum / mean.weight
    }

    /// What was added last.
    public var latest: Double? { unread.last.map { $0.tensor.item() } ?? last }

    /// ``value``, as the row's column.
    public var metricValue: Double? { value }
    /// ``latest``, for logs of single steps.
    public var latestMetricValue: Double? { latest }

    private enum CodingKeys: CodingKey { case sum, weight, last }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        sum = try values.decode(Double.self, forKey: .sum)
        weight = try values.decode(Double.self, forKey: .weight)
        last = try values.decodeIfPresent(Double.self, forKey: .last)
    }

    public func encode(to encoder: any Encoder) throws {
        let mean = upToDate
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(mean.sum, forKey: .sum)
        try values.encode(mean.weight, forKey: .weight)
        try values.encodeIfPresent(mean.last, forKey: .last)
    }
}
