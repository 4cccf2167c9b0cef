import Kindling

/// Pooling and its inverse.
let pooling: [String: Function] = [
    "nn.functional.adaptive_avg_pool1d": { c in try [c.tensor().adaptiveAvgPool1d(c.outputSize())] },
    "nn.functional.adaptive_avg_pool2d": { c in try [c.tensor().adaptiveAvgPool2d(c.outputSize())] },
    "nn.functional.adaptive_avg_pool3d": { c in try [c.tensor().adaptiveAvgPool3d(c.outputSize())] },
    "nn.functional.adaptive_max_pool1d": { c in try c.pooled(2, c.tensor().adaptiveMaxPool1dWithIndices(c.outputSize())) },
    "nn.functional.adaptive_max_pool2d": { c in try c.pooled(2, c.tensor().adaptiveMaxPool2dWithIndices(c.outputSize())) },
    "nn.functional.adaptive_max_pool3d": { c in try c.pooled(2, c.tensor().adaptiveMaxPool3dWithIndices(c.outputSize())) },
    "nn.functional.avg_pool1d": { c in
        try [
            c.tensor().avgPool1d(
                c.kernelSize(), stride: c.stride(), padding: c.sizes(3, "padding", or: 0), ceilMode: c.flag(4, "ceil_mode"),
                countIncludePad: c.flag(5, "count_include_pad", or: true))
        ]
    },
    "nn.functional.avg_pool2d": averagePool {
        { $0.avgPool2d($1, stride: $2, padding: $3, ceilMode: $4, countIncludePad: $5, divisorOverride: $6) }
    },
    "nn.functional.avg_pool3d": averagePool {
        { $0.avgPool3d($1, stride: $2, padding: $3, ceilMode: $4, countIncludePad: $5, divisorOverride: $6) }
    },
    "nn.functional.lp_pool1d": lpPool { { $0.lpPool1d($1, $2, stride: $3, ceilMode: $4) } },
    "nn.functional.lp_pool2d": lpPool { { $0.lpPool2d($1, $2, stride: $3, ceilMode: $4) } },
    "nn.functional.lp_pool3d": lpPool { { $0.lpPool3d($1, $2, stride: $3, ceilMode: $4) } },
    "nn.functional.max_pool1d": maxPool {
        { $0.maxPool1dWithIndices($1, stride: $2, padding: $3, dilation: $4, ceilMode: $5) }
    },
    "nn.functional.max_pool2d": maxPool {
        { $0.maxPool2dWithIndices($1, stride: $2, padding: $3, dilation: $4, ceilMode: $5) }
    },
    "nn.functional.max_pool3d": maxPool {
        { $0.maxPool3dWithIndices($1, stride: $2, padding: $3, dilation: $4, ceilMode: $5) }
    },
    "nn.functional.max_unpool1d": unpool(1) { { $0.maxUnpool1d($1, $2, stride: $3, padding: $4, outputSize: $5) } },
    "nn.functional.max_unpool2d": unpool(2) { { $0.maxUnpool2d($1, $2, stride: $3, padding: $4, outputSize: $5) } },
    "nn.functional.max_unpool3d": unpool(3) { { $0.maxUnpool3d($1, $2, stride: $3, padding: $4, outputSize: $5) } },
]

private typealias AveragePool = (Tensor, [Int], [Int]?, [Int], Bool, Bool, Int?) -> Tensor
private typealias LPPool = (Tensor, Double, [Int], [Int]?, Bool) -> Tensor
private typealias MaxPool = (Tensor, [Int], [Int]?, [Int], [Int], Bool) -> (values: Tensor, indices: Tensor)
private typealias Unpool = (Tensor, Tensor, [Int], [Int]?, [Int], [Int]?) -> Tensor

private func averagePool(_ function: @escaping @Sendable () -> AveragePool) -> Function {
    { c in
        try [
            function()(
                c.tensor(), c.kernelSize(), c.stride(), c.sizes(3, "padding", or: 0), c.flag(4, "ceil_mode"),
                c.flag(5, "count_include_pad", or: true), c.optionalInt(6, "divisor_override"))
        ]
    }
}

private func lpPool(_ function: @escaping @Sendable () -> LPPool) -> Function {
    { c in
        let stride = try c.optionalInts(3, "stride")
        return try [
            function()(c.tensor(), c.real(1, "norm_type"), c.sizes(2, "kernel_size", or: 0), stride, c.flag(4, "ceil_mode"))
        ]
    }
}

private func maxPool(_ function: @escaping @Sendable () -> MaxPool) -> Function {
    { c in
        try c.pooled(
            6,
            function()(
                c.tensor(), c.kernelSize(), c.stride(), c.sizes(3, "padding", or: 0), c.sizes(4, "dilation", or: 1),
                c.flag(5, "ceil_mode")))
    }
}

private func unpool(_ spatial: Int, _ function: @escaping @Sendable () -> Unpool) -> Function {
    { c in
        // torch takes the sizes before the spatial ones too.
        try [
            function()(
                c.tensor(), c.tensor(1, "indices"), c.sizes(2, "kernel_size", or: 0), c.optionalInts(3, "stride"),
                c.sizes(4, "padding", or: 0), c.optionalInts(5, "output_size")?.suffix(spatial))
        ]
    }
}

extension Call {
    fileprivate func kernelSize() throws -> [Int] { try sizes(1, "kernel_size", or: 0) }

    /// No stride, or an empty one, is the kernel's size.
    fileprivate func stride() throws -> [Int]? { try optionalInts(2, "stride").flatMap { $0.isEmpty ? nil : $0 } }

    /// torch's none is our -1.
    fileprivate func outputSize() throws -> [Int] {
        guard case .list(let list)? = self[1, "output_size"] else { return [try int(1, "output_size")] }
        return try list.map {
            switch $0 {
            case .integer(let size): size
            case .null: -1
            case let other: throw Unsupported("output_size has \(other)")
            }
        }
    }

    /// The values, with the indices where they are asked for.
    fileprivate func pooled(_ position: Int, _ results: (values: Tensor, indices: Tensor)) throws -> [Tensor] {
        try flag(position, "return_indices") ? [results.values, results.indices] : [results.values]
    }
}
