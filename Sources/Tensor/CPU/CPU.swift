import CKernels

/// The built-in backend: C kernels for the loops, OpenBLAS for what is LAPACK's.
struct CPU: Backend {
    var device: Device { .cpu }

    func compute(_ operation: Operation, _ x: Tensor, _ y: Tensor?, _ z: Tensor?, _ rest: [Tensor]) -> Tensor {
        if x.dtype.isHalf || y.map({ $0.dtype.isHalf }) ?? false, !operation.isDTypeAgnostic {
            return computeUpcast(operation, x, y, z, rest)
        }
        switch operation {
        case .unary(let unary): return compute(unary, x)
        case .binary(let binary): return compute(binary, x, y!)
        case .compare(let comparison): return compute(comparison, x, y!)
        case .select: return select(x, y!, z!)
        case .cast(let dtype): return cast(x, to: dtype)
        case .clamp: return clamp(x, y!, z!)
        case .activation(let activation): return self.activation(activation, x)
        case .activationGradient(let activation): return activationGradient(activation, x, y!)
        case .reduce(let reduction, let axes, let keepDim): return reduce(x, reduction, axes, keepDim: keepDim)
        case .argReduce(let reduction, let dim): return argReduce(x, reduction, dim)
        case .softmax(let dim, let logarithm): return softmax(x, dim, logarithm: logarithm)
        case .normalize(let normalization): return normalize(x, y, z, normalization)
        case .moments(let normalization): return moments(x, normalization)
        case .normalizeGradient(let normalization): return normalizeGradient(x, y!, z, normalization)
        case .softmaxGradient(let dim, let logarithm): return softmaxGradient(x, y!, dim, logarithm: logarithm)
        case .scan(let scan, let dim): return self.scan(x, scan, dim)
        case .argScan(let extreme, let dim): return argScan(x, extreme, dim)
        case .loss(let loss, let reduction):
            do { return try self.loss(loss, reduction, x, y!) } catch { trap(error) }
        case .lossGradient(let loss, let reduction): return lossGradient(loss, reduction, x, y!, z!)
        case .crossEntropy(let loss): return crossEntropy(x, y!, z, loss)
        case .crossEntropyGradient(let loss): return crossEntropyGradient(x, y!, z!, rest.first, loss)
        case .reshape(let shape): return x.reshapedView(shape) ?? copy(x).reshapedView(shape)!
        case .permute(let order): return x.permutedView(order)
        case .expand(let shape): return x.expandedView(shape)
        case .slice(let slice): return x.slicedView(slice)
        case .sliceScatter(let slice, let shape): return sliceScatter(x, slice, into: shape)
        case .windows(let windows): return x.windowsView(windows)
        case .overlapAdd(let windows, let length): return overlapAdd(x, windows, into: length)
        case .copy: return copy(x)
        case .pad(let before, let shape): return pad(x, y!, before, into: shape)
        case .concatenate(let dim): return concatenate(Operation.all(x, y, z, rest), dim)
        case .indexSelect(let dim): return indexSelect(x, y!, dim)
        case .indexAdd(let dim): return indexAdd(x, y!, z!, dim)
        case .indexCopy(let dim): return indexCopy(x, y!, z!, dim)
        case .resample(let matrix, let dim): return resample(x, matrix, dim)
        case .gather(let dim): return gather(x, y!, dim)
        case .scatter(let dim): return scatter(x, y!, z!, dim)
        case .scatterAdd(let dim): return scatterAdd(x, y!, z!, dim)
        case .scatterReduce(let dim, let reduction): return scatterReduce(x, y!, z!, dim, reduction)
        case .argSort(let dim, let descending, let ranks):
            return argSort(x, dim, descending: descending, ranks: ranks)
        case .argMode(let dim): return argMode(x, dim)
        case .searchSorted(let right): return searchSorted(x, y!, right: right)
        case .nonZero: return nonZero(x)
        case .matmul: return matmul(x, y!)
        case .linear: return linear(x, y!, z)
        case .linearWeightGradient: return linearWeightGradient(x, y!)
        case .attention(let attention): return self.attention(attention, x, y!, z!, mask: rest.first)
        case .attentionGradient(let attention):
            return attentionGradient(attention, x, y!, z!, rest[0], mask: rest.dropFirst().first)
        case .recurrentStates(let recurrence): return recurrentStates(recurrence, x, y!, z!, recurrence.named(rest.first))
        case .recurrent(let recurrence): return StatesLayout(recurrence, y!).outputs(of: x)
        case .recurrentGradient(let recurrence): return recurrentGradient(recurrence, x, states: y!, z!, rest[0])
        case .convolution(let window): return convolution(x, y!, z, window)
        case .convolutionInputGradient(let window): return convolutionInputGradient(x, y!, window)
        case .convolutionWeightGradient(let window): return convolutionWeightGradient(x, y!, window)
        case .maxPool(let pooling): return maxPool(x, pooling)
        case .maxPoolGradient(let pooling): return maxPoolGradient(x, y!, pooling)
        case .maxPoolIndices(let pooling): return maxPoolIndices(x, pooling)
        case .averagePool(let pooling, let divisor): return averagePool(x, pooling, divisor)
        case .averagePoolGradient(let pooling, let divisor): return averagePoolGradient(x, pooling, divisor)
        case .decompose(let decomposition): return decompose(x, decomposition)
        case .solve(let transposed): return solve(y!, z!, transposed: transposed)
        case .solveTriangular(let upper, let unit): return solveTriangular(x, y!, upper: upper, unit: unit)
        case .implicit, .transfer, .custom: return operation.deviceIndependentResult(x, y, z, rest)!
        }
    }

    func upload(_ bytes: UnsafeRawBufferPointer, shape: Shape, dtype: DType) -> Tensor {
        Tensor(shape: shape, dtype: dtype) { $0.copyMemory(from: bytes) }
    }

    func download(_ tensor: Tensor, into bytes: UnsafeMutableRawBufferPointer) {
        reading(tensor) { bytes.copyMemory(from: UnsafeRawBufferPointer(start: $0, count: bytes.count)) }
    }

    /// The same elements row after row: the tensor itself where they lie so.
    func contiguous(_ x: Tensor) -> Tensor { x.isContiguous ? x : copy(x) }
}
