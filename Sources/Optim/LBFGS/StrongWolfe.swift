/// A line search for the strong Wolfe conditions (Nocedal & Wright, 2006, algorithms 3.5 and 3.6; with cubic interpolation as in
/// Schmidt's minFunc): `f(t) <= f(0) + c₁ t f'(0)` and `|f'(t)| <= c₂ |f'(0)|`.
struct StrongWolfe {
    var direction: Tensor
    /// A bracket that moves no element by more is small enough.
    var tolerance: Double
    var maxEvaluations: Int
    var sufficientDecrease = 1e-4
    var curvature = 0.9

    /// A length along the direction, and what is there.
    private struct Trial {
        var length: Double
        var point: LBFGS.Point
        var slope: Double
    }

    /// - Parameter evaluate: the loss and gradient at a length.
    func search(
        from start: LBFGS.Point, slope: Double, length: Double, _ evaluate: (Double) throws -> LBFGS.Point
    ) rethrows -> (point: LBFGS.Point, length: Double, evaluations: Int) {
        var evaluations = 0
        func trial(_ length: Double) throws -> Trial {
            evaluations += 1
            let point = try evaluate(length)
            return Trial(length: length, point: point, slope: point.gradient.dot(direction).item())
        }
        func falls(_ trial: Trial) -> Bool {
            // A bound of the loss's own precision: near the minimum, losses that cannot be told apart are no rise.
            let bound = start.loss + sufficientDecrease * trial.length * slope
            return trial.point.loss <= (direction.dtype == .float32 ? Double(Float(bound)) : bound)
        }
        func isFlat(_ trial: Trial) -> Bool { abs(trial.slope) <= -curvature * slope }

        // Goes ahead until a bracket has a good length in it.
        let origin = Trial(length: 0, point: start, slope: slope)
        var previous = origin
        var current = try trial(length)
        var bracket: [Trial]?
        var rounds = 0
        while rounds < maxEvaluations {
            if !falls(current) || (rounds > 1 && current.point.loss >= previous.point.loss) {
                bracket = [previous, current]
                break
            }
            if isFlat(current) { return (current.point, current.length, evaluations) }
            if current.slope >= 0 {
                bracket = [previous, current]
                break
            }
            let (from, to) = (current.length + 0.01 * (current.length - previous.length), current.length * 10)
            let next = minimum(previous, current, from, to)
            previous = current
            current = try trial(next)
            rounds += 1
        }
        var ends = bracket ?? [origin, current]

        // Narrows the bracket. `low` is the place of the end with the lower loss.
        var low = ends[0].point.loss <= ends[1].point.loss ? 0 : 1
        var isStuck = false
        while rounds < maxEvaluations && abs(ends[1].length - ends[0].length) * direction.largest >= tolerance {
            let (lower, upper) = (min(ends[0].length, ends[1].length), max(ends[0].length, ends[1].length))
            var length = minimum(ends[0], ends[1], lower, upper)
            // Near an end again, or beyond it: a tenth away from it.
            let margin = 0.1 * (upper - lower)
            if min(upper - length, length - lower) < margin {
                if isStuck || length >= upper || length <= lower {
                    length = abs(length - upper) < abs(length - lower) ? upper - margin : lower + margin
                    isStuck = false
                } else {
                    isStuck = true
                }
            } else {
                isStuck = false
            }
            let current = try trial(length)
            rounds += 1
            if !falls(current) || current.point.loss >= ends[low].point.loss {
                ends[1 - low] = current
                low = ends[0].point.loss <= ends[1].point.loss ? 0 : 1
                continue
            }
            if isFlat(current) { return (current.point, current.length, evaluations) }
            if current.slope * (ends[1 - low].length - ends[low].length) >= 0 { ends[1 - low] = ends[low] }
            ends[low] = current
        }
        return (ends[low].point, ends[low].length, evaluations)
    }

    /// Where the cubic through two trials and their slopes is lowest, within bounds; their middle where it has no minimum.
    private func minimum(_ a: Trial, _ b: Trial, _ lower: Double, _ upper: Double) -> Double {
        let (first, second) = a.length <= b.length ? (a, b) : (b, a)
        let mean = a.slope + b.slope - 3 * (a.point.loss - b.point.loss) / (a.length - b.length)
        let square = mean * mean - a.slope * b.slope
        if !(square >= 0) { return (lower + upper) / 2 }
        let root = square.squareRoot()
        let share = (second.slope + root - mean) / (second.slope - first.slope + 2 * root)
        let length = second.length - (second.length - first.length) * share
        return min(max(length, lower), upper)
    }
}
