import Tensor

extension Tensor {
    /// The values of each column of rows `[n, d]`, without missing ones, which are NaN.
    func presentColumns(_ operation: String) -> [[Double]] {
        if rank != 2 { trap(operation, "needs rows [n, d], got \(shape)") }
        let (rows, columns) = (shape[0], shape[1])
        return detached().withElements(of: Double.self) { values in
            (0..<columns).map { column in
                (0..<rows).lazy.map { values[$0 * columns + column] }.filter { !$0.isNaN }
            }
        }
    }

    /// A float64 vector.
    init(vector: [Double]) { self.init(vector, shape: [vector.count], dtype: .float64) }

    /// Whether columns between these bounds are constant: a spread of at most 4 ε of the larger bound is rounding.
    static func isConstant(low: Tensor, high: Tensor) -> Tensor {
        // A quarter of each, so that no difference overflows.
        let spread = high * 0.25 - low * 0.25
        return (spread .<= low.abs().maximum(high.abs()) * Double.ulpOfOne) .& spread.isFinite()
    }
}

extension [Double] {
    /// The quantile of sorted numbers, interpolated linearly (numpy's default).
    func quantile(_ share: Double) -> Double {
        if isEmpty { return .nan }
        let place = share * Double(count - 1)
        let below = Int(place)
        let (low, high) = (self[below], self[Swift.min(below + 1, count - 1)])
        let part = place - Double(below)
        if low == high || part == 0 { return low }
        // An infinite distance must not be multiplied by 0 or subtracted from infinity.
        let distance = high - low
        return distance.isFinite ? low + distance * part : low * (1 - part) + high * part
    }
}

/// `(x - shift) / scale + base` for each column, computed in float64: the transformation of a fitted scaler.
struct ColumnMap: Sendable {
    /// float64 `[d]` each, as powers of two by which x is multiplied first; nil where all are 1.
    private var factor: Tensor?
    private var shift: Tensor
    private var scale: Tensor
    private let base: Double?

    /// - Parameters:
    ///   - shift: float64 `[d]`.
    ///   - scale: float64 `[d]`, of factor times x.
    ///   - factor: from ``factor(_:_:)``.
    init(shift: Tensor, scale: Tensor, base: Double? = nil, factor: Tensor?) {
        self.factor = factor
        self.shift = factor.map { shift * $0 } ?? shift
        self.scale = scale
        self.base = base
    }

    /// A map with the shift and the scale of x itself.
    init(shift: Tensor, scale: Tensor) {
        let factor = Self.factor(shift, scale)
        self.init(shift: shift, scale: factor.map { scale * $0 } ?? scale, factor: factor)
    }

    /// Powers of two that keep differences of numbers as large as these from overflowing, and quotients of tiny ones from
    /// losing bits; nil where all are 1.
    static func factor(_ first: Tensor, _ second: Tensor) -> Tensor? {
        let sizes = first.abs().maximum(second.abs()).array(of: Double.self)
        let factors = sizes.map { $0 > 0x1p1000 ? 0x1p-2 : $0 > 0 && $0 < 0x1p-900 ? 0x1p60 : 1 }
        return factors.allSatisfy { $0 == 1 } ? nil : Tensor(vector: factors).onDevice(of: first)
    }

    func apply(_ x: Tensor, _ operation: String) -> Tensor {
        if x.device != shift.device { return onDevice(of: x).apply(x, operation) }
        check(x, operation)
        let x64 = x.to(.float64)
        let scaled = ((factor.map { x64 * $0 } ?? x64) - shift) / scale
        return (base.map { scaled + $0 } ?? scaled).to(resultType(x))
    }

    func undo(_ x: Tensor, _ operation: String) -> Tensor {
        if x.device != shift.device { return onDevice(of: x).undo(x, operation) }
        check(x, operation)
        let x64 = x.to(.float64)
        let moved = (base.map { x64 - $0 } ?? x64) * scale + shift
        return (factor.map { moved / $0 } ?? moved).to(resultType(x))
    }

    /// The same map beside rows of another device.
    private func onDevice(of x: Tensor) -> ColumnMap {
        var map = self
        (map.factor, map.shift, map.scale) = (factor?.onDevice(of: x), shift.onDevice(of: x), scale.onDevice(of: x))
        return map
    }

    private func check(_ x: Tensor, _ operation: String) {
        if x.shape.last != shift.count { trap(operation, "was fitted to \(shift.count) columns, got \(x.shape)") }
    }

    private func resultType(_ x: Tensor) -> DType { x.dtype.isFloatingPoint ? x.dtype : .default }

    /// Traps unless stored numbers can be a map.
    static func checked(_ first: Tensor, _ second: Tensor, _ operation: String) {
        if first.rank != 1 || first.shape != second.shape {
            trap(operation, "needs two vectors of the same length, got \(first.shape) and \(second.shape)")
        }
    }
}
