/// Which characters a plot in a terminal is made of.
public enum TextStyle: Sendable, Hashable {
    /// Braille and blocks: eight dots in each character.
    case braille
    /// ASCII alone; other characters in labels become question marks.
    case ascii
}

/// A grid of characters, which takes dots.
struct Canvas {
    let columns: Int, rows: Int
    let style: TextStyle
    private var dots: [UInt8]
    private var glyphs: [Character?]
    private var inks: [Ink?]

    /// How many dots a character is wide.
    var dotsAcross: Int { style == .braille ? 2 : 1 }
    /// How many dots a character is high.
    var dotsDown: Int { style == .braille ? 4 : 1 }

    init(columns: Int, rows: Int, style: TextStyle) {
        (self.columns, self.rows, self.style) = (columns, rows, style)
        dots = [UInt8](repeating: 0, count: columns * rows)
        glyphs = [Character?](repeating: nil, count: columns * rows)
        inks = [Ink?](repeating: nil, count: columns * rows)
    }

    /// The places of dots, from the middle of the first to that of the last.
    var bounds: Rectangle {
        Rectangle(left: 0, top: 0, right: Double(columns * dotsAcross - 1), bottom: Double(rows * dotsDown - 1))
    }

    mutating func dot(_ x: Int, _ y: Int, _ ink: Ink) {
        guard x >= 0, y >= 0, x < columns * dotsAcross, y < rows * dotsDown else { return }
        if style == .ascii { return put(ink.letter, x, y, ink) }
        // The dots of a braille character are numbered down its left column, then its right one, and the fourth row last.
        let bit = [[0, 3], [1, 4], [2, 5], [6, 7]][y % 4][x % 2]
        let cell = y / 4 * columns + x / 2
        dots[cell] |= 1 << UInt8(bit)
        inks[cell] = ink
    }

    /// Puts a character into a cell.
    mutating func put(_ glyph: Character, _ column: Int, _ row: Int, _ ink: Ink?) {
        guard column >= 0, row >= 0, column < columns, row < rows else { return }
        glyphs[row * columns + column] = glyph
        inks[row * columns + column] = ink
    }

    /// Puts a part of a bar into a cell; where another series has a bar, the cell shows both.
    mutating func fill(_ glyph: Character, _ column: Int, _ row: Int, _ ink: Ink) {
        guard column >= 0, row >= 0, column < columns, row < rows else { return }
        let cell = row * columns + column
        let isShared = glyphs[cell] != nil && inks[cell] != ink
        put(isShared ? (style == .ascii ? "%" : "▚") : glyph, column, row, ink)
    }

    /// A line of dots, of which the pattern takes some.
    mutating func line(_ line: [Spot], _ ink: Ink, _ isDrawn: (Int) -> Bool) {
        var count = 0
        func place(_ spot: Spot) -> (Int, Int) { (Int(spot.x.rounded()), Int(spot.y.rounded())) }
        guard let first = line.first else { return }
        var (x, y) = place(first)
        if isDrawn(count) { dot(x, y, ink) }
        for spot in line.dropFirst() {
            let (endX, endY) = place(spot)
            let (fromX, fromY) = (x, y)
            let steps = max(abs(endX - fromX), abs(endY - fromY))
            for step in stride(from: 1, through: steps, by: 1) {
                let part = Double(step) / Double(steps)
                x = fromX + Int((Double(endX - fromX) * part).rounded())
                y = fromY + Int((Double(endY - fromY) * part).rounded())
                count += 1
                if isDrawn(count) { dot(x, y, ink) }
            }
        }
    }

    /// The rows, as text.
    func lines(hasColor: Bool) -> [String] {
        (0..<rows).map { row in
            var line = ""
            var current: String?
            for cell in row * columns..<(row + 1) * columns {
                let glyph =
                    glyphs[cell] ?? (dots[cell] == 0 ? " " : Character(Unicode.Scalar(0x2800 + UInt32(dots[cell])) ?? " "))
                let code = hasColor && glyph != " " ? inks[cell]?.terminalColor : nil
                if code != current {
                    line += current == nil ? "" : "\u{1b}[0m"
                    line += code.map { "\u{1b}[\($0)m" } ?? ""
                    current = code
                }
                line.append(glyph)
            }
            return line + (current == nil ? "" : "\u{1b}[0m")
        }
    }
}

extension Ink {
    /// The letter that stands for a dot in ASCII.
    var letter: Character {
        switch self {
        case .series(let number): ["*", "o", "+", "x", "#", "@"][number.remainder(of: 6)]
        case .automatic, .foreground: "*"
        case .muted: "."
        }
    }

    /// The symbol of its points.
    var symbol: Character {
        switch self {
        case .series(let number): ["●", "■", "▲", "◆", "×", "+"][number.remainder(of: 6)]
        case .automatic, .foreground, .muted: "●"
        }
    }

    /// What fills its bars.
    var fill: Character {
        switch self {
        case .series(let number): ["█", "▒", "▓", "░"][number.remainder(of: 4)]
        case .automatic, .foreground, .muted: "█"
        }
    }

    /// The code that sets the colour in a terminal.
    var terminalColor: String? {
        switch self {
        case .series(let number): ["34", "31", "32", "35", "33", "36"][number.remainder(of: 6)]
        case .muted: "90"
        case .automatic, .foreground: nil
        }
    }

    /// Which dots of a line are drawn: in text without colours, the lines of series are told apart by their dashes.
    func pattern(_ dash: Dash, hasColor: Bool) -> @Sendable (Int) -> Bool {
        switch dash {
        case .dashed: return { $0 % 8 < 4 }
        case .dotted: return { $0 % 4 == 0 }
        case .solid: break
        }
        if hasColor { return { _ in true } }
        switch number.remainder(of: 4) {
        case 0: return { _ in true }
        case 1: return { $0 % 8 < 5 }
        case 2: return { $0 % 3 == 0 }
        default: return { $0 % 12 < 6 || $0 % 12 == 8 }
        }
    }
}
