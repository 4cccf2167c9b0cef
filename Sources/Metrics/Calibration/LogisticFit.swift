import Glibc

/// The maximum likelihood of logit P(y = 1) = a + b x, by Newton's method (which is iteratively reweighted least squares).
struct LogisticFit {
    /// a, or how much the logits must be raised where the slope is held at 1.
    private(set) var intercept: Estimate
    /// b; nil where it is held at 1.
    private(set) var slope: Estimate?

    /// A fit to outcomes, where they determine one.
    ///
    /// - Parameters:
    ///   - x: finite numbers.
    ///   - holdingSlope: holds b at 1, so that x is an offset.
    init(_ x: [Double], _ isPositive: [Bool], holdingSlope: Bool) throws(Undetermined) {
        try Self.requireMaximum(x, isPositive, holdingSlope: holdingSlope)
        try self.init(x, targets: isPositive.map { $0 ? 1 : 0 }, holdingSlope: holdingSlope)
    }

    /// A fit to probabilities of the outcome, for which the likelihood has a maximum unless x is constant.
    init(_ x: [Double], targets: [Double], holdingSlope: Bool) throws(Undetermined) {
        // x = center + scale · z: numbers far from 0 would make the equations ill-conditioned.
        let center = x.reduce(0) { $0 + $1 / Double(x.count) }
        let scale = x.reduce(0) { max($0, abs($1 - center)) }
        let z = x.map { scale == 0 ? 0 : ($0 - center) / scale }
        var (a, b) = holdingSlope ? (center, scale) : (0, 0)
        var best = Self.logLikelihood(z, targets, a, b)
        for _ in 0..<200 {
            let sums = Sums(z, targets, a, b)
            let determinant = sums.w * sums.wzz - sums.wz * sums.wz
            if !(sums.w > 0) || !holdingSlope && !(determinant > 0) { throw .notConverged }
            var (da, db) = (sums.residual / sums.w, 0.0)
            if !holdingSlope {
                da = (sums.wzz * sums.residual - sums.wz * sums.residualZ) / determinant
                db = (sums.w * sums.residualZ - sums.wz * sums.residual) / determinant
            }
            let isLast = abs(da) <= 1e-9 * (1 + abs(a)) && abs(db) <= 1e-9 * (1 + abs(b))
            // The likelihood is concave: a shorter step in the same direction raises it, but for the rounding of its sum.
            var next = Self.logLikelihood(z, targets, a + da, b + db)
            var halvings = 0
            while !(next >= best - 1e-10 * abs(best)) {
                if halvings == 60 { throw .notConverged }
                halvings += 1
                (da, db) = (da / 2, db / 2)
                next = Self.logLikelihood(z, targets, a + da, b + db)
            }
            (a, b, best) = (a + da, b + db, next)
            if !isLast { continue }
            if holdingSlope {
                intercept = Estimate(a - center, standardError: (1 / sums.w).squareRoot())
                slope = nil
            } else {
                let shift = center / scale
                let variance = (sums.wzz + 2 * shift * sums.wz + shift * shift * sums.w) / determinant
                intercept = Estimate(a - b * shift, standardError: variance.squareRoot())
                slope = Estimate(b / scale, standardError: (sums.w / determinant).squareRoot() / scale)
            }
            return
        }
        throw .notConverged
    }

    /// Throws where the likelihood has no maximum, which for one covariate its order alone decides (Albert & Anderson, Biometrika
    /// 71, 1984): where no case of one class lies strictly between cases of the other.
    private static func requireMaximum(_ x: [Double], _ isPositive: [Bool], holdingSlope: Bool) throws(Undetermined) {
        var ranges = [(low: Double.infinity, high: -Double.infinity), (low: .infinity, high: -.infinity)]
        for (value, isPositive) in zip(x, isPositive) {
            let range = ranges[isPositive ? 1 : 0]
            ranges[isPositive ? 1 : 0] = (min(range.low, value), max(range.high, value))
        }
        let (negative, positive) = (ranges[0], ranges[1])
        if negative.low > negative.high || positive.low > positive.high { throw .oneClass }
        if holdingSlope { return }
        if min(negative.low, positive.low) == max(negative.high, positive.high) { throw .constantScores }
        if negative.high < positive.low || positive.high < negative.low { throw .separated }
        if negative.high == positive.low || positive.high == negative.low { throw .quasiSeparated }
    }

    /// Σ t η - ln (1 + exp η), where η = a + b z.
    private static func logLikelihood(_ z: [Double], _ targets: [Double], _ a: Double, _ b: Double) -> Double {
        zip(z, targets).reduce(0) { sum, pair in
            let eta = a + b * pair.0
            return sum + (eta < 0 ? pair.1 * eta : (pair.1 - 1) * eta) - log1p(exp(-abs(eta)))
        }
    }

    /// The score and the information: sums of residuals t - p and of weights p (1 - p).
    private struct Sums {
        var (residual, residualZ, w, wz, wzz) = (0.0, 0.0, 0.0, 0.0, 0.0)

        init(_ z: [Double], _ targets: [Double], _ a: Double, _ b: Double) {
            for (z, target) in zip(z, targets) {
                let eta = a + b * z
                // The smaller of p and 1 - p, which has all its digits.
                let tail = exp(-abs(eta)) / (1 + exp(-abs(eta)))
                let r = eta < 0 ? target - tail : target - 1 + tail
                let weight = tail * (1 - tail)
                residual += r
                residualZ += r * z
                w += weight
                wz += weight * z
                wzz += weight * z * z
            }
        }
    }
}
