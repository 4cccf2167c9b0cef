/// The text of an SVG, written piece by piece.
struct Markup {
    private(set) var text = ""
    /// The classes of the inks that were used.
    private(set) var inks: Set<String> = []

    /// Appends what is markup already.
    mutating func add(_ markup: String) { text += markup }

    mutating func words(_ words: String, x: Double, y: Double, anchor: String = "", _ attributes: String = "") {
        let anchor = anchor.isEmpty ? "" : " text-anchor=\"\(anchor)\""
        add("<text x=\"\(pixels(x))\" y=\"\(pixels(y))\"\(anchor)\(attributes)>\(escaped(words))</text>\n")
    }

    mutating func rectangle(_ box: Rectangle, _ attributes: String) {
        add(
            "<rect x=\"\(pixels(box.left))\" y=\"\(pixels(box.top))\" width=\"\(pixels(box.width))\" height=\"\(pixels(box.height))\"\(attributes)/>\n"
        )
    }

    mutating func path(_ data: String, _ attributes: String) {
        if !data.isEmpty { add("<path d=\"\(data)\"\(attributes)/>\n") }
    }

    /// What the closure writes, in an ink.
    mutating func group(_ ink: Ink, _ attributes: String = "", _ content: (inout Markup) -> Void) {
        inks.insert(ink.name)
        add("<g class=\"\(ink.name)\"\(attributes)>\n")
        content(&self)
        add("</g>\n")
    }
}

/// A text as XML holds it. What XML cannot hold, such as control characters, is replaced.
func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&quot;"
        case "\t", "\n", "\r": result += " "
        case "\0"..." ", "\u{7f}"..."\u{9f}", "\u{fffe}", "\u{ffff}": result += scalar == " " ? " " : "\u{fffd}"
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}

/// A length with at most one decimal.
func pixels(_ length: Double) -> String { tenths(tenths(length)) }

private func tenths(_ length: Double) -> Int { Int((min(max(length, -1e9), 1e9) * 10).rounded()) }

private func tenths(_ value: Int) -> String {
    let (whole, rest) = value.magnitude.quotientAndRemainder(dividingBy: 10)
    let sign = value < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    return whole == 0 ? "\(sign).\(rest)" : "\(sign)\(whole).\(rest)"
}

/// The data of a path: absolute where a line starts, then relative, in tenths of a pixel, so that nothing adds up.
func pathData(_ lines: [[Spot]], closed: Bool = false) -> String {
    var data = ""
    for line in lines {
        guard let first = line.first else { continue }
        var (x, y) = (tenths(first.x), tenths(first.y))
        data += "M\(tenths(x)) \(tenths(y))"
        var hasMoved = false
        for spot in line.dropFirst() {
            let (dx, dy) = (tenths(spot.x) - x, tenths(spot.y) - y)
            if dx == 0 && dy == 0 { continue }
            (x, y) = (x + dx, y + dy)
            data += (hasMoved ? (dx < 0 ? "" : " ") : "l") + tenths(dx) + (dy < 0 ? "" : " ") + tenths(dy)
            hasMoved = true
        }
        // A line of one point is a dot.
        if !hasMoved { data += "h0" }
        if closed { data += "z" }
    }
    return data
}
