import Autograd
import Tensor

/// How much each feature of a row contributes to a model's output: integrated gradients (Sundararajan, Taly & Yan, ICML 2017).
///
/// On the straight line from a baseline b to a row x, feature j contributes (xⱼ - bⱼ) ∫₀¹ ∂f/∂xⱼ (b + α (x - b)) dα. The contributions
/// of a row sum to f(x) - f(b), but for the error of the numerical integral, which ``gap`` states. Of a linear model they are exactly
/// w (x - b): with the training mean as the baseline, the Shapley values of independent features.
///
/// ```swift
/// let explained = evaluating { IntegratedGradients(of: { model($0) }, at: rows, from: trainingMean) }
/// print(explained.contributions, explained.gap)
/// ```
public struct IntegratedGradients: Sendable {
    /// The contribution of each feature: in the shape of the rows.
    public let contributions: Tensor
    /// f(x), the output for each row: `[n]`.
    public let outputs: Tensor
    /// f(b), the output for the baseline: a scalar.
    public let baselineOutput: Tensor
    /// f(x) - f(b) less the sum of the contributions, for each row: `[n]`.
    public let gap: Tensor

    /// Explains rows.
    ///
    /// - Parameters:
    ///   - function: rows `[n, ...]` to one number for each, `[n]` or `[n, 1]`: logits rather than probabilities, whose contributions
    ///     do not saturate. A row's output must not depend on other rows, so evaluate dropout and batch normalization.
    ///   - x: the rows, `[n, ...]`.
    ///   - baseline: what contributions are counted from, in the shape of a row.
    ///   - steps: how many gradients of each row the integral is a mean of, by the midpoint rule.
    /// - Precondition: `steps > 0`; the baseline has the shape of a row; the function returns one number for each row.
    public init(of function: (Tensor) -> Tensor, at x: Tensor, from baseline: Tensor, steps: Int = 64) {
        let name = "IntegratedGradients"
        if steps <= 0 { trap(name, "the number of steps must be positive, got \(steps)") }
        if x.rank == 0 || Shape(x.shape.dropFirst()) != baseline.shape {
            trap(name, "the baseline must have the shape of a row of \(x.shape), got \(baseline.shape)")
        }
        func outputs(_ rows: Tensor) -> Tensor {
            let result = function(rows)
            if result.count != rows.shape[0] {
                trap(name, "the function must return a number for each of \(rows.shape[0]) rows, got \(result.shape)")
            }
            return result.reshape([rows.shape[0]])
        }
        let (x, start) = (x.detached(), baseline.detached().unsqueeze(0))
        let distance = x - start
        var sum = Tensor.zeros(like: distance)
        for step in 0..<steps {
            let share = (Double(step) + 0.5) / Double(steps)
            sum = sum + gradient(of: { outputs($0).sum() }, at: start + distance * share)
        }
        let (end, base) = noGrad { (outputs(x), outputs(start)) }
        contributions = distance * sum / Double(steps)
        (self.outputs, baselineOutput) = (end, base.reshape([]))
        gap = end - base - contributions.reshape([x.shape[0], baseline.count]).sum(dim: 1)
    }
}
