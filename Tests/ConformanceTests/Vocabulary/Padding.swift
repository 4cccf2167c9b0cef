import Kindling

/// Borders of tensors, sliding windows, and tables of rows.
let padding: [String: Function] = [
    "constant_pad_nd": { c in try [c.tensor().pad(c.dims(1, "pad"), value: c.number(2, "value", or: 0))] },
    "nn.functional.embedding": { c in try [c.tensor(0, "input").embedding(c.tensor(1, "weight"), c.options(2))] },
    "nn.functional.embedding_bag": { c in try [embeddingBag(c)] },
    "nn.functional.fold": { c in
        let (kernel, dilation) = (try c.pair(2, "kernel_size"), try c.pair(3, "dilation", or: 1))
        let (padding, stride) = (try c.pair(4, "padding", or: 0), try c.pair(5, "stride", or: 1))
        return try [
            c.tensor().fold(
                outputSize: c.pair(1, "output_size"), kernelSize: kernel, dilation: dilation, padding: padding, stride: stride)
        ]
    },
    "nn.functional.pad": { c in try [c.tensor().pad(c.dims(1, "pad"), mode: c.mode(), value: c.number(3, "value", or: 0))] },
    "nn.functional.unfold": { c in
        let (kernel, dilation) = (try c.pair(1, "kernel_size"), try c.pair(2, "dilation", or: 1))
        let (padding, stride) = (try c.pair(3, "padding", or: 0), try c.pair(4, "stride", or: 1))
        return try [c.tensor().unfold(kernelSize: kernel, dilation: dilation, padding: padding, stride: stride)]
    },
]

extension Call {
    /// One number for two dims, or two.
    fileprivate func pair(_ position: Int, _ name: String, or standard: Int? = nil) throws -> [Int] {
        guard let values = try optionalInts(position, name) ?? standard.map({ [$0] }) else {
            throw Unsupported("without \(name)")
        }
        return values
    }

    fileprivate func mode() throws -> PaddingMode {
        let name = try text(2, "mode", or: "constant")
        guard let mode = PaddingMode.allCases.first(where: { "\($0)" == name }) else { throw Unsupported("mode \(name)") }
        return mode
    }

    /// Those of `embedding`, at positions from one on, or by keyword.
    fileprivate func options(_ position: Int?) throws -> EmbeddingOptions {
        // How torch stores the gradient.
        ignore("sparse")
        return EmbeddingOptions(
            paddingIndex: try optionalInt(position, "padding_idx"),
            maxNorm: try optionalNumber(position.map { $0 + 1 }, "max_norm")?.double,
            normType: try real(position.map { $0 + 2 }, "norm_type", or: 2),
            scaleGradByFreq: try flag(position.map { $0 + 3 }, "scale_grad_by_freq"))
    }
}

private func embeddingBag(_ c: Call) throws -> Tensor {
    let reductions: [String: BagReduction] = ["sum": .sum, "mean": .mean, "max": .max]
    guard let reduction = reductions[try c.text(nil, "mode", or: "mean")] else { throw Unsupported("that mode") }
    // torch takes the table and the indices in either order.
    let (first, second) = (try c.tensor(0), try c.tensor(1, "weight"))
    let (indices, weight) = first.dtype.isFloatingPoint ? (second, first) : (first, second)
    return try indices.embeddingBag(
        weight, offsets: c.optionalTensor(2, "offsets"), reduction,
        perSampleWeights: c.optionalTensor(nil, "per_sample_weights"),
        includeLastOffset: c.flag(nil, "include_last_offset"), c.options(nil))
}
