import Plots
import Testing

@Suite("Text")
struct TextTests {
    @Test("A line looks so")
    func line() {
        let plot = Plot(title: "Squares", x: Axis("x"), y: Axis("y")) {
            Line(x: 0...4, y: [0, 1, 4, 9, 16], label: "x squared")
        }
        let ascii = """
            Squares
            **** x squared
            y
               |                           **
            15 +                         **
            10 +                       **
               |                    ***
             5 +                ****
               |           *****
             0 +***********
               ++-------------+-------------+-
                0             2             4
                              x
            """
        #expect(
            plot.text(columns: 34, rows: 13, style: .ascii).split(separator: "\n").map(trimmed)
                == ascii.split(separator: "\n").map(trimmed))
        #expect(plot.text(columns: 34, rows: 13).contains("⣀"))
    }

    @Test("Whatever the data are, the text keeps its size and commands no terminal", arguments: Hostile.series.map(\.name))
    func size(name: String) throws {
        let values = try #require(Hostile.series.first { $0.name == name }).values
        for plot in Hostile.plots(values) {
            for (columns, rows) in [(72, 20), (0, -1)] {
                for style in [TextStyle.braille, .ascii] {
                    let text = plot.text(columns: columns, rows: rows, style: style)
                    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
                    #expect(lines.count <= max(rows, 8) + 2)
                    #expect(lines.allSatisfy { $0.count <= max(columns, 24) })
                    #expect(!text.unicodeScalars.contains { $0.value < 32 && $0 != "\n" || $0 == "\u{7f}" })
                    if style == .ascii { #expect(text.utf8.allSatisfy { $0 < 128 }) }
                }
            }
        }
        for figure in Hostile.figures(values) { _ = figure.text() }
    }

    @Test("Colours are codes around what they colour, and without them the text is the same width")
    func colors() {
        let plot = Plot { Line(x: [0, 1], y: [0, 1], label: "a") }
        let text = plot.text(hasColor: true)
        #expect(text.contains("\u{1b}[34m"))
        let codes = text.split(separator: "\u{1b}", omittingEmptySubsequences: false).dropFirst().map {
            $0.prefix { $0 != "m" }
        }
        #expect(codes.count % 2 == 0)
        #expect(codes.enumerated().allSatisfy { $0.element == ($0.offset % 2 == 0 ? "[34" : "[0") })
        #expect(!plot.text().contains("\u{1b}"))
    }

    @Test("Bars are as high as their values, in eighths of a character")
    func bars() {
        let plot = Plot(y: Axis("", 0...8)) { Bars(["a", "b"], [8, 4]) }
        let lines = plot.text(columns: 40, rows: 10).split(separator: "\n")
        let full = lines.map { $0.filter { $0 == "█" }.count }
        #expect(full.first ?? 0 > 0)
        #expect(full.filter { $0 == full[0] }.count == 4)
        #expect(full.filter { $0 == 2 * full[0] }.count == 4)
    }

    @Test("Where bars lie over each other, text shows both")
    func overlap() {
        let plot = Plot {
            Histogram([0.5, 0.5, 1.5], bins: 2, range: 0...2, label: "a")
            Histogram([0.5, 1.5, 1.5], bins: 2, range: 0...2, label: "b")
        }
        let lines = plot.text(columns: 40, rows: 14, style: .ascii).split(separator: "\n")
        #expect(lines.contains { $0.contains("***") && $0.contains("ooo") && !$0.contains("%") })
        #expect(lines.contains { $0.contains("%%%") && !$0.contains("*") && !$0.contains("o") })
    }

    private func trimmed(_ line: Substring) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return String(line)
    }
}
