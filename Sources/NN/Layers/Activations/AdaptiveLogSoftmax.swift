/// A softmax over many classes, few of which are frequent (Grave et al., 2017; torch's `nn.AdaptiveLogSoftmaxWithLoss`). The
/// head covers the frequent classes and the clusters of the others, by descending frequency; each cluster has a tail that
/// covers its classes.
///
/// - Input: `[batch, inFeatures]`, or `[inFeatures]`, and classes `[batch]`, or one. Classes are numbered by descending
///   frequency.
/// - Parameters: `head` is a ``Linear``; `tail.i` are two ``Linear`` without a bias, one after the other: to ⌊inFeatures /
///   divValueⁱ⁺¹⌋ features, then to the cluster's classes.
///
/// ```swift
/// let softmax = AdaptiveLogSoftmaxWithLoss(64, 10_000, cutoffs: [100, 1000])
/// let loss = softmax(hidden, words).loss
/// ```
public struct AdaptiveLogSoftmaxWithLoss: Module {
    /// The layer for the frequent classes and the clusters: `[inFeatures]` to `[cutoffs[0] + clusters]` logits.
    public let head: Linear
    /// For each cluster, the layers from the input to the logits of its classes.
    public let tail: [Sequential]
    /// The first class of each cluster, and the number of classes at the end.
    private let cutoffs: [Int]

    /// An adaptive softmax.
    ///
    ///   - inFeatures: the size of the input.
    ///   - numClasses: the number of classes.
    ///   - cutoffs: the first class of each cluster, in ascending order.
    ///   - divValue: the factor by which each tail is narrower than the one before.
    ///   - headBias: whether the head has a bias.
    /// - Precondition: the cutoffs ascend within `1 ..< numClasses`, and each tail has at least one feature.
    public init(
        _ inFeatures: Int, _ numClasses: Int, cutoffs: [Int], divValue: Double = 4, headBias: Bool = false,
        dtype: DType = .default, generator: Generator = .default
    ) {
        let name = "AdaptiveLogSoftmaxWithLoss"
        let ends = cutoffs + [numClasses]
        if cutoffs.isEmpty || cutoffs[0] < 1 || zip(ends, ends.dropFirst()).contains(where: { $0 >= $1 }) {
            trap(name, "cutoffs must ascend within 1..<\(numClasses), got \(cutoffs)")
        }
        self.cutoffs = ends
        head = Linear(inFeatures, cutoffs[0] + cutoffs.count, bias: headBias, dtype: dtype, generator: generator)
        var features = Double(inFeatures)
        tail = cutoffs.indices.map { index in
            features /= divValue
            if features < 1 { trap(name, "divValue \(divValue) leaves no features of \(inFeatures) for tail \(index)") }
            return Sequential([
                Linear(inFeatures, Int(features), bias: false, dtype: dtype, generator: generator),
                Linear(Int(features), ends[index + 1] - ends[index], bias: false, dtype: dtype, generator: generator),
            ])
        }
    }

    /// The same as ``callAsFunction(_:_:)``, with both arguments in a tuple.
    public func callAsFunction(_ input: (features: Tensor, target: Tensor)) -> (logProbabilities: Tensor, loss: Tensor) {
        self(input.features, input.target)
    }

    /// The log-probabilities of the given classes, `[batch]`, and the negated mean of them, a scalar. Only the tails of
    /// clusters that occur are computed.
    ///
    /// - Precondition: every class is in `0 ..< numClasses`.
    public func callAsFunction(_ features: Tensor, _ target: Tensor) -> (logProbabilities: Tensor, loss: Tensor) {
        if features.rank == 1 && target.rank == 0 {
            let (logProbabilities, loss) = self(features.unsqueeze(0), target.unsqueeze(0))
            return (logProbabilities.squeeze(0), loss)
        }
        let classes = cutoffs.last ?? 0
        if features.rank != 2 || target.shape != [features.shape[0]] || target.dtype.isFloatingPoint {
            trap(
                "AdaptiveLogSoftmaxWithLoss",
                "features \(features.shape) and \(target.dtype) classes \(target.shape) do not match")
        }
        target.require(.integers(in: 0..<classes), "a class", for: "AdaptiveLogSoftmaxWithLoss")
        // The index of each row's class in the head: for classes in a cluster, that of the cluster.
        let common = cutoffs[0]
        let cluster = cutoffs.dropLast().reduce(Tensor.zeros(like: target, dtype: .int64)) { $0 + (target .>= $1).to(.int64) }
        let index = Tensor.where(cluster .== 0, target, cluster + (common - 1))
        var result = head(features).logSoftmax(dim: 1).gather(dim: 1, index.unsqueeze(1)).squeeze(1)
        for (index, layer) in tail.enumerated() {
            let rows = (cluster .== index + 1).nonZero().flatten()
            if rows.count == 0 { continue }
            let inside = (target.indexSelect(dim: 0, rows) - cutoffs[index]).unsqueeze(1)
            let logarithms = layer(features.indexSelect(dim: 0, rows)).logSoftmax(dim: 1)
            result = result.indexAdd(dim: 0, rows, logarithms.gather(dim: 1, inside).squeeze(1))
        }
        return (result, -result.mean())
    }

    /// The log-probabilities of all classes: `[batch, numClasses]`.
    public func logProbabilities(_ features: Tensor) -> Tensor {
        let first = head(features).logSoftmax(dim: 1)
        let common = cutoffs[0]
        let clusters = tail.enumerated().map { index, layer in
            layer(features).logSoftmax(dim: 1) + first.narrow(dim: 1, start: common + index, length: 1)
        }
        return .concatenate([first.narrow(dim: 1, start: 0, length: common)] + clusters, dim: 1)
    }

    /// The most probable class of each row: int64 `[batch]`.
    public func predict(_ features: Tensor) -> Tensor { logProbabilities(features).argmax(dim: 1) }
}
