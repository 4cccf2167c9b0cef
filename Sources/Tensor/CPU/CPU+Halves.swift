// Halves are stored, not computed with: operands are widened to float32, and the result is rounded once.
extension CPU {
    func computeWidened(_ operation: Operation, _ x: Tensor, _ y: Tensor?, _ z: Tensor?, _ rest: [Tensor]) -> Tensor {
        if case .decompose(let decomposition) = operation {
            trap("\(decomposition)", "takes float32 or float64: \(x.dtype) holds neither pivots nor what cancellation leaves")
        }
        func wide(_ tensor: Tensor) -> Tensor { tensor.dtype.isHalf ? cast(tensor, to: .float32) : tensor }
        let result = compute(operation, wide(x), y.map(wide), z.map(wide), rest.map(wide))
        let half = x.dtype.isHalf ? x.dtype : y?.dtype ?? x.dtype
        return result.dtype == .float32 ? cast(result, to: half) : result
    }
}

extension Operation {
    /// Whether elements are only moved or converted, so that the kernels take them at any width.
    var isOfAnyWidth: Bool {
        switch self {
        case .select, .cast, .reshape, .permute, .expand, .slice, .place, .windows, .copy, .pad, .concatenate, .indexSelect,
            .indexCopy, .gather, .scatter, .nonZero, .implicit, .transfer, .recurrent, .custom:
            true
        case .unary, .binary, .compare, .clamp, .activation, .activationGradient, .reduce, .argReduce, .softmax,
            .softmaxGradient, .normalize,
            .statistics, .normalizeGradient, .scan,
            .argScan, .loss, .lossGradient, .crossEntropy, .crossEntropyGradient, .overlapAdd, .indexAdd, .combine, .scatterAdd,
            .scatterReduce, .sortedOrder, .modePosition,
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

extension DType {
    /// What kernels compute with.
    enum Computed { case float32, float64, int32, int64, uint8, bool }

    /// The dtype, which is no half: those have been widened before.
    var computed: Computed {
        switch self {
        case .float32: .float32
        case .float64: .float64
        case .int32: .int32
        case .int64: .int64
        case .uint8: .uint8
        case .bool: .bool
        case .float16, .bfloat16: trap("kernel", "a \(self) tensor has not been widened")
        }
    }
}
