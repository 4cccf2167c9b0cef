import Glibc

/// A marked place of an axis.
struct Tick {
    let value: Double
    var label: String
}

/// The marked places of an axis.
struct Ticks {
    var all: [Tick]
    /// What the labels count from, where the numbers themselves would be too long.
    var base: String?
}

/// The steps between ticks that one can count in, in tenths, and how easily.
private let steps: [(mantissa: Int, ease: Double)] = [(10, 1), (20, 0.9), (50, 0.9), (25, 0.4), (40, 0.2), (30, 0.2)]

/// Finds ticks, as Talbot, Lin and Hanrahan's extension of Wilkinson's algorithm does (2010): those are best whose step is easy to count in,
/// that cover the axis, are about as many as wanted, and whose labels do not touch.
struct TickSearch {
    let format: Axis.Format
    /// How many ticks are wanted.
    let wanted: Int
    /// Whether powers of ten are written 10⁶ or 1e6.
    let raisesExponents: Bool
    /// Whether labels at these fractions of the axis do not touch.
    let fits: ([(place: Double, label: String)]) -> Bool

    func ticks(on scale: Scale) -> Ticks {
        scale.isLogarithmic ? logarithmic(scale) : best(linear(scale.low, scale.high), on: scale)
    }

    private typealias Candidate = (score: Double, ticks: [Decimal])

    private func linear(_ low: Double, _ high: Double) -> [Candidate] {
        let span = high - low
        let exponent = Int(log10(span).rounded(.down))
        var candidates: [Candidate] = []
        for power in exponent - 3...exponent + 1 {
            for (mantissa, ease) in steps {
                let step = Decimal(mantissa: mantissa, exponent: power - 1)
                let length = step.value
                guard length > 0, span / length < Double(3 * wanted + 3), max(low.magnitude, high.magnitude) / length < 1e15
                else { continue }
                // The quotients are rounded, and a bound that is a tick may come out as one above or below it.
                let slack = span * 1e-9
                var (first, last) = (Int((low / length).rounded()), Int((high / length).rounded()))
                if (step * first).value < low - slack { first += 1 }
                if (step * last).value > high + slack { last -= 1 }
                guard first <= last else { continue }
                let count = last - first + 1
                let ends = [low - (step * first).value, high - (step * last).value].map { $0 / (0.1 * span) }
                let coverage = max(-3, 1 - 0.5 * (ends[0] * ends[0] + ends[1] * ends[1]))
                let density = 2 - max(Double(count) / Double(wanted), Double(wanted) / Double(count))
                let simplicity = ease + (first <= 0 && last >= 0 ? 0.2 : 0)
                // The weights are the paper's.
                let score = 0.25 * simplicity + 0.2 * coverage + 0.5 * density - (count < 2 ? 10 : 0)
                candidates.append((score, (first...last).map { step * $0 }))
            }
        }
        return candidates
    }

    private func logarithmic(_ scale: Scale) -> Ticks {
        let decades = Int(scale.low.rounded(.up) - 1)...Int(scale.high.rounded(.down) + 1)
        let slack = (scale.high - scale.low) * 1e-9
        func candidate(_ digits: [Int], every stride: Int) -> [Decimal] {
            decades.filter { $0 % stride == 0 }.flatMap { decade in digits.map { Decimal(mantissa: $0, exponent: decade) } }
                .filter {
                    let place = log10(Double($0.mantissa)) + Double($0.exponent)
                    return place >= scale.low - slack && place <= scale.high + slack
                }
        }
        var candidates: [Candidate] = []
        if scale.high - scale.low < 1 { candidates = linear(pow(10, scale.low), pow(10, scale.high)) }
        for digits in [[1], [1, 3], [1, 2, 5]] {
            for stride in digits.count == 1 ? [1, 2, 3, 5, 10, 20, 50, 100, 200] : [1] {
                let ticks = candidate(digits, every: stride)
                if ticks.count < 2 { continue }
                let (count, wanted) = (Double(ticks.count), Double(wanted))
                candidates.append((0.7 - 0.05 * Double(digits.count) + 0.5 * (2 - max(count / wanted, wanted / count)), ticks))
            }
        }
        return best(candidates, on: scale)
    }

    private func best(_ candidates: [Candidate], on scale: Scale) -> Ticks {
        var fewest = Ticks(all: [])
        for candidate in candidates.sorted(by: { $0.score > $1.score }) {
            let (labels, base) = written(candidate.ticks, areAlike: !scale.isLogarithmic)
            let ticks = Ticks(all: zip(candidate.ticks, labels).map { Tick(value: $0.value, label: $1) }, base: base)
            if fits(ticks.all.compactMap { tick in scale.fraction(tick.value).map { ($0, tick.label) } }) { return ticks }
            if fewest.all.isEmpty || ticks.all.count < fewest.all.count { fewest = ticks }
        }
        fewest.all = Array(fewest.all.prefix(1))
        return fewest
    }
}
