// Half precision is stored, not computed with: operands are upcast to float32, and the result is rounded once.
extension CPU {
    func computeUpcast(_ operation: Operation, _ x: Tensor, _ y: Tensor?, _ z: Tensor?, _ rest: [Tensor]) -> Tensor {
        if case .decompose(let decomposition) = operation {
            trap("\(decomposition)", "takes float32 or float64: \(x.dtype) has too few digits for pivots and differences")
        }
        func upcast(_ tensor: Tensor) -> Tensor { tensor.dtype.isHalf ? cast(tensor, to: .float32) : tensor }
        let result = compute(operation, upcast(x), y.map(upcast), z.map(upcast), rest.map(upcast))
        let half = x.dtype.isHalf ? x.dtype : y?.dtype ?? x.dtype
        return result.dtype == .float32 ? cast(result, to: half) : result
    }
}

extension Operation {
    /// Whether elements are only moved or converted, so that the kernels take any dtype.
    var isDTypeAgnostic: Bool {
        switch self {
        case .select, .cast, .reshape, .permute, .expand, .slice, .sliceScatter, .windows, .copy, .pad, .concatenate,
            .indexSelect,
            .indexCopy, .gather, .scatter, .nonZero, .implicit, .transfer, .recurrent, .custom:
            true
        case .unary, .binary, .compare, .clamp, .activation, .activationGradient, .reduce, .argReduce, .softmax,
            .softmaxGradient, .normalize, .moments, .normalizeGradient, .scan, .argScan, .loss, .lossGradient, .crossEntropy,
            .crossEntropyGradient, .overlapAdd, .indexAdd, .resample, .scatterAdd,
            .scatterReduce, .argSort, .argMode,
            .searchSorted, .matmul, .linear, .linearWeightGradient, .attention, .attentionGradient, .recurrentStates,
            .recurrentGradient, .convolution,
            .convolutionInputGradient,
            .convolutionWeightGradient,
            .maxPool, .maxPoolGradient, .maxPoolIndices, .averagePool, .averagePoolGradient, .decompose, .solve,
            .solveTriangular:
            false
        }
    }
}
