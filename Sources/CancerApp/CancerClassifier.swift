import Kindling

/// Logistic regression: the probability that a tumour is malignant, from standardized measurements.
struct CancerClassifier: Module {
    let linear: Linear
    let sigmoid = Sigmoid()

    /// - Parameter ignored: features that keep a weight of 0, since they are constant where the model is trained.
    init(features: Int, ignoring ignored: [Int] = [], generator: Generator = .default) {
        linear = Linear(features, 1, generator: generator)
        let isUsed = Tensor((0..<features).map { !ignored.contains($0) })
        linear.weight = Init.xavierUniform(linear.weight.shape, generator: generator) * isUsed
    }

    /// `[rows, features]` to `[rows, 1]`.
    func callAsFunction(_ x: Tensor) -> Tensor { sigmoid(linear(x)) }
}
