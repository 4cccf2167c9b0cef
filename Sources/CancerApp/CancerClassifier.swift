import Kindling

/// Logistic regression from standardized measurements to the probability of malignancy.
struct CancerClassifier: Module {
    let linear: Linear
    let sigmoid = Sigmoid()

    /// - Parameter ignored: features whose weight stays 0, since they are constant in the training rows.
    init(features: Int, ignoring ignored: [Int] = [], generator: Generator = .default) {
        linear = Linear(features, 1, generator: generator)
        let isUsed = Tensor((0..<features).map { !ignored.contains($0) })
        linear.weight = Init.xavierUniform(linear.weight.shape, generator: generator) * isUsed
    }

    /// `[rows, features]` to `[rows, 1]`.
    func callAsFunction(_ x: Tensor) -> Tensor { sigmoid(linear(x)) }
}
