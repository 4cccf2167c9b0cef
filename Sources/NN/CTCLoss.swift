/// Connectionist temporal classification (Graves et al., 2006; torch's `ctc_loss`): -log of the probability of all ways to read
/// the target in the input, where blanks may stand between labels and a label may last several steps.
///
/// - Parameters:
///   - logProbabilities: logarithms of probabilities, as ``Tensor/logSoftmax(dim:)`` gives them: `[steps, batch, classes]`, or
///     `[steps, classes]`.
///   - targets: labels: `[batch, longest]`, of which each row is as long as `targetLengths` says, or all of them one after the
///     other.
///   - inputLengths: how many steps count, of each of the batch.
///   - blank: the class that stands between labels.
///   - reduction: a mean is taken over the batch, of each loss by the length of its target.
///   - zeroInfinity: takes a loss of targets that are too long for their input for 0, instead of infinity.
public func ctcLoss(
    _ logProbabilities: Tensor, _ targets: Tensor, inputLengths: [Int], targetLengths: [Int], blank: Int = 0,
    reduction: LossReduction = .mean, zeroInfinity: Bool = false
) -> Tensor {
    if logProbabilities.rank == 2 {
        let losses = ctcLoss(
            logProbabilities.unsqueeze(1), targets.reshape(1, -1), inputLengths: inputLengths, targetLengths: targetLengths,
            blank: blank, reduction: reduction, zeroInfinity: zeroInfinity)
        return reduction == .none ? losses.reshape([]) : losses
    }
    let labels = CTCLabels(logProbabilities, targets, inputLengths, targetLengths, blank)
    let losses = labels.losses(zeroInfinity: zeroInfinity)
    if reduction != .mean { return reduction(losses) }
    let lengths = Tensor(targetLengths.map { Double(max($0, 1)) }, shape: [targetLengths.count], dtype: losses.dtype)
    return (losses / lengths.onDevice(of: losses)).mean()
}

/// The labels of each of a batch with blanks before, between and after them.
private struct CTCLabels {
    let logProbabilities: Tensor
    let inputLengths, targetLengths: [Int]
    /// The most labels and blanks.
    let width: Int
    /// int64 [batch, width].
    let labels: Tensor
    /// Where the step from the label before the last blank is allowed: [batch, width].
    let maySkip: Tensor

    /// Stands for -∞: finite, so that no gradient is ∞ - ∞.
    private static let impossible = -1e30

    init(_ logProbabilities: Tensor, _ targets: Tensor, _ inputLengths: [Int], _ targetLengths: [Int], _ blank: Int) {
        let name = "ctcLoss"
        if logProbabilities.rank != 3 || !logProbabilities.dtype.isFloatingPoint {
            trap(name, "takes floating-point [steps, batch, classes], got \(logProbabilities.dtype) \(logProbabilities.shape)")
        }
        let (steps, batch, classes) = (logProbabilities.shape[0], logProbabilities.shape[1], logProbabilities.shape[2])
        if inputLengths.count != batch || targetLengths.count != batch {
            trap(name, "\(inputLengths.count) and \(targetLengths.count) lengths do not fit a batch of \(batch)")
        }
        if inputLengths.contains(where: { $0 < 0 || $0 > steps }) {
            trap(name, "input lengths \(inputLengths) are not in 0...\(steps)")
        }
        if targetLengths.contains(where: { $0 < 0 }) { trap(name, "target lengths \(targetLengths) are negative") }
        if !(0..<classes).contains(blank) { trap(name, "a blank \(blank) is not in 0..<\(classes)") }
        let longest = targetLengths.max() ?? 0
        let isPadded = targets.rank == 2
        if targets.dtype.isFloatingPoint || targets.dtype == .bool
            || (isPadded
                ? targets.shape[0] != batch || targets.shape[1] < longest
                : targets.rank != 1 || targets.count != targetLengths.reduce(0, +))
        {
            trap(name, "targets \(targets.dtype) \(targets.shape) do not fit target lengths \(targetLengths)")
        }
        let all = targets.to(.int64).flatten().array(of: Int.self)
        let width = 2 * longest + 1
        var (rows, skips, start) = ([Int](), [Bool](), 0)
        for (sample, length) in targetLengths.enumerated() {
            let first = isPadded ? sample * targets.shape[1] : start
            start += length
            for place in 0..<width {
                let position = place / 2
                let isLabel = place % 2 == 1 && position < length
                let label = isLabel ? all[first + position] : blank
                if !(0..<classes).contains(label) { trap(name, "a target \(label) is not in 0..<\(classes)") }
                rows.append(label)
                skips.append(isLabel && position > 0 && label != blank && label != all[first + position - 1])
            }
        }
        self.logProbabilities = logProbabilities
        self.inputLengths = inputLengths
        self.targetLengths = targetLengths
        self.width = width
        labels = Tensor(rows, shape: [batch, width]).onDevice(of: logProbabilities)
        maySkip = Tensor(skips, shape: [batch, width]).onDevice(of: logProbabilities)
    }

    private var batch: Int { targetLengths.count }

    /// A value of each of the batch, beside the probabilities: `[batch, 1]`.
    private func perSequence(_ values: [some Element]) -> Tensor {
        Tensor(values, shape: [batch, 1]).onDevice(of: logProbabilities)
    }

    func losses(zeroInfinity: Bool) -> Tensor {
        let steps = logProbabilities.shape[0]
        if batch == 0 { return logProbabilities.sum(dim: 0, 2) }
        let index = labels.unsqueeze(0).expand([steps, batch, width])
        var emissions = logProbabilities.gather(dim: 2, index)
        emissions = Tensor.where(emissions .> Self.impossible, emissions, Self.impossible)
        // Before the first step only the first blank and the first label can be reached: as from a place before them.
        let places = Tensor.arange(width).onDevice(of: emissions)
        var alpha = Tensor.where(
            (places .== 0).expand([batch, width]),
            Tensor.zeros([batch, width], dtype: emissions.dtype).onDevice(of: emissions),
            Self.impossible)
        for step in 0..<steps {
            let reached = step == 0 ? alpha.logAddExp(shifted(alpha, 1)) : advanced(alpha)
            let next = reached + emissions.select(dim: 0, step)
            let goesOn = perSequence(inputLengths.map { step < $0 })
            alpha = inputLengths.contains { step >= $0 } ? Tensor.where(goesOn, next, alpha) : next
        }
        // A reading ends in the last label or in the blank after it.
        let ends = perSequence(targetLengths.map { 2 * $0 })
        let last = alpha.gather(dim: 1, ends)
        let label = alpha.gather(dim: 1, perSequence(targetLengths.map { max(2 * $0 - 1, 0) }))
        let total = Tensor.where(ends .> 0, last.logAddExp(label), last).squeeze(1)
        let isPossible = total .> Self.impossible / 2
        return Tensor.where(isPossible, -total, zeroInfinity ? 0 : Double.infinity)
    }

    /// Each place is reached from itself, from the one before, and past a blank between two labels.
    private func advanced(_ alpha: Tensor) -> Tensor {
        let skipped = width > 2 ? Tensor.where(maySkip, shifted(alpha, 2), Self.impossible) : nil
        let stepped = width > 1 ? alpha.logAddExp(shifted(alpha, 1)) : alpha
        return skipped.map { stepped.logAddExp($0) } ?? stepped
    }

    /// Every place has what was `count` places before.
    private func shifted(_ alpha: Tensor, _ count: Int) -> Tensor {
        let kept = min(count, width)
        let start = Tensor.full([batch, kept], Self.impossible, dtype: alpha.dtype).onDevice(of: alpha)
        return Tensor.concatenate([start, alpha.narrow(dim: 1, start: 0, length: width - kept)], dim: 1)
    }
}
