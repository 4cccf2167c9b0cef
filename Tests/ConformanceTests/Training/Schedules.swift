import Foundation
import Kindling

/// torch's schedules, by ours. The names of the options are torch's.
private let schedules: [String: @Sendable (Call) throws -> any Schedule] = [
    "ConstantLR": {
        try ConstantLR(factor: $0.real(nil, "factor", or: 1.0 / 3), totalSteps: $0.int(nil, "total_iters", or: 5))
    },
    "CosineAnnealingLR": { try CosineAnnealingLR(period: $0.int(nil, "T_max"), minimum: $0.real(nil, "eta_min", or: 0)) },
    "CosineAnnealingWarmRestarts": {
        try CosineAnnealingWarmRestarts(
            period: $0.int(nil, "T_0"), multiplier: $0.int(nil, "T_mult", or: 1), minimum: $0.real(nil, "eta_min", or: 0))
    },
    "CyclicLR": { o in
        let gamma = try o.real(nil, "gamma", or: 1)
        let mode: CyclicLR.Mode =
            switch try o.text(nil, "mode", or: "triangular") {
            case "triangular2": .triangular2
            case "exp_range": .exponential(gamma: gamma)
            default: .triangular
            }
        return try CyclicLR(
            minimum: o.real(nil, "base_lr"), maximum: o.real(nil, "max_lr"), stepsUp: o.int(nil, "step_size_up", or: 2000),
            stepsDown: o.optionalInt(nil, "step_size_down"), mode: mode, momentum: o.momentum(0.8, 0.9))
    },
    "ExponentialLR": { try ExponentialLR(gamma: $0.real(nil, "gamma")) },
    "LinearLR": {
        try LinearLR(
            startFactor: $0.real(nil, "start_factor", or: 1.0 / 3), endFactor: $0.real(nil, "end_factor", or: 1),
            totalSteps: $0.int(nil, "total_iters", or: 5))
    },
    "MultiStepLR": { try MultiStepLR(milestones: $0.dims(nil, "milestones"), gamma: $0.real(nil, "gamma", or: 0.1)) },
    "OneCycleLR": { o in
        let total = try o.optionalInt(nil, "total_steps") ?? o.int(nil, "epochs") * o.int(nil, "steps_per_epoch")
        return try OneCycleLR(
            maximum: o.real(nil, "max_lr"), totalSteps: total, warmup: o.real(nil, "pct_start", or: 0.3),
            annealing: o.text(nil, "anneal_strategy", or: "cos") == "linear" ? .linear : .cosine,
            momentum: o.momentum(0.85, 0.95), divisor: o.real(nil, "div_factor", or: 25),
            finalDivisor: o.real(nil, "final_div_factor", or: 1e4), threePhases: o.flag(nil, "three_phase"))
    },
    "PolynomialLR": { try PolynomialLR(totalSteps: $0.int(nil, "total_iters", or: 5), power: $0.real(nil, "power", or: 1)) },
    "StepLR": { try StepLR(stepSize: $0.int(nil, "step_size"), gamma: $0.real(nil, "gamma", or: 0.1)) },
]

/// The learning rate before each step under each schedule, or after each metric.
struct Schedules: CaseFile {
    private let entries: [[String: Any]]

    init(contentsOf url: URL) throws {
        guard let entries = try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [[String: Any]] else {
            throw BadCase("not a list of schedules")
        }
        self.entries = entries
    }

    var count: Int { entries.count }

    func id(_ index: Int) -> String? { "\(entries[index]["schedule"] ?? "") (\(index))" }

    func verdict(_ index: Int) throws -> Verdict {
        let entry = entries[index]
        guard let name = entry["schedule"] as? String, let options = entry["options"] as? [String: Any],
            let base = entry["base_lr"] as? Double
        else { throw BadCase("no schedule, options and base_lr") }
        let call = Call(positional: [], keywords: try options.mapValues { try Argument(json: $0, tensors: [:]) })
        let optimizer = SGD([NamedParameter("w", ParameterCell(.zeros([1])))], learningRate: base)
        let expected: [Double]
        let ours: [Double]
        if let metrics = entry["metrics"] as? [Double], let rates = entry["rates_after_each_metric"] as? [Double] {
            guard name == "ReduceLROnPlateau" else { throw Unsupported("no \(name)") }
            let plateau = try call.plateau(optimizer)
            expected = rates
            ours = metrics.map { metric in
                plateau.step(metric)
                return optimizer.learningRate
            }
        } else {
            guard let make = schedules[name] else { throw Unsupported("no \(name)") }
            guard let rates = entry["rates"] as? [Double] else { throw BadCase("no rates") }
            let scheduler = Scheduler(optimizer, try make(call))
            expected = rates
            ours = rates.map { _ in
                defer { scheduler.step() }
                return optimizer.learningRate
            }
        }
        if !call.leftOver.isEmpty { throw Unsupported("without \(call.leftOver.joined(separator: ", "))") }
        return Verdict(
            difference: difference(
                Tensor(ours, dtype: .float64), Tensor(expected, dtype: .float64), relative: 1e-12, absolute: 0))
    }
}

extension Call {
    /// The momenta of a schedule that cycles them.
    fileprivate func momentum(_ low: Double, _ high: Double) throws -> ClosedRange<Double>? {
        let (low, high) = (try real(nil, "base_momentum", or: low), try real(nil, "max_momentum", or: high))
        return try flag(nil, "cycle_momentum", or: true) ? low...high : nil
    }

    fileprivate func plateau(_ optimizer: Optimizer) throws -> ReduceLROnPlateau {
        let threshold = try real(nil, "threshold", or: 1e-4)
        return try ReduceLROnPlateau(
            optimizer, mode: text(nil, "mode", or: "min") == "max" ? .maximum : .minimum, factor: real(nil, "factor", or: 0.1),
            patience: int(nil, "patience", or: 10),
            threshold: text(nil, "threshold_mode", or: "rel") == "abs" ? .absolute(threshold) : .relative(threshold),
            cooldown: int(nil, "cooldown", or: 0), minimum: real(nil, "min_lr", or: 0), eps: real(nil, "eps", or: 1e-8))
    }
}
