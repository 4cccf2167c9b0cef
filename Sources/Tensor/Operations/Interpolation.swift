/// How ``Tensor/interpolate(size:scaleFactor:mode:alignCorners:recomputeScaleFactor:antialias:)`` computes new elements.
public enum InterpolationMode: Sendable, CaseIterable {
    /// The element at ⌊o · scale⌋, as torch's `nearest`.
    case nearest
    /// The element whose centre is nearest, as torch's `nearest-exact`.
    case nearestExact
    /// Linearly, over one spatial dim.
    case linear
    /// Linearly, over two spatial dims.
    case bilinear
    /// Linearly, over three spatial dims.
    case trilinear
    /// Cubic convolution (Keys, 1981) over two spatial dims, with a = -3/4.
    case bicubic
    /// The means of windows, as ``Tensor/adaptiveAvgPool2d(_:)``.
    case area

    /// The number of spatial dims; nil where any number is allowed.
    fileprivate var spatial: Int? {
        switch self {
        case .nearest, .nearestExact, .area: nil
        case .linear: 1
        case .bilinear, .bicubic: 2
        case .trilinear: 3
        }
    }
}

/// The factor of each spatial dim's size: one number for each, or one for all of them.
public struct ScaleFactor: Sendable, Hashable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral
{
    let values: [Double]

    /// A factor for each spatial dim.
    public init(_ values: [Double]) { self.values = values }
    /// One factor for all spatial dims.
    public init(_ value: Double) { values = [value] }
    public init(floatLiteral value: Double) { values = [value] }
    public init(integerLiteral value: Int) { values = [Double(value)] }
    public init(arrayLiteral values: Double...) { self.values = values }
}

extension Tensor {
    /// Resizes the spatial dims of `[batch, channels, ...]` (torch's `interpolate`).
    ///
    /// - Parameters:
    ///   - size: the new sizes of the spatial dims.
    ///   - scaleFactor: the factor of the sizes, which are rounded down.
    ///   - mode: the kind of interpolation.
    ///   - alignCorners: whether the centres of the outermost elements are aligned, instead of their outer edges. Only for
    ///     linear and cubic modes.
    ///   - recomputeScaleFactor: computes the scale again from the rounded sizes.
    ///   - antialias: widens the bilinear or bicubic kernel where the tensor becomes smaller.
    /// - Precondition: either a size or a scale factor is given.
    public func interpolate(
        size: (any PerDim)? = nil, scaleFactor: ScaleFactor? = nil, mode: InterpolationMode = .nearest,
        alignCorners: Bool? = nil,
        recomputeScaleFactor: Bool = false, antialias: Bool = false
    ) -> Tensor {
        let name = "interpolate"
        let spatial = rank - 2
        if !(1...3).contains(spatial) || (mode.spatial ?? spatial) != spatial {
            trap(name, "mode \(mode) cannot resize \(shape): needs [batch, channels, spatial dims]")
        }
        if alignCorners != nil && (mode == .nearest || mode == .nearestExact || mode == .area) {
            trap(name, "mode \(mode) has no alignCorners")
        }
        if antialias && mode != .bilinear && mode != .bicubic { trap(name, "antialias needs mode .bilinear or .bicubic") }
        if !dtype.isFloatingPoint && mode != .nearest && mode != .nearestExact {
            trap(name, "mode \(mode) takes floating-point tensors, got \(dtype)")
        }
        if recomputeScaleFactor && size != nil { trap(name, "recomputeScaleFactor needs a scale factor") }
        let input = spatialShape(spatial)
        let (output, scales) = resized(input, size, scaleFactor)
        if shape[1] == 0 || input.contains(0) { trap(name, "\(shape) is empty beyond the batch") }
        if mode == .area {
            return average(Pooling(input: input, output: output, window: nil), .inside, name)
        }
        var result = self
        // The last dim first: where later dims grow, whole rows are copied.
        for dim in (0..<spatial).reversed() {
            let resampling = Resampling(
                input: input[dim], output: output[dim], scale: recomputeScaleFactor ? nil : scales?[dim],
                alignCorners: alignCorners ?? false, isDouble: dtype == .float64)
            let taps =
                switch mode {
                case .nearest, .nearestExact: resampling.nearest(exact: mode == .nearestExact)
                case .linear, .bilinear, .trilinear: antialias ? resampling.antialiased(cubic: false) : resampling.linear()
                case .bicubic: antialias ? resampling.antialiased(cubic: true) : resampling.cubic()
                case .area: [[Tap]]()
                }
            result = result.resampled(dim + 2, taps)
        }
        return result
    }

    private func resized(_ input: Shape, _ size: (any PerDim)?, _ factor: ScaleFactor?) -> (output: Shape, scales: [Double]?) {
        let spatial = input.count
        if let size, factor == nil { return (size.sizes(spatial, from: 1, "size", for: "interpolate"), nil) }
        guard let factor, size == nil else { trap("interpolate", "needs either a size or a scale factor") }
        if factor.values.count != 1 && factor.values.count != spatial {
            trap("interpolate", "needs one scale factor, or one for each of \(spatial) dims, got \(factor.values)")
        }
        let scales = factor.values.count == 1 ? Array(repeating: factor.values[0], count: spatial) : factor.values
        var output = input
        for dim in 0..<spatial {
            let size = (Double(input[dim]) * scales[dim]).rounded(.down)
            guard size >= 1, size <= Double(Int32.max) else {
                trap("interpolate", "scale factor \(scales[dim]) of size \(input[dim]) yields no valid size")
            }
            output[dim] = Int(size)
        }
        return (output, scales)
    }

    /// For each output along a dim, the weighted sum of its taps.
    private func resampled(_ dim: Int, _ taps: [[Tap]]) -> Tensor {
        let size = shape[dim]
        // Integers are only moved, by a tap with weight 1.
        if !dtype.isFloatingPoint {
            let index = Tensor(taps.map { $0[0].inside(size) }, shape: [taps.count]).onDevice(of: self)
            return Operation.indexSelect(dim: dim)(self, index)
        }
        // Taps whose weight is 0 everywhere are not read.
        let kept = (0..<(taps.map(\.count).max() ?? 0)).filter { index in
            taps.contains { index < $0.count && $0[index].weight != 0 }
        }
        let terms = taps.map { taps in
            kept.filter { $0 < taps.count }.map { (position: taps[$0].inside(size), weight: taps[$0].weight) }
        }
        // The identity.
        if taps.count == size, terms.enumerated().allSatisfy({ $1.count == 1 && $1[0] == ($0, 1) }) { return self }
        return Operation.resample(ResamplingMatrix(inputs: size, terms), dim: dim)(self)
    }
}

/// An index into the input and its weight.
private struct Tap {
    var position: Int
    var weight: Double

    /// The index, clamped to the input.
    func inside(_ size: Int) -> Int { Swift.min(Swift.max(position, 0), size - 1) }
}

/// The taps of one dim, computed in the precision that torch uses for the dtype.
private struct Resampling {
    var input, output: Int
    /// The requested scale, where it is used directly.
    var scale: Double?
    var alignCorners: Bool
    var isDouble: Bool

    private func rounded(_ value: Double) -> Double { isDouble ? value : Double(Float(value)) }

    /// The distance in the input between neighbouring outputs.
    private var step: Double {
        if alignCorners { return output > 1 ? rounded(Double(input - 1) / Double(output - 1)) : 0 }
        return rounded(scale.map { 1 / $0 } ?? Double(input) / Double(output))
    }

    /// The coordinate of output o in the input.
    private func source(_ o: Int) -> Double {
        let step = step
        return alignCorners ? rounded(step * Double(o)) : rounded(rounded(step * (Double(o) + 0.5)) - 0.5)
    }

    func nearest(exact: Bool) -> [[Tap]] {
        let step = step
        return (0..<output).map { [Tap(position: Int(rounded(step * (Double($0) + (exact ? 0.5 : 0)))), weight: 1)] }
    }

    func linear() -> [[Tap]] {
        (0..<output).map { o in
            let source = Swift.max(source(o), 0)
            let first = Swift.min(Int(source), input - 1)
            let fraction = Swift.min(Swift.max(source - Double(first), 0), 1)
            return [Tap(position: first, weight: rounded(1 - fraction)), Tap(position: first + 1, weight: fraction)]
        }
    }

    func cubic() -> [[Tap]] {
        (0..<output).map { o in
            let source = source(o)
            let first = Int(source.rounded(.down))
            return (first - 1...first + 2).map {
                Tap(position: $0, weight: rounded(cubicKernel(Swift.abs(source - Double($0)), -0.75)))
            }
        }
    }

    /// A kernel as wide as the distance between outputs, with weights that sum to 1.
    func antialiased(cubic: Bool) -> [[Tap]] {
        let step = step
        let width = Swift.max(step, 1)
        let support = (cubic ? 2 : 1) * width
        return (0..<output).map { o in
            let center = step * (Double(o) + 0.5)
            let first = Swift.max(Int(center - support + 0.5), 0)
            let end = Swift.min(Int(center + support + 0.5), input)
            let weights = (first..<Swift.max(end, first)).map {
                let distance = Swift.abs((Double($0) - center + 0.5) / width)
                return cubic ? cubicKernel(distance, -0.5) : Swift.max(1 - distance, 0)
            }
            let total = weights.reduce(0, +)
            return weights.enumerated().map { Tap(position: first + $0, weight: total == 0 ? $1 : $1 / total) }
        }
    }

    /// Keys's kernel at a distance that is not negative.
    private func cubicKernel(_ t: Double, _ a: Double) -> Double {
        if t <= 1 { return ((a + 2) * t - (a + 3)) * t * t + 1 }
        return t < 2 ? ((a * t - 5 * a) * t + 8 * a) * t - 4 * a : 0
    }
}
