/// The symbols of series, each of its own form: who cannot tell the colours apart can tell these.
enum Symbol: CaseIterable {
    case disc, square, triangle, diamond, cross, star

    init(_ ink: Ink) {
        self = Symbol.allCases[ink.number.remainder(of: Symbol.allCases.count)]
    }

    /// Its path, relative to its middle.
    func path(radius r: Double) -> String {
        let p = pixels
        switch self {
        case .disc: return "h0"  // the round end of a line without length
        case .square: return "m\(p(-0.9 * r)) \(p(-0.9 * r))h\(p(1.8 * r))v\(p(1.8 * r))h\(p(-1.8 * r))z"
        case .triangle: return "m0 \(p(-1.2 * r))l\(p(1.2 * r)) \(p(2.1 * r))h\(p(-2.4 * r))z"
        case .diamond:
            return "m0 \(p(-1.3 * r))l\(p(1.3 * r)) \(p(1.3 * r)) \(p(-1.3 * r)) \(p(1.3 * r)) \(p(-1.3 * r)) \(p(-1.3 * r))z"
        case .cross: return "m\(p(-r)) \(p(-r))l\(p(2 * r)) \(p(2 * r))m0 \(p(-2 * r))l\(p(-2 * r)) \(p(2 * r))"
        case .star: return "m\(p(-1.2 * r)) 0h\(p(2.4 * r))m\(p(-1.2 * r)) \(p(-1.2 * r))v\(p(2.4 * r))"
        }
    }
}
