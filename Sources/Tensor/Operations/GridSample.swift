/// The values outside of the input in ``Tensor/gridSample(_:mode:padding:alignCorners:)``.
public enum GridPadding: Sendable, CaseIterable {
    /// Zeros.
    case zeros
    /// The outermost elements.
    case border
    /// The input, reflected at its border as often as necessary.
    case reflection
}

/// How ``Tensor/gridSample(_:mode:padding:alignCorners:)`` interpolates.
public enum GridSampleMode: Sendable, CaseIterable {
    /// Linearly along each dim, over two or three spatial dims.
    case bilinear
    /// The nearest element.
    case nearest
    /// Cubic convolution with a = -3/4, over two spatial dims.
    case bicubic
}

extension Tensor {
    /// The input, interpolated at the coordinates of a grid (torch's `grid_sample`).
    ///
    /// - Parameters:
    ///   - grid: for an input `[batch, channels, h, w]` `[batch, H, W, 2]`, with output `[batch, channels, H, W]`; for one with
    ///     three spatial dims `[batch, D, H, W, 3]`. The last dim has the coordinates x (along w), y and z, from -1 to 1.
    ///   - alignCorners: whether -1 and 1 are the centres of the outermost elements, instead of their outer edges.
    public func gridSample(
        _ grid: Tensor, mode: GridSampleMode = .bilinear, padding: GridPadding = .zeros, alignCorners: Bool = false
    ) -> Tensor {
        let name = "gridSample"
        let spatial = rank - 2
        if spatial != 2 && spatial != 3 || grid.rank != rank || grid.shape[0] != shape[0] || grid.shape.last != spatial {
            trap(name, "grid \(grid.shape) does not match input \(shape)")
        }
        if mode == .bicubic && spatial != 2 { trap(name, "mode .bicubic needs two spatial dims, got \(shape)") }
        if !dtype.isFloatingPoint || grid.dtype != dtype {
            trap(name, "operands must have one floating-point dtype, got \(dtype) and \(grid.dtype)")
        }
        if shape.dropFirst().contains(0) { trap(name, "\(shape) is empty beyond the batch") }
        let sizes = spatialShape(spatial)
        let output = Shape(grid.shape.dropFirst().dropLast())
        let points = output.elementCount
        let axes = (0..<spatial).map { dim in
            GridAxis(
                size: sizes[dim], padding: padding, alignCorners: alignCorners,
                coordinate: grid.select(dim: -1, spatial - 1 - dim).reshape([shape[0], points]))
        }
        let taps = axes.map { axis in
            switch mode {
            case .nearest: axis.nearest()
            case .bilinear: axis.linear()
            case .bicubic: axis.cubic()
            }
        }
        let image = flatten(from: 2)
        var sum = Tensor.zeros([shape[0], shape[1], points], like: self)
        // Every combination of taps along the dims.
        for choice in 0..<taps.reduce(1, { $0 * $1.count }) {
            var (rest, position, weight) = (choice, Tensor?.none, Tensor?.none)
            for (axis, options) in taps.enumerated() {
                let tap = options[rest % options.count]
                rest /= options.count
                position = position.map { $0 * sizes[axis] + tap.position } ?? tap.position
                weight = weight.map { $0 * tap.weight } ?? tap.weight
            }
            guard let position, let weight else { continue }
            let index = position.unsqueeze(1).expand(sum.shape)
            sum = sum + Operation.gather(dim: 2)(image, index) * weight.unsqueeze(1)
        }
        return sum.reshape(Shape([shape[0], shape[1]] + Array(output)))
    }

    /// The grid for ``gridSample(_:mode:padding:alignCorners:)`` of an affine map (torch's `affine_grid`): the coordinates that
    /// the map assigns to each element of the output.
    ///
    /// - Parameters:
    ///   - theta: `[batch, 2, 3]`, or `[batch, 3, 4]`.
    ///   - size: the output's: `[batch, channels, h, w]`, or with a depth.
    public static func affineGrid(_ theta: Tensor, size: Shape, alignCorners: Bool = false) -> Tensor {
        let spatial = size.count - 2
        if spatial != 2 && spatial != 3 || theta.shape != [size[0], spatial, spatial + 1] || size.contains(where: { $0 < 1 }) {
            trap("affineGrid", "map \(theta.shape) does not match output \(size)")
        }
        if !theta.dtype.isFloatingPoint { trap("affineGrid", "takes a floating-point map, got \(theta.dtype)") }
        let output = Shape(size.dropFirst(2))
        let coordinates = (0..<spatial).map { dim -> Tensor in
            // x first, which runs along the last dim.
            let axis = spatial - 1 - dim
            let n = output[axis]
            let edge = alignCorners ? 1 : Double(n - 1) / Double(n)
            var shape = Shape(repeating: 1, count: spatial)
            shape[axis] = n
            let line = n == 1 ? Tensor([0.0], dtype: theta.dtype) : .linspace(-edge, edge, count: n, dtype: theta.dtype)
            return line.reshape(shape).expand(output)
        }
        let ones = Tensor.ones(output, dtype: theta.dtype)
        let points = Tensor.stack(coordinates + [ones], dim: -1).onDevice(of: theta).reshape([output.elementCount, spatial + 1])
        return points.matmul(theta.transpose(1, 2)).reshape(Shape([size[0]] + Array(output) + [spatial]))
    }
}

/// The coordinates along one dim of the input.
private struct GridAxis {
    var size: Int
    var padding: GridPadding
    var alignCorners: Bool
    /// From -1 to 1: [batch, points].
    var coordinate: Tensor

    /// An int64 index along the dim, and the weight of the element there.
    typealias Tap = (position: Tensor, weight: Tensor)

    /// The coordinates in elements.
    private var position: Tensor {
        alignCorners ? (coordinate + 1) * (Double(size - 1) / 2) : ((coordinate + 1) * Double(size) - 1) * 0.5
    }

    /// Moved into the input, unless the padding is zeros.
    private func inside(_ x: Tensor) -> Tensor {
        switch padding {
        case .zeros: return x
        case .border: return clipped(x)
        case .reflection:
            // Between the reflecting edges at `low` and `low + span`.
            let (low, span) = alignCorners ? (0, Double(size - 1)) : (-0.5, Double(size))
            if span == 0 { return x * 0 }
            let distance = Tensor.where(x .< low, low - x, x - low)
            let rest = distance.fmod(span)
            let isEven = (distance.detached() / span).floor().fmod(2) .== 0
            return clipped(Tensor.where(isEven, rest + low, span - rest + low))
        }
    }

    /// With derivative 0 on the border and outside, as in torch.
    private func clipped(_ x: Tensor) -> Tensor {
        let last = Double(size - 1)
        return Tensor.where(x .> 0, Tensor.where(x .< last, x, last), 0)
    }

    /// The element at an integer, with weight 0 where there is none.
    private func tap(_ whole: Tensor, _ weight: Tensor) -> Tap {
        let isInside = (whole .>= 0) .& (whole .<= Double(size - 1))
        return (Tensor.where(isInside, whole, 0).to(.int64), Tensor.where(isInside, weight, 0))
    }

    func nearest() -> [Tap] {
        let x = inside(position)
        // A weight of 1, which depends on the coordinate, though with derivative 0.
        return [tap(x.detached().round(), x.floor() - x.detached().floor() + 1)]
    }

    func linear() -> [Tap] {
        let x = inside(position)
        let first = x.detached().floor()
        return [tap(first, first + 1 - x), tap(first + 1, x - first)]
    }

    func cubic() -> [Tap] {
        let x = position
        let first = x.detached().floor()
        let t = x - first
        /// Keys's kernel at distances up to 1, and from 1 to 2.
        func near(_ t: Tensor) -> Tensor { (t * 1.25 - 2.25) * t * t + 1 }
        func far(_ t: Tensor) -> Tensor { ((t * -0.75 + 3.75) * t - 6) * t + 3 }
        return [
            tap(inside(first - 1), far(t + 1)), tap(inside(first), near(t)), tap(inside(first + 1), near(1 - t)),
            tap(inside(first + 2), far(2 - t)),
        ]
    }
}
