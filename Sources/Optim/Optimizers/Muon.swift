/// Momentum whose matrices are made orthogonal before the step (Jordan et al., 2024), as `torch.optim.Muon`: for the weights of
/// hidden layers. Biases, embeddings and the like belong to another optimizer, ``AdamW`` say.
///
/// `m = μ m + (1 - μ) g`, or with Nesterov's `(1 - μ) g + μ m` in its place, is brought near the orthogonal `U Vᵀ` of its singular
/// vectors by steps of `X = a X + (b A + c A²) X` with `A = X Xᵀ`; then `w -= η λ w` and `w -= η s X`. As torch does, the steps
/// are rounded to bfloat16.
public final class Muon: Optimizer {
    /// - Precondition: matrices only.
    public init(
        _ parameters: [NamedParameter], learningRate: Double = 1e-3, weightDecay: Double = 0.1, momentum: Double = 0.95,
        nesterov: Bool = true, coefficients: (Double, Double, Double) = MuonRule.standardCoefficients, eps: Double = 1e-7,
        steps: Int = 5, adjustment: MuonRule.Adjustment = .original
    ) {
        if let other = parameters.first(where: { $0.cell.value.map { $0.rank != 2 } ?? false }) {
            trap("Muon", "takes matrices only, \(other.name) is \(other.cell.value?.shape ?? [])")
        }
        let rule = MuonRule(
            weightDecay: weightDecay, momentum: momentum, nesterov: nesterov, coefficients: coefficients, eps: eps,
            steps: steps, adjustment: adjustment)
        super.init(parameters, rule: rule, learningRate: learningRate)
    }
}

/// The rule of ``Muon``.
public struct MuonRule: RuleWithMomentum {
    /// The a, b and c whose slope at 0 is steepest (Jordan's).
    public static let standardCoefficients = (3.4445, -4.7750, 2.0315)

    /// What the rate of an `[n, m]` matrix is multiplied by.
    public enum Adjustment: Sendable {
        /// √max(1, n / m)
        case original
        /// 0.2 √max(n, m): updates as large as AdamW's (torch's `match_rms_adamw`).
        case matchAdamW

        func factor(_ n: Int, _ m: Int) -> Double {
            switch self {
            case .original: max(1, Double(n) / Double(m)).squareRoot()
            case .matchAdamW: 0.2 * Double(max(n, m)).squareRoot()
            }
        }
    }

    /// λ, by which the parameter decays (torch's `weight_decay`).
    public var weightDecay: Double
    /// The share of the last direction in a step's.
    public var momentum: Double
    /// Whether to look ahead by the momentum (Nesterov).
    public var nesterov: Bool
    /// The a, b and c of a step towards the orthogonal matrix (torch's `ns_coefficients`).
    public var coefficients: (Double, Double, Double)
    /// The least norm that a matrix is divided by.
    public var eps: Double
    /// How often the matrix is brought nearer; torch's `ns_steps`.
    public var steps: Int
    /// What the rate is multiplied by, by the matrix's sizes (torch's `adjust_lr_fn`).
    public var adjustment: Adjustment

    /// - Precondition: fewer than 100 steps, nothing negative.
    public init(
        weightDecay: Double = 0.1, momentum: Double = 0.95, nesterov: Bool = true,
        coefficients: (Double, Double, Double) = MuonRule.standardCoefficients, eps: Double = 1e-7, steps: Int = 5,
        adjustment: Adjustment = .original
    ) {
        check("Muon", notNegative: ["weightDecay": weightDecay, "momentum": momentum, "eps": eps])
        let (a, b, c) = coefficients
        if ![a, b, c].allSatisfy(\.isFinite) { trap("Muon", "coefficients are numbers, got \(coefficients)") }
        if !(0..<100).contains(steps) { trap("Muon", "takes 0 to 99 steps, got \(steps)") }
        self.weightDecay = weightDecay
        self.momentum = momentum
        self.nesterov = nesterov
        self.coefficients = coefficients
        self.eps = eps
        self.steps = steps
        self.adjustment = adjustment
    }

    /// The options that are saved, under the properties' names.
    public static let options: [RuleOption<MuonRule>] = [
        RuleOption("weightDecay", \.weightDecay), RuleOption("momentum", \.momentum), RuleOption("nesterov", \.nesterov),
        RuleOption("eps", \.eps),
        RuleOption(
            "coefficients", get: { [$0.coefficients.0, $0.coefficients.1, $0.coefficients.2] },
            set: { $0.coefficients = ($1[0], $1[1], $1[2]) }, fits: { $0.count == 3 && $0.allSatisfy(\.isFinite) }),
        RuleOption(
            "steps", get: { [Double($0.steps)] }, set: { $0.steps = Int($1[0]) },
            fits: { $0.count == 1 && (0..<100).contains($0[0]) && $0[0] == $0[0].rounded() }),
        RuleOption(
            "adjustment", get: { [$0.adjustment == .original ? 0 : 1] },
            set: { $0.adjustment = $1[0] == 0 ? .original : .matchAdamW }, fits: { $0 == [0] || $0 == [1] }),
    ]

    /// Makes one step of ``Muon``.
    public func update(_ parameter: inout Tensor, with gradient: Tensor, state: inout OptimizerState, learningRate: Double) {
        if parameter.rank != 2 { trap("Muon", "takes matrices only, got \(parameter.shape)") }
        let mean = state.average("mean", momentum, gradient)
        let direction = orthogonalized(nesterov ? gradient.lerp(mean, momentum) : mean)
        parameter.applyDecoupledDecay(weightDecay, learningRate)
        let rate = learningRate * adjustment.factor(parameter.shape[0], parameter.shape[1])
        parameter -= direction.to(parameter.dtype) * rate
    }

    /// Near the orthogonal matrix of the same singular vectors, float32.
    private func orthogonalized(_ matrix: Tensor) -> Tensor {
        let isTall = matrix.shape[0] > matrix.shape[1]
        var x = (isTall ? matrix.transpose(0, 1) : matrix).roundedToBFloat16()
        x = (x / x.norm().roundedToBFloat16().clamp(min: eps).roundedToBFloat16()).roundedToBFloat16()
        let (a, b, c) = coefficients
        for _ in 0..<steps {
            let gram = x.matmul(x.transpose(0, 1)).roundedToBFloat16()
            let update = (gram * b + gram.matmul(gram) * c).roundedToBFloat16()
            x = (x * a + update.matmul(x)).roundedToBFloat16()
        }
        return isTall ? x.transpose(0, 1) : x
    }
}

extension Tensor {
    /// float32 numbers of bfloat16's precision.
    fileprivate func roundedToBFloat16() -> Tensor { to(.bfloat16).to(.float32) }
}
