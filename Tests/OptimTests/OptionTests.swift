import Optim
import Testing

/// Something that is refused, and what is said.
private struct Refusal: Sendable {
    let says: String
    let action: @Sendable () -> Void

    init(_ says: String, _ action: @escaping @Sendable () -> Void) {
        self.says = says
        self.action = action
    }

    static func optimizer(_ says: String, _ make: @escaping @Sendable ([NamedParameter]) -> Void) -> Refusal {
        Refusal(says) { make([parameter([1, 2])]) }
    }

    static let all: [Refusal] = [
        Refusal("clip(norm:): the limit must not be negative, got -5.0") { slopes().clip(-5) },
        Refusal("clip(norm:): the limit must not be negative, got nan") { slopes().clip(.nan) },
        Refusal("clip(value:): the limit must not be negative, got -1.0") { _ = slopes().clipped(value: -1) },
        Refusal("clip(value:): the limit must not be negative, got nan") { _ = slopes().clipped(value: .nan) },
        optimizer("SGD: dampening must not be negative, got nan") { _ = SGD($0, momentum: 0.9, dampening: .nan) },
        optimizer("SGD: weightDecay must not be negative, got inf") { _ = SGD($0, weightDecay: .infinity) },
        optimizer("Optimizer: the learning rate must not be negative, got nan") { Adam($0).learningRate = .nan },
        optimizer("Optimizer: the learning rate must not be negative, got -0.5") { Adam($0).groups[0].learningRate = -0.5 },
        optimizer("Optimizer: the learning rate must not be negative, got -0.1") {
            _ = Scheduler(SGD($0, learningRate: 0.1), LambdaLR { _ in -1 })
        },
        optimizer("Momentum: beta must be in [0, 1), got nan") { _ = Momentum($0, beta: .nan) },
        optimizer("Momentum: beta must be in [0, 1), got -0.1") { _ = Momentum($0, beta: -0.1) },
        optimizer("RMSprop: alpha must be in [0, 1], got 1.5") { _ = RMSprop($0, alpha: 1.5) },
        optimizer("ASGD: lambda must not be negative, got -1.0") { _ = ASGD($0, lambda: -1) },
        optimizer("ASGD: alpha must not be negative, got nan") { _ = ASGD($0, alpha: .nan) },
        optimizer("ASGD: start must not be negative, got nan") { _ = ASGD($0, start: .nan) },
        optimizer("Rprop: stepSizes must not be negative, got -1.0...1.0") { _ = Rprop($0, stepSizes: -1...1) },
        Refusal("Muon: eps must not be negative, got -1.0") { _ = MuonRule(eps: -1) },
        Refusal("Muon: coefficients are numbers, got (nan, 1.0, 1.0)") { _ = MuonRule(coefficients: (.nan, 1, 1)) },
        optimizer("LBFGS: gradientTolerance must not be negative, got -1.0") { _ = LBFGS($0, gradientTolerance: -1) },
        optimizer("LBFGS: changeTolerance must not be negative, got nan") { _ = LBFGS($0, changeTolerance: .nan) },
        optimizer("LBFGS: maxEvaluations must not be negative, got -1") { _ = LBFGS($0, maxEvaluations: -1) },
        optimizer("LBFGS: the learning rate must not be negative, got nan") { LBFGS($0).learningRate = .nan },
        Refusal("WeightAverage: the decay must be in [0, 1], got nan") { _ = WeightAverage([], .exponential(decay: .nan)) },
        Refusal("WeightAverage: the decay must be in [0, 1], got -0.5") { _ = WeightAverage([], .exponential(decay: -0.5)) },
        Refusal("StepLR: gamma must not be negative, got -0.5") { _ = StepLR(stepSize: 1, gamma: -0.5) },
        Refusal("MultiStepLR: gamma must not be negative, got nan") { _ = MultiStepLR(milestones: [], gamma: .nan) },
        Refusal("MultiStepLR: a milestone is negative: -3") { _ = MultiStepLR(milestones: [1, -3]) },
        Refusal("ExponentialLR: gamma must not be negative, got nan") { _ = ExponentialLR(gamma: .nan) },
        Refusal("CosineAnnealingLR: minimum must not be negative, got -1.0") {
            _ = CosineAnnealingLR(period: 1, minimum: -1)
        },
        Refusal("CosineAnnealingWarmRestarts: minimum must not be negative, got nan") {
            _ = CosineAnnealingWarmRestarts(period: 1, minimum: .nan)
        },
        Refusal("CyclicLR: minimum must not be negative, got -1.0") { _ = CyclicLR(minimum: -1, maximum: 1) },
        Refusal("CyclicLR: maximum must not be negative, got nan") { _ = CyclicLR(minimum: 0, maximum: .nan) },
        Refusal("CyclicLR: momentum must not be negative, got -1.0") {
            _ = CyclicLR(minimum: 0, maximum: 1, momentum: -1...1)
        },
        Refusal("CyclicLR: gamma must not be negative, got -2.0") {
            _ = CyclicLR(minimum: 0, maximum: 1, mode: .exponential(gamma: -2))
        },
        Refusal("OneCycleLR: maximum must not be negative, got nan") { _ = OneCycleLR(maximum: .nan, totalSteps: 3) },
        Refusal("OneCycleLR: the divisors must be positive, got 0.0 and 10000.0") {
            _ = OneCycleLR(maximum: 1, totalSteps: 3, divisor: 0)
        },
        Refusal("OneCycleLR: the divisors must be positive, got 25.0 and nan") {
            _ = OneCycleLR(maximum: 1, totalSteps: 3, finalDivisor: .nan)
        },
        Refusal("PolynomialLR: power must not be negative, got -1.0") { _ = PolynomialLR(power: -1) },
        Refusal("LinearLR: the factors must be in (0, 1] and [0, 1], got nan and 1.0") { _ = LinearLR(startFactor: .nan) },
        Refusal("ConstantLR: the factor must be in [0, 1], got nan") { _ = ConstantLR(factor: .nan) },
        Refusal("SWALR: rate must not be negative, got -1.0") { _ = SWALR(rate: -1) },
        Refusal("WarmupCosineLR: minimum must not be negative, got nan") {
            _ = WarmupCosineLR(warmup: 1, totalSteps: 2, minimum: .nan)
        },
        optimizer("ReduceLROnPlateau: the factor must be in [0, 1), got -0.1") { _ = ReduceLROnPlateau(SGD($0), factor: -0.1) },
        optimizer("ReduceLROnPlateau: the factor must be in [0, 1), got nan") { _ = ReduceLROnPlateau(SGD($0), factor: .nan) },
        optimizer("ReduceLROnPlateau: threshold must not be negative, got -1.0") {
            _ = ReduceLROnPlateau(SGD($0), threshold: .absolute(-1))
        },
        optimizer("ReduceLROnPlateau: minimum must not be negative, got nan") {
            _ = ReduceLROnPlateau(SGD($0), minimum: .nan)
        },
        optimizer("ReduceLROnPlateau: patience and cooldown must not be negative, got -1 and 0") {
            _ = ReduceLROnPlateau(SGD($0), patience: -1)
        },
        optimizer("Scheduler: the count must not be negative, got -1") {
            Scheduler(SGD($0), ExponentialLR(gamma: 0.5)).count = -1
        },
    ]

    private static func slopes() -> Gradients { gradients((parameter([0, 0]), [3, 4])) }
}

extension Gradients {
    fileprivate consuming func clip(_ limit: Double) { clip(norm: limit) }
}

@Suite("Options")
struct OptionTests {
    @Test("that are invalid are refused, and named", arguments: Refusal.all.indices)
    func refused(index: Int) async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [index = index as Int] in
            Refusal.all[index].action()
        }
        #expect(message(result).contains(Refusal.all[index].says), "\(message(result))")
    }

    @Test("at the ends of their ranges are accepted")
    func ends() {
        let w = parameter([1, 2])
        _ = [
            SGD([w], learningRate: 0, momentum: 0, dampening: 0), ASGD([w], lambda: 0, alpha: 0, start: .infinity),
            RMSprop([w], alpha: 1, eps: 0), Momentum([w], beta: 0), Rprop([w], stepSizes: 0...(.infinity)),
        ]
        let zero = gradients((w, [3, 4])).clipped(norm: 0)
        #expect(zero[w.cell]!.array(of: Double.self) == [0, 0])
        var slopes = gradients((w, [3, 4]))
        #expect(slopes.clip(norm: .infinity) == 5)
        slopes.clip(value: .infinity)
        #expect(slopes[w.cell]!.array(of: Double.self) == [3, 4])
        // The way to a factor of 0 does not end below it.
        let linear = LinearLR(startFactor: 1.0 / 3, endFactor: 0, totalSteps: 5)
        #expect((0..<9).allSatisfy { linear.learningRate(0.1, at: $0) >= 0 })
        #expect(CosineAnnealingWarmRestarts(period: 1, multiplier: 2).learningRate(0.1, at: .max) >= 0)
    }
}
