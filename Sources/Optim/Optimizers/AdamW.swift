/// Adam with the weight decay apart from the gradient (Loshchilov & Hutter, 2019), as `torch.optim.AdamW`.
///
/// `w -= η λ w`, then ``Adam``'s step, whose means do not see the decay.
public final class AdamW: Optimizer {
    /// ``AdamW`` for these parameters; the options' meanings are those of ``AdamRule``'s properties.
    public init(
        _ parameters: [NamedParameter], learningRate: Double = 1e-3, betas: (Double, Double) = (0.9, 0.999),
        eps: Double = 1e-8, weightDecay: Double = 1e-2, amsgrad: Bool = false, maximize: Bool = false
    ) {
        let rule = AdamRule(
            betas: betas, eps: eps, weightDecay: weightDecay, decoupledWeightDecay: true, amsgrad: amsgrad,
            maximize: maximize)
        super.init(parameters, rule: rule, learningRate: learningRate)
    }
}
