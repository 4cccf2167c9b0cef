import Glibc

/// Numbers beyond this are drawn as little as those that are not finite: differences and powers of ten of all others are finite.
private let greatestDrawable = 1e300

func isDrawable(_ value: Double) -> Bool { value.magnitude <= greatestDrawable }

/// Whether a range is too narrow for values in it to be told apart.
func isNarrow(_ low: Double, _ high: Double) -> Bool {
    !(high - low > max(max(low.magnitude, high.magnitude) * 1e-12, 1e-290))
}

/// A range around one value that is worth an axis.
func widened(_ low: Double, _ high: Double) -> (Double, Double) {
    let room = max(max(low.magnitude, high.magnitude) * 0.1, 1e-280)
    return low.magnitude < 1e-280 ? (-1, 1) : (low - room, high + room)
}

/// The least and the greatest of the values on an axis.
struct Extent {
    private(set) var low = Double.infinity
    private(set) var high = -Double.infinity
    let isLogarithmic: Bool

    var isEmpty: Bool { low > high }

    mutating func include(_ value: Double) {
        guard isDrawable(value), !isLogarithmic || value > 1e-300 else { return }
        low = min(low, value)
        high = max(high, value)
    }
}

/// How the values of an axis become fractions of its length.
struct Scale {
    let isLogarithmic: Bool
    let isReversed: Bool
    /// The ends of the axis; logarithms to the base 10 where the axis is logarithmic.
    let low: Double, high: Double

    init(_ axis: Axis, _ extent: Extent, names: [String]?, isReversed: Bool) {
        isLogarithmic = axis.scale == .logarithmic && names == nil
        self.isReversed = isReversed
        let range = axis.range.flatMap { isDrawable($0.lowerBound) && isDrawable($0.upperBound) ? $0 : nil }
        var (low, high) = isLogarithmic ? (1.0, 10.0) : (0.0, 1.0)
        if let range {
            (low, high) = (range.lowerBound, range.upperBound)
        } else if let names {
            (low, high) = (-0.5, Double(max(1, names.count)) - 0.5)
        } else if !extent.isEmpty {
            (low, high) = (extent.low, extent.high)
        }
        if isLogarithmic {
            (low, high) = (log10(low), log10(high))
            if high - low < 1e-6 { (low, high) = (low - 0.5, high + 0.5) }
        } else if isNarrow(low, high) {
            (low, high) = widened(low, high)
        }
        if range == nil && names == nil {
            // Room around the data; but what starts at zero stands on the axis.
            let room = (high - low) * 0.04
            if isLogarithmic || low != 0 { low -= room }
            if isLogarithmic || high != 0 { high += room }
        }
        (self.low, self.high) = (low, high)
    }

    /// Where a value lies, from 0 to 1 on the axis; nil where it cannot be shown.
    func fraction(_ value: Double) -> Double? {
        guard isDrawable(value), !isLogarithmic || value > 0 else { return nil }
        return place(isLogarithmic ? log10(value) : value)
    }

    /// As ``fraction(_:)``, for ends of areas and bars: what is not positive lies below a logarithmic axis.
    func edge(_ value: Double) -> Double? {
        isLogarithmic && value <= 0 ? place(-1e6) : fraction(value)
    }

    private func place(_ value: Double) -> Double {
        // What is far outside is put less far outside, so that products of places stay finite. The line that leads there looks as steep.
        let fraction = min(max((value - low) / (high - low), -1e6), 1e6)
        return isReversed ? 1 - fraction : fraction
    }
}
