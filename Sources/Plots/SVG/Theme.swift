/// Which colours a picture has.
public enum Theme: Sendable, Hashable {
    /// The light colours, or the dark ones where the reader's system asks for them (`prefers-color-scheme`).
    case automatic
    /// Dark on white.
    case light
    /// Light on nearly black.
    case dark
}

/// The colours of a theme. Text has a contrast of at least 4.5 to the background, series and lines of reference one of at least 3 (WCAG 2.2),
/// and the series differ also for those who see no red, no green or no blue, and in lightness.
struct Colors {
    let background: String, foreground: String, muted: String, grid: String
    let series: [String]

    static let light = Colors(
        background: "#fff", foreground: "#1f2328", muted: "#656d76", grid: "#e4e7eb",
        series: ["#2290d4", "#d02808", "#136747", "#b6398c", "#878740", "#443c4d"])
    static let dark = Colors(
        background: "#0d1117", foreground: "#e6edf3", muted: "#9198a1", grid: "#262c36",
        series: ["#4d8dff", "#f07a2f", "#5fe3b0", "#b67ac0", "#ffe45c", "#d8ecff"])

    /// How many series have a colour of their own.
    static let count = light.series.count
}

extension Theme {
    /// The class of a picture, by which its rules find it: pictures of several themes may stand in one page.
    var name: String {
        switch self {
        case .automatic: "kindling-plot"
        case .light: "kindling-plot-light"
        case .dark: "kindling-plot-dark"
        }
    }

    /// The style sheet: inks are classes that set `color`, which shapes take as `currentColor`.
    func css(inks: Set<String>) -> String {
        let fixed =
            ".\(name) text{font:11px system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}"
            + ".\(name) .l{font-size:12px}.\(name) .h{font-size:15px;font-weight:600}"
            + ".\(name) .n{paint-order:stroke;stroke-width:3px;stroke-linejoin:round}"
        switch self {
        case .light: return fixed + rules(.light, inks)
        case .dark: return fixed + rules(.dark, inks)
        case .automatic: return fixed + rules(.light, inks) + "@media (prefers-color-scheme:dark){\(rules(.dark, inks))}"
        }
    }

    private func rules(_ colors: Colors, _ inks: Set<String>) -> String {
        let fixed =
            ".\(name) .bg{fill:\(colors.background)}.\(name) text{fill:\(colors.foreground)}"
            + ".\(name) .n{stroke:\(colors.background)}.\(name) .g{stroke:\(colors.grid)}"
        let all =
            [("fg", colors.foreground), ("mu", colors.muted)] + colors.series.enumerated().map { ("s\($0.offset)", $0.element) }
        return fixed + all.filter { inks.contains($0.0) }.map { ".\(name) .\($0.0){color:\($0.1)}" }.joined()
    }
}

extension Ink {
    /// The class of its colour.
    var name: String {
        switch self {
        case .series(let number): "s\(number.remainder(of: Colors.count))"
        case .automatic: "s0"
        case .foreground: "fg"
        case .muted: "mu"
        }
    }

    /// The number of the series, 0 for all else.
    var number: Int {
        if case .series(let number) = self { return number }
        return 0
    }

    /// From the seventh series on, colours come again with dashes.
    func dash(_ dash: Dash) -> Dash {
        if case .series(let number) = self, dash == .solid, number >= Colors.count {
            return number / Colors.count % 2 == 1 ? .dashed : .dotted
        }
        return dash
    }
}

extension Int {
    /// The remainder that is never negative.
    func remainder(of divisor: Int) -> Int { ((self % divisor) + divisor) % divisor }
}
