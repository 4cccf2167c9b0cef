// Evenly spaced numbers. For an integer dtype, bounds and steps are first rounded toward 0, as in torch.
extension Tensor {
    /// `start, start + step, ...` up to but excluding `end`: ceil((end - start) / step) elements (torch's `arange`).
    ///
    /// int64 where all three are `Int`, otherwise float32, unless a dtype is given.
    public static func arange<S: Scalar>(_ start: S, _ end: S, step: S, dtype: DType? = nil) -> Tensor {
        let (first, last, by) = (start.scalar, end.scalar, step.scalar)
        let type = dtype ?? first.dtype(like: .bool)
        let distance = last.floating - first.floating
        if !distance.isFinite || by.floating == 0 || by.floating.isNaN || distance / by.floating < 0 {
            trap("arange", "step \(step) must lead from \(start) to \(end)")
        }
        if type.isFloatingPoint {
            let count = Int(clamping: (distance / by.floating).rounded(.up))
            return sequence(count, type) { first.floating + Double($0) * by.floating }
        }
        for value in [first, last, by] { _ = value.checked(for: .int64, "arange") }
        if by.integer == 0 { trap("arange", "step \(step) must not round to 0 in \(type)") }
        let count: Int
        if type == .int64 || first.isInteger && last.isInteger && by.isInteger {
            let (low, high) = (Swift.min(first.integer, last.integer), Swift.max(first.integer, last.integer))
            let (whole, rest) = UInt(bitPattern: high &- low).quotientAndRemainder(dividingBy: by.integer.magnitude)
            count = Int(clamping: whole) &+ (rest == 0 ? 0 : 1)
        } else {
            // torch counts the steps of narrower integers before they are rounded.
            count = Int(clamping: (distance / by.floating).rounded(.up))
        }
        return sequence(count, type) { first.integer &+ $0 &* by.integer }
    }

    /// `start, start + 1, ...` up to but excluding `end`.
    public static func arange<S: Scalar & Numeric>(_ start: S, _ end: S, dtype: DType? = nil) -> Tensor {
        arange(start, end, step: 1, dtype: dtype)
    }

    /// `0, 1, ...` up to but excluding `end`.
    public static func arange<S: Scalar & Numeric>(_ end: S, dtype: DType? = nil) -> Tensor {
        arange(0, end, step: 1, dtype: dtype)
    }

    /// `count` evenly spaced numbers from `start` to `end`, both included (torch's `linspace`).
    public static func linspace(_ start: Double, _ end: Double, count: Int, dtype: DType = .default) -> Tensor {
        for value in [start, end] { _ = value.scalar.checked(for: dtype, "linspace") }
        return sequence(count, dtype, spaced(start, end, count, dtype))
    }

    /// A base raised to `count` evenly spaced powers from `start` to `end`, both included (torch's `logspace`).
    public static func logspace(
        _ start: Double, _ end: Double, count: Int, base: Double = 10, dtype: DType = .default
    ) -> Tensor {
        let powers = sequence(count, .float64, spaced(start, end, count, dtype))
        return Tensor(base, dtype: .float64).pow(powers).to(dtype)
    }

    /// Computed from both ends, so that the last number is exactly `end`.
    private static func spaced(_ start: Double, _ end: Double, _ count: Int, _ dtype: DType) -> (Int) -> Double {
        let isWhole = !dtype.isFloatingPoint
        let (first, last) = isWhole ? (start.rounded(.towardZero), end.rounded(.towardZero)) : (start, end)
        let step = count > 1 ? (last - first) / Double(count - 1) : 0
        return { $0 < count / 2 || count == 1 ? first + Double($0) * step : last - Double(count - 1 - $0) * step }
    }

    private static func sequence<T: Element>(_ count: Int, _ dtype: DType, _ element: (Int) -> T) -> Tensor {
        if count < 0 { trap("sequence", "the count must not be negative, got \(count)") }
        let result = uninitialized([count], T.dtype)
        writing(result) { elements in for position in 0..<count { elements[position] = element(position) } }
        return result.to(dtype)
    }
}

extension Int {
    /// The nearest integer that fits in 64 bits.
    fileprivate init(clamping value: Double) { self = Int(exactly: value) ?? (value < 0 ? .min : .max) }
}
