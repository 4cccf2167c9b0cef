extension TickSearch {
    /// The labels; long numbers that differ in their last digits are counted from the first of them.
    func written(_ ticks: [Decimal], areAlike: Bool) -> (labels: [String], base: String?) {
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
