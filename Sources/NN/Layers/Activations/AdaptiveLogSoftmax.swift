/// A softmax over many classes of which few are common (Grave et al., 2017; torch's `nn.AdaptiveLogSoftmaxWithLoss`): the head
/// tells the common ones and the clusters of the others, from common to rare; each cluster's tail tells its own.
///
/// - Input: `[batch, inFeatures]`, or `[inFeatures]`, and classes `[batch]`, or one, the common ones first.
/// - Parameters: `head` is a ``Linear``; `tail.i`, two of them without a bias, one after the other: to
///   ⌊inFeatures / divValueⁱ⁺¹⌋ features, then to the cluster's classes.
///
/// ```swift
/// let softmax = AdaptiveLogSoftmaxWithLoss(64, 10_000, cutoffs: [100, 1000])
/// let loss = softmax(hidden, words).loss
/// ```
public struct AdaptiveLogSoftmaxWithLoss: Module {
    public let head: Linear
    public let tail: [Sequential]
    /// Where the clusters begin, and the number of classes.
    private let cutoffs: [Int]

    /// - Parameters:
    ///   - cutoffs: the classes with which clusters begin, ascending.
    ///   - divValue: how much narrower each tail is than the one before.
    ///   - headBias: whether the head has a bias.
    /// - Precondition: cutoffs of 1 ..< numClasses; features for each tail.
    public init(
        _ inFeatures: Int, _ numClasses: Int, cutoffs: [Int], divValue: Double = 4, headBias: Bool = false,
        dtype: DType = .default, generator: Generator = .default
    ) {
        let name = "AdaptiveLogSoftmaxWithLoss"
        let ends = cutoffs + [numClasses]
        if cutoffs.isEmpty || cutoffs[0] < 1 || zip(ends, ends.dropFirst()).contains(where: { $0 >= $1 }) {
            trap(name, "cutoffs \(cutoffs) do not ascend within 1..<\(numClasses)")
        }
        self.cutoffs = ends
        head = Linear(inFeatures, cutoffs[0] + cutoffs.count, bias: headBias, dtype: dtype, generator: generator)
        var features = Double(inFeatures)
        tail = cutoffs.indices.map { index in
            features /= divValue
            if features < 1 { trap(name, "a div value of \(divValue) leaves tail \(index) no features of \(inFeatures)") }
            return Sequential([
                Linear(inFeatures, Int(features), bias: false, dtype: dtype, generator: generator),
                Linear(Int(features), ends[index + 1] - ends[index], bias: false, dtype: dtype, generator: generator),
            ])
        }
    }

    public func callAsFunction(_ input: (features: Tensor, target: Tensor)) -> (logProbabilities: Tensor, loss: Tensor) {
        self(input.features, input.target)
    }

    /// The logarithms of the classes' probabilities, `[batch]`, and the mean of what they fall short of 0. Only the tails that
    /// are asked for are computed.
    ///
    /// - Precondition: every class is one of numClasses.
    public func callAsFunction(_ features: Tensor, _ target: Tensor) -> (logProbabilities: Tensor, loss: Tensor) {
        if features.rank == 1 && target.rank == 0 {
            let (logProbabilities, loss) = self(features.unsqueeze(0), target.unsqueeze(0))
            return (logProbabilities.squeeze(0), loss)
        }
        let classes = cutoffs.last ?? 0
        if features.rank != 2 || target.shape != [features.shape[0]] || target.dtype.isFloatingPoint {
            trap(
                "AdaptiveLogSoftmaxWithLoss",
                "features \(features.shape) and \(target.dtype) classes \(target.shape) do not fit")
        }
        target.require(.integers(in: 0..<classes), "a class", for: "AdaptiveLogSoftmaxWithLoss")
        // Of each row, its class's place in the head: that of its cluster, for the classes that are in one.
        let common = cutoffs[0]
        let cluster = cutoffs.dropLast().reduce(Tensor.zeros(like: target, dtype: .int64)) { $0 + (target .>= $1).to(.int64) }
        let place = Tensor.where(cluster .== 0, target, cluster + (common - 1))
        var result = head(features).logSoftmax(dim: 1).gather(dim: 1, place.unsqueeze(1)).squeeze(1)
        for (index, layer) in tail.enumerated() {
            let rows = (cluster .== index + 1).nonZero().flatten()
            if rows.count == 0 { continue }
            let inside = (target.indexSelect(dim: 0, rows) - cutoffs[index]).unsqueeze(1)
            let logarithms = layer(features.indexSelect(dim: 0, rows)).logSoftmax(dim: 1)
            result = result.indexAdd(dim: 0, rows, logarithms.gather(dim: 1, inside).squeeze(1))
        }
        return (result, -result.mean())
    }

    /// The logarithms of all classes' probabilities: `[batch, numClasses]`.
    public func logProbabilities(_ features: Tensor) -> Tensor {
        let first = head(features).logSoftmax(dim: 1)
        let common = cutoffs[0]
        let clusters = tail.enumerated().map { index, layer in
            layer(features).logSoftmax(dim: 1) + first.narrow(dim: 1, start: common + index, length: 1)
        }
        return .concatenate([first.narrow(dim: 1, start: 0, length: common)] + clusters, dim: 1)
    }

    /// The most probable classes: `[batch]`.
    public func predict(_ features: Tensor) -> Tensor { logProbabilities(features).argmax(dim: 1) }
}
