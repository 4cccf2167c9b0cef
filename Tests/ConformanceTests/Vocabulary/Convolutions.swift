import Kindling

/// Convolutions and their adjoints.
let convolutions: [String: Function] = [
    "nn.functional.conv1d": convolution { { $0.conv1d($1, bias: $2, stride: $3, padding: $4, dilation: $5, groups: $6) } },
    "nn.functional.conv2d": convolution { { $0.conv2d($1, bias: $2, stride: $3, padding: $4, dilation: $5, groups: $6) } },
    "nn.functional.conv3d": convolution { { $0.conv3d($1, bias: $2, stride: $3, padding: $4, dilation: $5, groups: $6) } },
    "nn.functional.conv_transpose1d": transposed {
        { $0.convTranspose1d($1, bias: $2, stride: $3, padding: $4, outputPadding: $5, groups: $6, dilation: $7) }
    },
    "nn.functional.conv_transpose2d": transposed {
        { $0.convTranspose2d($1, bias: $2, stride: $3, padding: $4, outputPadding: $5, groups: $6, dilation: $7) }
    },
    "nn.functional.conv_transpose3d": transposed {
        { $0.convTranspose3d($1, bias: $2, stride: $3, padding: $4, outputPadding: $5, groups: $6, dilation: $7) }
    },
]

private typealias Convolution = (Tensor, Tensor, Tensor?, [Int], ConvolutionPadding, [Int], Int) -> Tensor
private typealias Transposed = (Tensor, Tensor, Tensor?, [Int], [Int], [Int], Int, [Int]) -> Tensor

private func convolution(_ function: @escaping @Sendable () -> Convolution) -> Function {
    { c in
        let padding: ConvolutionPadding =
            switch c[4, "padding"] {
            case .string("same")?: .same
            case .string("valid")?: .valid
            case .string(let other)?: throw Unsupported("padding \(other)")
            default: ConvolutionPadding(try c.sizes(4, "padding", or: 0))
            }
        return try [
            function()(
                c.tensor(), c.tensor(1, "weight"), c.optionalTensor(2, "bias"), c.sizes(3, "stride", or: 1), padding,
                c.sizes(5, "dilation", or: 1), c.int(6, "groups", or: 1))
        ]
    }
}

private func transposed(_ function: @escaping @Sendable () -> Transposed) -> Function {
    { c in
        try [
            function()(
                c.tensor(), c.tensor(1, "weight"), c.optionalTensor(2, "bias"), c.sizes(3, "stride", or: 1),
                c.sizes(4, "padding", or: 0), c.sizes(5, "output_padding", or: 0), c.int(6, "groups", or: 1),
                c.sizes(7, "dilation", or: 1))
        ]
    }
}

extension Call {
    /// One number for each spatial dim, or one for all of them.
    func sizes(_ position: Int?, _ name: String, or standard: Int) throws -> [Int] {
        try optionalInts(position, name) ?? [standard]
    }
}
