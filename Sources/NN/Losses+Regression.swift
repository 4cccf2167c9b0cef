/// |prediction - target| (torch's `l1_loss`).
///
/// - Precondition: the target has the prediction's shape.
public func l1Loss(_ prediction: Tensor, _ target: Tensor, reduction: LossReduction = .mean) -> Tensor {
    pointwiseLoss(.absoluteError, reduction, prediction, target, "l1Loss")
}

/// (prediction - target)² (torch's `mse_loss`).
///
/// - Precondition: the target has the prediction's shape.
public func mseLoss(_ prediction: Tensor, _ target: Tensor, reduction: LossReduction = .mean) -> Tensor {
    pointwiseLoss(.squaredError, reduction, prediction, target, "mseLoss")
}

/// d²/(2 β) where the distance d = |prediction - target| is below β, elsewhere d - β/2 (torch's `smooth_l1_loss`).
///
/// - Precondition: the target has the prediction's shape; β is not negative.
public func smoothL1Loss(
    _ prediction: Tensor, _ target: Tensor, reduction: LossReduction = .mean, beta: Double = 1
) -> Tensor {
    if !(beta >= 0) { trap("smoothL1Loss", "beta must not be negative, got \(beta)") }
    if beta == 0 { return l1Loss(prediction, target, reduction: reduction) }
    return huber(prediction, target, beta, beta, reduction, "smoothL1Loss")
}

/// d²/2 where the distance d = |prediction - target| is at most δ, elsewhere δ (d - δ/2) (torch's `huber_loss`).
///
/// - Precondition: the target has the prediction's shape; δ is positive.
public func huberLoss(
    _ prediction: Tensor, _ target: Tensor, reduction: LossReduction = .mean, delta: Double = 1
) -> Tensor {
    if !(delta > 0) { trap("huberLoss", "delta must be positive, got \(delta)") }
    return huber(prediction, target, delta, delta * delta, reduction, "huberLoss")
}

/// Huber's loss with a limit of 1, of distances divided by the limit.
private func huber(
    _ prediction: Tensor, _ target: Tensor, _ limit: Double, _ scale: Double, _ reduction: LossReduction, _ name: String
) -> Tensor {
    if limit == 1 { return pointwiseLoss(.huber, reduction, prediction, target, name) }
    return pointwiseLoss(.huber, reduction, prediction / limit, target / limit, name) * scale
}

/// How the losses of ``klDiv(_:_:reduction:logTarget:)`` are combined.
public enum KLReduction: Sendable, CaseIterable {
    /// The mean over all elements.
    case mean
    /// The sum.
    case sum
    /// No reduction: the losses in their shape.
    case none
    /// The sum divided by the size of the batch, dim 0: the mathematical definition of the divergence.
    case batchMean
}

/// target · (log target - logarithm), the terms of the Kullback-Leibler divergence (torch's `kl_div`).
///
/// - Parameters:
///   - logarithms: predicted log-probabilities.
///   - target: probabilities, or log-probabilities with `logTarget`.
/// - Precondition: the target has the logarithms' shape.
public func klDiv(
    _ logarithms: Tensor, _ target: Tensor, reduction: KLReduction = .mean, logTarget: Bool = false
) -> Tensor {
    requireSameShape("klDiv", logarithms, target)
    let losses: Tensor
    if logTarget {
        // Where the target is the logarithm of 0.
        let isZero = target .== -Double.infinity
        losses = target.exp() * (Tensor.where(isZero, 0, target) - Tensor.where(isZero, 0, logarithms))
    } else {
        // 0 log 0 is 0.
        let isZero = target .== 0
        losses = target * (Tensor.where(isZero, 1, target).log() - logarithms.finite(where: isZero))
    }
    return switch reduction {
    case .none: losses
    case .sum: losses.sum()
    case .mean: losses.mean()
    case .batchMean: losses.sum() / Double(logarithms.rank == 0 ? 1 : logarithms.shape[0])
    }
}

/// The negative log-likelihood of counts under a Poisson distribution: eˣ - target · x, where x is the logarithm of the mean
/// (torch's `poisson_nll_loss`).
///
/// - Parameters:
///   - logInput: whether the input is the logarithm of the mean; otherwise it is the mean m itself: m - target · log(m + eps).
///   - full: adds Stirling's approximation of log(target!), for targets above 1.
/// - Precondition: the target has the input's shape.
public func poissonNLLLoss(
    _ input: Tensor, _ target: Tensor, logInput: Bool = true, full: Bool = false, eps: Double = 1e-8,
    reduction: LossReduction = .mean
) -> Tensor {
    requireSameShape("poissonNLLLoss", input, target)
    let losses = logInput ? input.exp() - target * input : input - target * (input + eps).log()
    if !full { return reduction(losses) }
    let isLarge = target .> 1
    let count = Tensor.where(isLarge, target, 1)
    let stirling = count * count.log() - count + (count * (2 * Double.pi)).log() * 0.5
    return reduction(losses + Tensor.where(isLarge, stirling, 0))
}

/// (log v + (prediction - target)² / v) / 2, the negative log-likelihood of the target under a normal distribution (torch's
/// `gaussian_nll_loss`).
///
/// - Parameters:
///   - variance: v, in the prediction's shape, or with one of its sizes 1, or without its last dim.
///   - full: adds log(2π) / 2.
///   - eps: the least variance; smaller ones are clamped to it, but their gradient is that of the variance itself.
/// - Precondition: no variance is negative; the target broadcasts to the prediction's shape.
public func gaussianNLLLoss(
    _ prediction: Tensor, _ target: Tensor, _ variance: Tensor, full: Bool = false, eps: Double = 1e-6,
    reduction: LossReduction = .mean
) -> Tensor {
    requireBroadcast("gaussianNLLLoss", target, to: prediction.shape)
    var variance = variance
    if variance.shape != prediction.shape {
        let others = zip(variance.shape, prediction.shape).filter { $0 != $1 }.map(\.0)
        if variance.shape == Shape(prediction.shape.dropLast()) && prediction.rank > 0 {
            variance = variance.unsqueeze(-1)
        } else if variance.rank != prediction.rank || others != [1] {
            trap("gaussianNLLLoss", "variance \(variance.shape) does not match prediction \(prediction.shape)")
        }
    }
    variance.require(.notNegative, "a variance", for: "gaussianNLLLoss")
    if !(eps > 0) { trap("gaussianNLLLoss", "eps must be positive, got \(eps)") }
    let fixed = variance.detached()
    let v = variance + (fixed.maximum(eps) - fixed)
    let losses = (v.log() + (prediction - target.fitted(to: prediction)).square() / v) * 0.5
    return reduction(full ? losses + 0.5 * (2 * Double.pi).logarithm : losses)
}

extension Double {
    fileprivate var logarithm: Double { Tensor(self, dtype: .float64).log().item() }
}
