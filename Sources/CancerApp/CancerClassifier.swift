import Kindling

/// Logistic regression: the probability that a tumour is malignant, from standardized measurements.
struct CancerClassifier: Module {
    let linear: Linear
    let sigmoid = Sigmoid()

    init(features: Int, generator: Generator = .default) {
        linear = Linear(features, 1, generator: generator)
        linear.weight = Init.xavierUniform(linear.weight.shape, generator: generator)
    }

    /// `[rows, features]` to `[rows, 1]`.
    func callAsFunction(_ x: Tensor) -> Tensor { sigmoid(linear(x)) }
}
