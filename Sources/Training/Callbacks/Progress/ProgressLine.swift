/// A line of progress as a reader sees it, without escapes. What is nil is left out.
package struct ProgressLine: Sendable {
    package var epoch: Int
    package var lastEpoch: Int
    /// The steps made in the epoch's loop; nil at the end of an epoch.
    package var step: Int?
    /// How many there will be.
    package var stepCount: Int?
    package var metrics: [(name: String, value: Double)] = []
    package var bestEpoch: Int?
    package var stepsPerSecond: Double?
    package var secondsLeft: Double?

    package init(epoch: Int, lastEpoch: Int) {
        self.epoch = epoch
        self.lastEpoch = lastEpoch
    }

    package var text: String {
        let padding = String(repeating: " ", count: max(0, "\(lastEpoch)".count - "\(epoch)".count))
        var fields = ["epoch \(padding)\(epoch) of \(lastEpoch)"]
        if let step { fields.append("step \(step)" + (stepCount.map { " of \($0)" } ?? "")) }
        fields += metrics.map { "\($0.name) \(ProgressLine.number($0.value))" }
        if let bestEpoch { fields.append("best epoch \(bestEpoch)") }
        if let stepsPerSecond { fields.append(ProgressLine.rate(stepsPerSecond)) }
        if let secondsLeft { fields.append(ProgressLine.duration(secondsLeft) + " left") }
        return fields.joined(separator: "   ")
    }

    /// Whether an epoch has a line of its own: all of a few; of many 1, 10, 50, 100, 200, ..., 1000, 2000, ... and the last one.
    package static func isMilestone(_ epoch: Int, of last: Int) -> Bool {
        if last <= 20 || epoch == last { return true }
        if epoch < 100 { return epoch == 1 || epoch == 10 || epoch == 50 }
        var unit = 100
        while epoch / unit >= 10 { unit *= 10 }
        return epoch.isMultiple(of: unit)
    }

    /// Whole numbers as they are; others with four decimals, or three significant digits where these would not tell much.
    package static func number(_ x: Double) -> String {
        let size = abs(x)
        if size < 1e9 && x == x.rounded() { return "\(Int(x))" }
        if !x.isFinite { return "\(x)" }
        if size >= 1e-3 && size < 1e4 { return fixed(x, 4) }
        var exponent = 0
        var mantissa = size
        while mantissa >= 9.995 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
        while mantissa < 0.9995 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
        return "\(x < 0 ? "-" : "")\(fixed(mantissa, 2))e\(exponent)"
    }

    private static func fixed(_ x: Double, _ digits: Int) -> String {
        let scale = (0..<digits).reduce(1) { product, _ in product * 10 }
        let (whole, fraction) = Int((abs(x) * Double(scale)).rounded()).quotientAndRemainder(dividingBy: scale)
        return "\(x < 0 ? "-" : "")\(whole).\(String(repeating: "0", count: digits - "\(fraction)".count))\(fraction)"
    }

    package static func rate(_ stepsPerSecond: Double) -> String {
        switch stepsPerSecond {
        case 100...: "\(Int(min(stepsPerSecond, 1e15).rounded())) steps/s"
        case 1...: "\(fixed(stepsPerSecond, 1)) steps/s"
        default: stepsPerSecond > 1e-9 ? "\(fixed(1 / stepsPerSecond, 1)) s/step" : "0 steps/s"
        }
    }

    /// 0:42, 12:05, 3:15:20, 4 d 4 h.
    package static func duration(_ seconds: Double) -> String {
        let total = Int(min(max(seconds, 0), 1e12).rounded())
        let (minutes, hours) = (total / 60, total / 3600)
        func two(_ x: Int) -> String { x < 10 ? "0\(x)" : "\(x)" }
        if hours >= 24 { return "\(hours / 24) d \(hours % 24) h" }
        return hours > 0 ? "\(hours):\(two(minutes % 60)):\(two(total % 60))" : "\(minutes):\(two(total % 60))"
    }
}
