/// Numbers as a language writes them: with its decimal mark, a real minus sign, and no more digits than say something.
struct Figures: Sendable {
    /// The language.
    let language: Language

    private var mark: String { language == .german ? "," : "." }

    /// A measurement with all of its digits.
    func value(_ x: Double) -> String {
        let text = x == x.rounded() && abs(x) < 1e15 ? "\(Int(x))" : "\(x)"
        return localized(text)
    }

    /// A number with so many decimals; zeros are kept, so that columns align.
    func decimal(_ x: Double, _ decimals: Int) -> String { localized(Figures.fixed(x, decimals)) }

    /// A number with an explicit sign.
    func signed(_ x: Double, _ decimals: Int = 2) -> String {
        let text = decimal(x, decimals)
        return x > 0 ? "+" + text : text
    }

    /// A number of things, its thousands grouped.
    func count(_ n: Int) -> String {
        let digits = Array(String(n.magnitude))
        var text = n < 0 ? "\u{2212}" : ""
        for (i, digit) in digits.enumerated() {
            if i > 0, (digits.count - i) % 3 == 0 { text += language == .german ? "." : "," }
            text.append(digit)
        }
        return text
    }

    /// A probability in percent.
    ///
    /// It has one decimal, more where it would else seem to lie on the other side of the threshold, and is never rounded to 0 or 100.
    func percent(_ p: Double, threshold: Double? = nil) -> String {
        let percent = p * 100
        if p > 0, percent < 0.05 { return "< " + decimal(0.1, 1) + sign }
        if p < 1, percent > 99.95 { return "> " + decimal(99.9, 1) + sign }
        var decimals = 1
        if let threshold {
            while decimals < 8, (Figures.rounded(percent, decimals) >= threshold * 100) != (p >= threshold) { decimals += 1 }
        }
        return decimal(percent, decimals) + sign
    }

    /// A share in percent, without decimals that are zero.
    func share(_ p: Double) -> String {
        var decimals = 2
        while decimals > 0, Figures.fixed(p * 100, decimals).hasSuffix("0") { decimals -= 1 }
        return decimal(p * 100, decimals) + sign
    }

    /// An interval of probabilities in percent.
    func percent(_ range: ClosedRange<Double>) -> String {
        let (lower, upper) = (percent(range.lowerBound), percent(range.upperBound))
        if lower.hasPrefix("<") || upper.hasPrefix(">") { return lower + Figures.dash + upper }
        return lower.dropLast(sign.count) + Figures.dash + upper
    }

    /// An interval of measurements.
    func range(_ range: ClosedRange<Double>) -> String {
        value(Figures.rounded(range.lowerBound)) + Figures.dash + value(Figures.rounded(range.upperBound))
    }

    private var sign: String { language == .german ? "\u{A0}%" : "%" }

    private func localized(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "-": result += "\u{2212}"
            case ".": result += mark
            default: result.append(character)
            }
        }
        return result
    }
}

extension Figures {
    /// What stands between the ends of an interval; a line does not end there.
    static let dash = "\u{A0}\u{2013}\u{A0}"

    /// The nearest number of four significant digits.
    static func rounded(_ x: Double) -> Double {
        guard x.isFinite, x != 0 else { return x }
        var (scale, magnitude) = (1.0, abs(x))
        while magnitude < 1000, scale < 1e15 { (magnitude, scale) = (magnitude * 10, scale * 10) }
        return (x * scale).rounded() / scale
    }

    /// The nearest number with so many decimals.
    static func rounded(_ x: Double, _ decimals: Int) -> Double {
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        return (x * scale).rounded() / scale
    }

    /// A number in positional notation with so many decimals, as `printf`'s `%.nf` but for ties.
    static func fixed(_ x: Double, _ decimals: Int) -> String {
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (abs(x) * scale).rounded()
        guard scaled < 1e15 else { return "\(x)" }
        var digits = String(Int(scaled))
        let sign = x < 0 && scaled > 0 ? "-" : ""
        if decimals == 0 { return sign + digits }
        digits = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        return sign + digits.dropLast(decimals) + "." + digits.suffix(decimals)
    }
}
