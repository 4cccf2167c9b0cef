extension Int {
    /// This fraction of so many, rounded where it is no whole number. Decimal fractions are no doubles: 0.07 times 100 is a little
    /// more than 7, and means 7. So a product within 1e-9 of a whole number, or within its own rounding where it is large, is that.
    func share(_ fraction: Double, rounded rule: FloatingPointRoundingRule) -> Int {
        let product = fraction * Double(self)
        let whole = product.rounded()
        let isWhole = abs(product - whole) <= Swift.max(1e-9, 4 * product.ulp)
        return Int(isWhole ? whole : product.rounded(rule))
    }
}
