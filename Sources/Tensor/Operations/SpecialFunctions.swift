// torch's special functions, elementwise. Integers and bools become float32.
extension Tensor {
    /// log |Γ(x)| (torch's `lgamma`).
    public func lgamma() -> Tensor { floatingUnary(.lgamma) }

    /// Γ'(x) / Γ(x), the logarithmic derivative of the gamma function (torch's `digamma`).
    public func digamma() -> Tensor { floatingUnary(.digamma) }

    /// The n-th derivative of ``digamma()``: (-1)ⁿ⁺¹ n! ζ(n + 1, x).
    ///
    /// - Precondition: `n >= 0`.
    public func polygamma(_ n: Int) -> Tensor {
        if n < 0 { trap("polygamma", "the order must not be negative, got \(n)") }
        if n == 0 { return digamma() }
        // 171! is the first that overflows in float64.
        let factorial = (1...Swift.min(n, 171)).reduce(1.0) { $0 * Double($1) }
        let x = floating()
        return Tensor(.floating(Double(n) + 1), dtype: x.dtype).onDevice(of: x).zeta(x) * (n % 2 == 0 ? -factorial : factorial)
    }

    /// The Hurwitz zeta function Σ 1/(other + k)ˢ over k >= 0, with this tensor as s (torch's `special.zeta`).
    ///
    /// It has no derivative with respect to s.
    public func zeta(_ other: Tensor) -> Tensor { Tensor.floatingBinary(.zeta, self, other) }
    /// The Hurwitz zeta function with the same argument for all elements; see `zeta(_:)`.
    public func zeta(_ other: some Scalar) -> Tensor { zeta(.scalar(other, like: floating())) }

    /// The inverse of ``erf()``.
    public func erfinv() -> Tensor { floatingUnary(.erfinv) }

    /// exp(x²) erfc(x), computed without overflow for large x (torch's `special.erfcx`).
    public func erfcx() -> Tensor { floatingUnary(.erfcx) }

    /// The normal distribution function Φ(x), accurate in the lower tail (torch's `special.ndtr`).
    public func ndtr() -> Tensor { (floating() * -0.5.squareRoot()).erfc() * 0.5 }

    /// log Φ(x), computed without underflow (torch's `special.log_ndtr`).
    public func logNdtr() -> Tensor { floatingUnary(.logNdtr) }

    /// The normal quantile, the inverse of ``ndtr()`` (torch's `special.ndtri`).
    public func ndtri() -> Tensor { floatingUnary(.ndtri) }

    /// The modified Bessel function of the first kind of order 0 (torch's `i0`).
    public func i0() -> Tensor { floatingUnary(.i0) }

    /// exp(-|x|) i0(x), computed without overflow (torch's `special.i0e`).
    public func i0e() -> Tensor { floatingUnary(.i0e) }

    /// The modified Bessel function of the first kind of order 1 (torch's `special.i1`).
    public func i1() -> Tensor { floatingUnary(.i1) }

    /// exp(-|x|) i1(x), computed without overflow (torch's `special.i1e`).
    public func i1e() -> Tensor { floatingUnary(.i1e) }

    /// The entropy -x log x: 0 at 0, -∞ below (torch's `special.entr`).
    public func entr() -> Tensor { floatingUnary(.entr) }

    /// x log(other), 0 where x is 0 (torch's `xlogy`).
    public func xlogy(_ other: Tensor) -> Tensor { Tensor.floatingBinary(.xlogy, self, other) }
    /// x log(other) with the same argument for all elements, 0 where x is 0.
    public func xlogy(_ other: some Scalar) -> Tensor { xlogy(.scalar(other, like: floating())) }

    /// x log(1 + other), 0 where x is 0 (torch's `special.xlog1py`).
    public func xlog1py(_ other: Tensor) -> Tensor { Tensor.floatingBinary(.xlog1py, self, other) }
    /// x log(1 + other) with the same argument for all elements, 0 where x is 0.
    public func xlog1py(_ other: some Scalar) -> Tensor { xlog1py(.scalar(other, like: floating())) }

    /// log(x / (1 - x)), the inverse of ``sigmoid()``; x is first clamped to [`eps`, 1 - `eps`], where it is given (torch's
    /// `logit`).
    public func logit(eps: Double? = nil) -> Tensor {
        let x = floating()
        let p = eps.map { x.clamp(min: $0, max: 1 - $0) } ?? x
        return (p / (1 - p)).log()
    }

    /// sin(πx) / (πx), 1 at 0 (torch's `sinc`).
    public func sinc() -> Tensor { floatingUnary(.sinc) }

    /// log₂(2ˣ + 2ʸ), computed without overflow (torch's `logaddexp2`).
    public func logAddExp2(_ other: Tensor) -> Tensor {
        let ln2 = 0.693147180559945309
        let (x, y) = Tensor.aligned(self, other, for: "logAddExp2")
        return (x * ln2).logAddExp(y * ln2) / ln2
    }
}
