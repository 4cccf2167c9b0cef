import Glibc

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

/// The least easy step that is at least as long.
func roundStep(_ length: Double) -> Decimal {
    let exponent = Int(log10(max(length, 1e-290)).rounded(.down)) - 1
    for mantissa in [10, 20, 25, 50, 100] {
        let step = Decimal(mantissa: mantissa, exponent: exponent)
        if step.value >= length * (1 - 1e-9) { return step }
    }
    return Decimal(mantissa: 100, exponent: exponent)
}
