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

/// `mantissa` times ten to the `exponent`: ticks are counted in integers, so that what is written is what is meant.
struct Decimal {
    var mantissa: Int
    var exponent: Int

    /// The nearest number.
    var value: Double { Double("\(mantissa)e\(exponent)") ?? .nan }

    static func * (decimal: Decimal, factor: Int) -> Decimal {
        Decimal(mantissa: decimal.mantissa * factor, exponent: decimal.exponent)
    }

    /// The decimals that it takes to write it exactly.
    var decimals: Int {
        var (mantissa, exponent) = (mantissa, exponent)
        if mantissa == 0 { return 0 }
        while mantissa % 10 == 0 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
        return max(0, -exponent)
    }

    /// The position of its first digit: 0 for 1 to 9, -1 for 0.1 to 0.9.
    var magnitude: Int { mantissa == 0 ? Int.min : String(mantissa.magnitude).count - 1 + exponent }

    /// Written with so many decimals, of which it has no more.
    func text(decimals: Int) -> String {
        var (mantissa, exponent) = (mantissa, mantissa == 0 ? -decimals : exponent)
        while -exponent > decimals { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
        var digits = String(mantissa.magnitude) + String(repeating: "0", count: decimals + exponent)
        digits = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        let fraction = decimals == 0 ? "" : "." + digits.suffix(decimals)
        return (mantissa < 0 ? "-" : "") + digits.dropLast(decimals) + fraction
    }
}

/// The steps between ticks that one can count in, in tenths, and how easily.
private let steps: [(mantissa: Int, ease: Double)] = [(10, 1), (20, 0.9), (50, 0.9), (25, 0.4), (40, 0.2), (30, 0.2)]

/// The least easy step that is at least as long.
func roundStep(_ length: Double) -> Decimal {
    let exponent = Int(log10(max(length, 1e-290)).rounded(.down)) - 1
    for mantissa in [10, 20, 25, 50, 100] {
        let step = Decimal(mantissa: mantissa, exponent: exponent)
        if step.value >= length * (1 - 1e-9) { return step }
    }
    return Decimal(mantissa: 100, exponent: exponent)
}

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

    /// The labels; long numbers that differ in their last digits are counted from the first of them.
    private func written(_ ticks: [Decimal], areAlike: Bool) -> (labels: [String], base: String?) {
        func written(_ ticks: [Decimal]) -> [String] {
            let labels = labels(ticks, areAlike: areAlike)
            if case .quantity = format { return labels }
            return raisesExponents ? labels.map(\.withRaisedExponent) : labels
        }
        let magnitude = ticks.map(\.magnitude).max() ?? 0
        let steps = ticks.map { Decimal(mantissa: $0.mantissa - ticks[0].mantissa, exponent: $0.exponent) }
        let differences = steps.dropFirst().map(\.magnitude).max() ?? magnitude
        if !areAlike || magnitude - differences < 5 { return (written(ticks), nil) }
        return (
            written(steps).map { $0.first == "0" && !$0.contains(".") ? $0 : "+\($0)" }, labels([ticks[0]], areAlike: false)[0]
        )
    }

    /// Writes the numbers of an axis: alike, with equally many decimals and the same power of ten, or each as short as it can be.
    private func labels(_ ticks: [Decimal], areAlike: Bool) -> [String] {
        let shift = format == .percent ? 2 : 0
        let ticks = ticks.map { Decimal(mantissa: $0.mantissa, exponent: $0.exponent + shift) }
        let magnitudes = ticks.map(\.magnitude).filter { $0 != Int.min }
        let (least, greatest) = (magnitudes.min() ?? 0, magnitudes.max() ?? 0)
        /// The power of ten that a number is written with.
        let power: (Decimal) -> Int
        if case .quantity = format {
            power = {
                3 * max(-4, min(4, Int((Double(areAlike || $0.mantissa == 0 ? greatest : $0.magnitude) / 3).rounded(.down))))
            }
        } else if greatest < 6 && (areAlike ? greatest : least) > -5 {
            power = { _ in 0 }
        } else {
            power = { areAlike ? greatest : $0.magnitude }
        }
        let mantissas = ticks.map { $0.mantissa == 0 ? $0 : Decimal(mantissa: $0.mantissa, exponent: $0.exponent - power($0)) }
        let decimals = mantissas.map(\.decimals).max() ?? 0
        return zip(ticks, mantissas).map { tick, mantissa in
            // A zero needs neither decimals nor a power where the others have one.
            let digits =
                tick.mantissa == 0 && power(tick) != 0 ? "0" : mantissa.text(decimals: areAlike ? decimals : mantissa.decimals)
            return digits + suffix(power: tick.mantissa == 0 && digits == "0" ? 0 : power(tick))
        }
    }

    /// What follows the digits of a number.
    private func suffix(power: Int) -> String {
        let exponent = power == 0 ? "" : "e\(power)"
        switch format {
        case .number: return exponent
        case .percent: return exponent + "%"
        case .quantity(let unit):
            let prefixed = ["p", "n", "µ", "m", "", "k", "M", "G", "T"][power / 3 + 4] + unit
            return prefixed.isEmpty ? "" : " \(prefixed)"
        }
    }
}

extension String {
    /// `2.5e-6` as 2.5×10⁻⁶, and `1e6` as 10⁶.
    var withRaisedExponent: String {
        guard let mark = firstIndex(of: "e"), mark != startIndex else { return self }
        let raised: [Character: Character] = [
            "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹",
        ]
        let mantissa = self[..<mark]
        let rest = self[index(after: mark)...]
        let power = "10" + String(rest.compactMap { raised[$0] }) + rest.filter { $0 == "%" }
        return switch mantissa {
        case "1": power
        case "-1": "-" + power
        default: "\(mantissa)×\(power)"
        }
    }
}
