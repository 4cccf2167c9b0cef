extension Int {
    /// This fraction of a count, rounded where it is not an integer. Decimal fractions are not exact in binary: 0.07 times 100
    /// is slightly more than 7, but means 7. So a product within 1e-9 of an integer, or within its own rounding error where it
    /// is large, counts as that.
    func share(_ fraction: Double, rounded rule: FloatingPointRoundingRule) -> Int {
        let product = fraction * Double(self)
        let whole = product.rounded()
        let isWhole = abs(product - whole) <= Swift.max(1e-9, 4 * product.ulp)
        return Int(isWhole ? whole : product.rounded(rule))
    }
}
