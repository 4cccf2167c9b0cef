/// How wide a text is drawn, about: sans-serif fonts differ by some percent, and an SVG cannot measure.
func textWidth(_ text: String, size: Double) -> Double {
    text.unicodeScalars.reduce(0) { $0 + width(of: $1) } * size
}

/// The text, with its end replaced by … where it would be wider.
func shortened(_ text: String, to width: Double, size: Double) -> String {
    if textWidth(text, size: size) <= width { return text }
    var text = text
    while !text.isEmpty, textWidth(text + "…", size: size) > width { text.removeLast() }
    while text.last == " " { text.removeLast() }
    return text + "…"
}

/// The words in as many lines as they need, at most `most`.
func wrapped(_ text: String, to width: Double, size: Double, most: Int) -> [String] {
    if most < 1 { return [] }
    var lines: [String] = []
    for word in text.split(whereSeparator: \.isWhitespace) {
        if let last = lines.last, textWidth("\(last) \(word)", size: size) <= width || lines.count >= most {
            lines[lines.count - 1] += " \(word)"
        } else {
            lines.append(String(word))
        }
    }
    return lines.map { shortened($0, to: width, size: size) }
}

/// Widths in parts of the font's size: those of DejaVu Sans, about the widest of the fonts that readers have.
private func width(of scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case "i", "j", "l", "I", ".", ",", ":", ";", "'", "|", "!", " ": 0.32
    case "f", "t", "r", "(", ")", "[", "]", "/", "-", "·": 0.4
    case "m", "w", "M", "W", "%", "@", "…", "—", "→": 0.98
    case "A"..."Z", "+", "=", "<", ">", "×", "−": 0.72
    case "\u{300}"..."\u{36f}", "\u{200b}"..."\u{200f}": 0
    case "\u{1100}"...: isWide(scalar) ? 1.05 : 0.64
    default: 0.62
    }
}

/// Whether a scalar is twice as wide as a letter, as those of Chinese, Japanese and Korean are, and emoji.
func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115f, 0x2e80...0x303e, 0x3041...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f, 0xff00...0xff60,
        0xffe0...0xffe6, 0x1f300...0x1f64f, 0x1f900...0x1f9ff, 0x20000...0x3fffd:
        true
    default: false
    }
}
