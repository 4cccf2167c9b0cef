import Kindling

/// Computes a loss, moves the parameters down it, and returns what it was.
typealias Step = (_ loss: () throws -> Tensor) throws -> Tensor

/// torch's optimizers, by ours. The names of the options are torch's.
let optimizers: [String: @Sendable (Call, [NamedParameter]) throws -> Step] = [
    "SGD": { o, parameters in
        let optimizer = try SGD(
            parameters, learningRate: o.real(nil, "lr", or: 1e-3), momentum: o.real(nil, "momentum", or: 0),
            dampening: o.real(nil, "dampening", or: 0), weightDecay: o.weightDecay(),
            nesterov: o.flag(nil, "nesterov"), maximize: o.flag(nil, "maximize"))
        return step(optimizer)
    },
    "Adam": { o, parameters in
        let optimizer = try Optimizer(
            parameters, rule: adam(o), learningRate: o.real(nil, "lr", or: 1e-3))
        return step(optimizer)
    },
    "AdamW": { o, parameters in
        let optimizer = try AdamW(
            parameters, learningRate: o.real(nil, "lr", or: 1e-3), betas: o.betas(), eps: o.real(nil, "eps", or: 1e-8),
            weightDecay: o.weightDecay(or: 1e-2), amsgrad: o.flag(nil, "amsgrad"), maximize: o.flag(nil, "maximize"))
        return step(optimizer)
    },
    "NAdam": { o, parameters in
        let optimizer = try NAdam(
            parameters, learningRate: o.real(nil, "lr", or: 2e-3), betas: o.betas(), eps: o.real(nil, "eps", or: 1e-8),
            weightDecay: o.weightDecay(), momentumDecay: o.real(nil, "momentum_decay", or: 4e-3),
            decoupledWeightDecay: o.flag(nil, "decoupled_weight_decay"), maximize: o.flag(nil, "maximize"))
        return step(optimizer)
    },
    "RAdam": { o, parameters in
        let optimizer = try RAdam(
            parameters, learningRate: o.real(nil, "lr", or: 1e-3), betas: o.betas(), eps: o.real(nil, "eps", or: 1e-8),
            weightDecay: o.weightDecay(), decoupledWeightDecay: o.flag(nil, "decoupled_weight_decay"),
            maximize: o.flag(nil, "maximize"))
        return step(optimizer)
    },
    "Adamax": { o, parameters in
        let optimizer = try Adamax(
            parameters, learningRate: o.real(nil, "lr", or: 2e-3), betas: o.betas(), eps: o.real(nil, "eps", or: 1e-8),
            weightDecay: o.weightDecay(), maximize: o.flag(nil, "maximize"))
        return step(optimizer)
    },
    "Adagrad": { o, parameters in
        let optimizer = try Adagrad(
            parameters, learningRate: o.real(nil, "lr", or: 1e-2), learningRateDecay: o.real(nil, "lr_decay", or: 0),
            weightDecay: o.weightDecay(), initialAccumulator: o.real(nil, "initial_accumulator_value", or: 0),
            eps: o.real(nil, "eps", or: 1e-10), maximize: o.flag(nil, "maximize"))
        return step(optimizer)
    },
    "Adadelta": { o, parameters in
        let optimizer = try Adadelta(
            parameters, learningRate: o.real(nil, "lr", or: 1), rho: o.real(nil, "rho", or: 0.9),
            eps: o.real(nil, "eps", or: 1e-6), weightDecay: o.weightDecay(), maximize: o.flag(nil, "maximize"))
        return step(optimizer)
    },
    "RMSprop": { o, parameters in
        let optimizer = try RMSprop(
            parameters, learningRate: o.real(nil, "lr", or: 1e-2), alpha: o.real(nil, "alpha", or: 0.99),
            eps: o.real(nil, "eps", or: 1e-8), weightDecay: o.weightDecay(), momentum: o.real(nil, "momentum", or: 0),
            centered: o.flag(nil, "centered"), maximize: o.flag(nil, "maximize"))
        return step(optimizer)
    },
    "Rprop": { o, parameters in
        let sizes = try o.pair("step_sizes", or: (1e-6, 50))
        let optimizer = try Rprop(
            parameters, learningRate: o.real(nil, "lr", or: 1e-2), etas: o.pair("etas", or: (0.5, 1.2)),
            stepSizes: sizes.0...sizes.1, maximize: o.flag(nil, "maximize"))
        return step(optimizer)
    },
    "ASGD": { o, parameters in
        let optimizer = try ASGD(
            parameters, learningRate: o.real(nil, "lr", or: 1e-2), lambda: o.real(nil, "lambd", or: 1e-4),
            alpha: o.real(nil, "alpha", or: 0.75), start: o.real(nil, "t0", or: 1e6), weightDecay: o.weightDecay(),
            maximize: o.flag(nil, "maximize"))
        return step(optimizer)
    },
    "Adafactor": { o, parameters in
        let optimizer = try Adafactor(
            parameters, learningRate: o.real(nil, "lr", or: 1e-2), beta2Decay: o.real(nil, "beta2_decay", or: -0.8),
            eps: o.epsilons(), clipping: o.real(nil, "d", or: 1), weightDecay: o.weightDecay(),
            maximize: o.flag(nil, "maximize"))
        return step(optimizer)
    },
    "Muon": { o, parameters in
        let adjustment = try o.text(nil, "adjust_lr_fn", or: "original")
        let optimizer = try Muon(
            parameters, learningRate: o.real(nil, "lr", or: 1e-3), weightDecay: o.weightDecay(or: 0.1),
            momentum: o.real(nil, "momentum", or: 0.95), nesterov: o.flag(nil, "nesterov", or: true),
            coefficients: o.triple("ns_coefficients", or: MuonRule.standardCoefficients),
            eps: o.real(nil, "eps", or: 1e-7), steps: o.int(nil, "ns_steps", or: 5),
            adjustment: adjustment == "match_rms_adamw" ? .matchAdamW : .original)
        return step(optimizer)
    },
    "LBFGS": { o, parameters in
        let search = try o.text(nil, "line_search_fn", or: "None")
        let optimizer = try LBFGS(
            parameters, learningRate: o.real(nil, "lr", or: 1), maxIterations: o.int(nil, "max_iter", or: 20),
            maxEvaluations: o.optionalInt(nil, "max_eval"), gradientTolerance: o.real(nil, "tolerance_grad", or: 1e-7),
            changeTolerance: o.real(nil, "tolerance_change", or: 1e-9), historySize: o.int(nil, "history_size", or: 100),
            lineSearch: search == "strong_wolfe" ? .strongWolfe : .fixedStep)
        return { loss in try optimizer.step(loss) }
    },
]

private func adam(_ o: Call) throws -> AdamRule {
    try AdamRule(
        betas: o.betas(), eps: o.real(nil, "eps", or: 1e-8), weightDecay: o.weightDecay(),
        decoupledWeightDecay: o.flag(nil, "decoupled_weight_decay"), amsgrad: o.flag(nil, "amsgrad"),
        maximize: o.flag(nil, "maximize"))
}

private func step(_ optimizer: Optimizer) -> Step {
    { loss in
        let value = try loss()
        optimizer.step(value.gradients())
        return value
    }
}

extension Call {
    fileprivate func weightDecay(or standard: Double = 0) throws -> Double { try real(nil, "weight_decay", or: standard) }

    fileprivate func betas() throws -> (Double, Double) { try pair("betas", or: (0.9, 0.999)) }

    fileprivate func pair(_ name: String, or standard: (Double, Double)) throws -> (Double, Double) {
        guard let numbers = try numbers(name, count: 2) else { return standard }
        return (numbers[0], numbers[1])
    }

    fileprivate func triple(_ name: String, or standard: (Double, Double, Double)) throws -> (Double, Double, Double) {
        guard let numbers = try numbers(name, count: 3) else { return standard }
        return (numbers[0], numbers[1], numbers[2])
    }

    /// Adafactor's, the first of which may be null.
    fileprivate func epsilons() throws -> (Double?, Double) {
        guard case .list(let list)? = self[nil, "eps"], list.count == 2 else { return (nil, 1e-3) }
        let numbers = Call(positional: list, keywords: [:])
        return (try numbers.optionalNumber(0, "eps")?.double, try numbers.real(1, "eps"))
    }

    /// So many numbers in a list.
    private func numbers(_ name: String, count: Int) throws -> [Double]? {
        guard let argument = self[nil, name] else { return nil }
        guard case .list(let list) = argument, list.count == count else { throw Unsupported("\(name) = \(argument)") }
        let numbers = Call(positional: list, keywords: [:])
        return try list.indices.map { try numbers.real($0, name) }
    }
}
