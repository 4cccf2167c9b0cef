/// Connectionist temporal classification (Graves et al., 2006; torch's `ctc_loss`): the negative log of the total probability
/// of all alignments of the target with the input. In an alignment labels may repeat and blanks may stand between them.
///
/// - Parameters:
///   - logProbabilities: log-probabilities, such as ``/Tensor/Tensor/logSoftmax(dim:)`` returns: `[steps, batch, classes]`, or
///     `[steps, classes]`.
///   - targets: labels: `[batch, longest]`, each row padded after its `targetLengths`, or a vector of all targets concatenated.
///   - inputLengths: the number of steps of each sequence in the batch.
///   - targetLengths: the number of labels of each target in the batch.
///   - blank: the class of the blank label.
///   - reduction: for a mean, each loss is first divided by the length of its target.
///   - zeroInfinity: replaces the infinite losses of targets that are too long for their input by 0, and their gradients too.
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

/// The labels of each target, with blanks before, between and after them.
private struct CTCLabels {
    let logProbabilities: Tensor
    let inputLengths, targetLengths: [Int]
    /// The longest target with its blanks.
    let width: Int
    /// int64 [batch, width].
    let labels: Tensor
    /// Where an alignment may skip the blank before a label: [batch, width].
    let maySkip: Tensor

    /// Stands for log 0: finite, so that no gradient is ∞ - ∞.
    private static let impossible = -1e30

    init(_ logProbabilities: Tensor, _ targets: Tensor, _ inputLengths: [Int], _ targetLengths: [Int], _ blank: Int) {
        let name = "ctcLoss"
        if logProbabilities.rank != 3 || !logProbabilities.dtype.isFloatingPoint {
            trap(name, "needs floating-point [steps, batch, classes], got \(logProbabilities.dtype) \(logProbabilities.shape)")
        }
        let (steps, batch, classes) = (logProbabilities.shape[0], logProbabilities.shape[1], logProbabilities.shape[2])
        if inputLengths.count != batch || targetLengths.count != batch {
            trap(name, "a batch of \(batch) needs as many lengths, got \(inputLengths.count) and \(targetLengths.count)")
        }
        if inputLengths.contains(where: { $0 < 0 || $0 > steps }) {
            trap(name, "input lengths must be in 0...\(steps), got \(inputLengths)")
        }
        if targetLengths.contains(where: { $0 < 0 }) { trap(name, "target lengths must not be negative, got \(targetLengths)") }
        if !(0..<classes).contains(blank) { trap(name, "the blank must be in 0..<\(classes), got \(blank)") }
        let longest = targetLengths.max() ?? 0
        let isPadded = targets.rank == 2
        if targets.dtype.isFloatingPoint || targets.dtype == .bool
            || (isPadded
                ? targets.shape[0] != batch || targets.shape[1] < longest
                : targets.rank != 1 || targets.count != targetLengths.reduce(0, +))
        {
            trap(name, "targets \(targets.dtype) \(targets.shape) do not match target lengths \(targetLengths)")
        }
        let all = targets.to(.int64).flatten().array(of: Int.self)
        let width = 2 * longest + 1
        var (rows, skips, start) = ([Int](), [Bool](), 0)
        for (sample, length) in targetLengths.enumerated() {
            let first = isPadded ? sample * targets.shape[1] : start
            start += length
            for state in 0..<width {
                let position = state / 2
                let isLabel = state % 2 == 1 && position < length
                let label = isLabel ? all[first + position] : blank
                if !(0..<classes).contains(label) { trap(name, "a target must be in 0..<\(classes), got \(label)") }
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

    /// A value for each sequence, on the device of the probabilities: `[batch, 1]`.
    private func perSequence(_ values: [some Element]) -> Tensor {
        Tensor(values, shape: [batch, 1]).onDevice(of: logProbabilities)
    }

    func losses(zeroInfinity: Bool) -> Tensor {
        let steps = logProbabilities.shape[0]
        if batch == 0 { return logProbabilities.sum(dim: 0, 2) }
        let index = labels.unsqueeze(0).expand([steps, batch, width])
        var emissions = logProbabilities.gather(dim: 2, index)
        emissions = Tensor.where(emissions .> Self.impossible, emissions, Self.impossible)
        // Before the first step all of the probability is at the first blank: only it and the first label can be reached.
        let states = Tensor.arange(width).onDevice(of: emissions)
        var alpha = Tensor.where(
            (states .== 0).expand([batch, width]),
            Tensor.zeros([batch, width], dtype: emissions.dtype).onDevice(of: emissions),
            Self.impossible)
        for step in 0..<steps {
            let reached = step == 0 ? alpha.logAddExp(shifted(alpha, 1)) : advanced(alpha)
            let next = reached + emissions.select(dim: 0, step)
            let goesOn = perSequence(inputLengths.map { step < $0 })
            alpha = inputLengths.contains { step >= $0 } ? Tensor.where(goesOn, next, alpha) : next
        }
        // An alignment ends with the last label or the blank after it.
        let ends = perSequence(targetLengths.map { 2 * $0 })
        let last = alpha.gather(dim: 1, ends)
        let label = alpha.gather(dim: 1, perSequence(targetLengths.map { max(2 * $0 - 1, 0) }))
        let total = Tensor.where(ends .> 0, last.logAddExp(label), last).squeeze(1)
        let isPossible = total .> Self.impossible / 2
        return Tensor.where(isPossible, -total, zeroInfinity ? 0 : Double.infinity)
    }

    /// One step: an entry is reached from itself, from the one before, and from the one before that where a blank may be
    /// skipped.
    private func advanced(_ alpha: Tensor) -> Tensor {
        let skipped = width > 2 ? Tensor.where(maySkip, shifted(alpha, 2), Self.impossible) : nil
        let stepped = width > 1 ? alpha.logAddExp(shifted(alpha, 1)) : alpha
        return skipped.map { stepped.logAddExp($0) } ?? stepped
    }

    /// The entries shifted to the right by `count`.
    private func shifted(_ alpha: Tensor, _ count: Int) -> Tensor {
        let kept = min(count, width)
        let start = Tensor.full([batch, kept], Self.impossible, dtype: alpha.dtype).onDevice(of: alpha)
        return Tensor.concatenate([start, alpha.narrow(dim: 1, start: 0, length: width - kept)], dim: 1)
    }
}
