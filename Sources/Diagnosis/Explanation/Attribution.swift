import Autograd
import NN
import Tensor

/// The contributions of one network's terms to its logits.
struct Attribution {
    let method: Explanation.Method
    /// The columns of each term: a feature's, or those of the two features whose product it is.
    let terms: [[Int]]
    let baseline: Double
    /// `[rows]`
    let logits: [Double]
    /// float64 `[rows, terms]`
    let contributions: Tensor
    /// `[rows]`
    let gaps: [Double]

    /// The mean of some networks' attributions, which have the same terms.
    init(averaging all: [Attribution]) {
        func mean(_ values: (Attribution) -> Double) -> Double {
            all.count == 1 ? values(all[0]) : all.reduce(0) { $0 + values($1) } / Double(all.count)
        }
        (method, terms) = (all[0].method, all[0].terms)
        baseline = mean(\.baseline)
        contributions =
            all.count == 1 ? all[0].contributions : all.dropFirst().reduce(all[0].contributions) { $0 + $1.contributions } / Double(all.count)
        logits = all[0].logits.indices.map { row in mean { $0.logits[row] } }
        gaps = all[0].logits.indices.map { row in mean { $0.gaps[row] } }
    }

    /// - Parameter x: standardized measurements, `[rows, features]`, whose mean over the training rows is 0.
    init(of network: any Network, at x: Tensor) {
        if let sum = network as? any WeightedSum {
            self.init(of: sum, at: x)
        } else {
            self.init(integrating: network, at: x)
        }
    }

    private init(of sum: any WeightedSum, at x: Tensor) {
        // In float64: nothing is lost where contributions are added.
        let products = noGrad { sum.values(ofTerms: x).detached().to(.float64) * sum.linear.weight.detached().to(.float64) }
        let bias = sum.linear.bias?.item() ?? 0
        (method, terms, baseline, contributions) = (.exact, sum.terms, bias, products)
        logits = (products.sum(dim: 1) + bias).array(of: Double.self)
        gaps = [Double](repeating: 0, count: logits.count)
    }

    private init(integrating network: any Network, at x: Tensor) {
        let width = x.shape[1]
        let integrated = evaluating {
            IntegratedGradients(of: { network.logits($0) }, at: x, from: .zeros([width]), steps: 128)
        }
        (method, terms) = (.integratedGradients, (0..<width).map { [$0] })
        contributions = integrated.contributions.to(.float64)
        baseline = integrated.baselineOutput.item()
        logits = integrated.outputs.array(of: Double.self)
        gaps = zip(logits, contributions.sum(dim: 1).array(of: Double.self)).map { [baseline] in $0 - baseline - $1 }
    }
}
