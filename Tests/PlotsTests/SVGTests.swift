import Plots
import Testing

@Suite("SVG")
struct SVGTests {
    @Test("Whatever the data are, the picture is well-formed and has finite coordinates", arguments: Hostile.series.map(\.name))
    func wellFormed(name: String) throws {
        let values = try #require(Hostile.series.first { $0.name == name }).values
        var pictures = Hostile.figures(values).map { $0.svg(width: 900, height: 1200) }
        for plot in Hostile.plots(values) {
            for (width, height) in [(640, 400), (0, -5)] {
                pictures.append(plot.svg(width: width, height: height))
            }
        }
        for svg in pictures {
            let picture = Picture(svg)
            #expect(picture.problem == nil)
            #expect(
                !picture.paths.contains { path in ["nan", "inf", "e"].contains { path.attributes["d"]?.contains($0) ?? false } }
            )
            #expect(picture.texts.allSatisfy { $0.x.isFinite && $0.y.isFinite })
        }
    }

    @Test("The picture is an image with a title and a description, at the size that was asked for")
    func accessible() {
        let plot = Plot(title: "A < B & \"C\"", x: Axis("time"), y: Axis("height")) {
            Line(x: [0, 1], y: [0, 1], label: "up")
            Line(x: [0, 1], y: [1, 0], label: "down")
        }
        let picture = Picture(plot.svg(width: 300, height: 200))
        #expect(picture.root["role"] == "img")
        #expect(picture.title == "A < B & \"C\"")
        #expect(picture.summary == "height against time: up; down")
        #expect(picture.root["viewBox"] == "0 0 300 200")
        #expect(picture.texts.map(\.words).contains("up"))
        var told = plot
        told.summary = "two lines that cross"
        #expect(Picture(told.svg()).summary == "two lines that cross")
    }

    @Test("A theme is the reader's or a given one, and pictures of several themes do not disturb each other")
    func themes() {
        let plot = Plot { Line(x: [0, 1], y: [0, 1]) }
        #expect(plot.svg().contains("@media (prefers-color-scheme:dark)"))
        for theme in [Theme.light, .dark] { #expect(!plot.svg(theme: theme).contains("@media")) }
        let classes = [Theme.automatic, .light, .dark].map { Picture(plot.svg(theme: $0)).root["class"] ?? "" }
        #expect(Set(classes).count == 3)
        for (theme, name) in zip([Theme.automatic, .light, .dark], classes) {
            let rules = Picture(plot.svg(theme: theme)).css.split(separator: "}").filter { !$0.hasPrefix("@media") }
            #expect(rules.allSatisfy { $0.hasPrefix(".\(name) ") })
        }
    }

    @Test("Points that are not finite leave gaps")
    func gaps() {
        func pieces(_ y: [Double], scale: Axis.Scale = .linear) -> [Int] {
            let plot = Plot(y: Axis(scale: scale)) { Line(x: y.indices, y: y) }
            return Picture(plot.svg()).lines(ofSeries: 0).map(\.count)
        }
        #expect(pieces([1, 2, 1, 2]) == [4])
        #expect(pieces([1, 2, .nan, 1, 2, 3]) == [2, 3])
        #expect(pieces([.infinity, 2, 1, -.infinity]) == [2])
        #expect(pieces([1, 10, 0, 1, 10, -1, 5, 7], scale: .logarithmic) == [2, 2, 2])
    }

    @Test("What lies outside of a given range is cut off at its edge")
    func clipped() throws {
        let plot = Plot(x: Axis("", 0...10), y: Axis("", 0...10)) { Line(x: [-10, 20], y: [-10, 20]) }
        let inside = Plot(x: Axis("", 0...10), y: Axis("", 0...10)) { Line(x: [0, 10], y: [0, 10]) }
        #expect(Picture(plot.svg()).lines(ofSeries: 0) == Picture(inside.svg()).lines(ofSeries: 0))
        let away = Plot(x: Axis("", 0...10), y: Axis("", 0...10)) { Line(x: [20, 30], y: [1, 2]) }
        #expect(Picture(away.svg()).lines(ofSeries: 0).isEmpty)
    }

    @Test("A million points are thinned, and the picture's extremes stay", arguments: [false, true])
    func thinned(goesBack: Bool) throws {
        let count = 1_000_000
        let x = (0..<count).map { goesBack ? Double(($0 &* 7919) % count) : Double($0) }
        var y = (0..<count).map { Double(($0 &* 48271) % 1009) / 1009 }
        (y[123_457], y[777_777]) = (5, -3)
        let (across, up) = (Axis("", 0...Double(count)), Axis("", -4...6))
        let svg = Plot(x: across, y: up) { Line(x: x, y: y) }.svg()
        #expect(svg.utf8.count < 150_000)
        let lines = Picture(svg).lines(ofSeries: 0).joined()
        let extremes = Picture(
            Plot(x: across, y: up) { Line(x: [0, x[123_457], x[777_777], Double(count - 1)], y: [0, 5, -3, 0]) }.svg()
        ).lines(ofSeries: 0).joined()
        for (axis, least, greatest) in [(0, \SIMD2<Double>.x, \SIMD2<Double>.x), (1, \.y, \.y)] {
            #expect(lines.map { $0[keyPath: least] }.min() == extremes.map { $0[keyPath: least] }.min(), "axis \(axis)")
            #expect(lines.map { $0[keyPath: greatest] }.max() == extremes.map { $0[keyPath: greatest] }.max(), "axis \(axis)")
        }
    }

    @Test("Very many dots, bars and intervals are thinned")
    func thinnedMarks() {
        let places = (0..<50_000).map { Double($0) }
        let values = (0..<50_000).map { Double(($0 &* 48271) % 1009) - 500 }
        let plots = [
            Plot { Scatter(x: places, y: values) },
            Plot { Bars(places.map { "\(Int($0))" }, values) },
            Plot { Bars(places.map { "\(Int($0))" }, values, direction: .horizontal) },
            Plot { Band(x: places, low: values, high: values.map { $0 + 1 }) },
            Plot { ErrorBars(x: places, y: values, low: values, high: values.map { $0 + 1 }) },
        ]
        for plot in plots { #expect(plot.svg().utf8.count < 200_000) }
    }

    @Test("The smallest picture shows its data", arguments: [0, 120, 150, 180, 240])
    func small(height: Int) throws {
        let title = [String](repeating: "many words", count: 20).joined(separator: " ")
        let names = (0..<3).map { "\(title) \($0)" }
        let plot = Plot(title: title, x: Axis(title, names: names), y: Axis(title)) {
            for number in 0..<20 { Line(x: [0, 2], y: [0, 1], label: "line \(number)", ink: .series(number)) }
        }
        let line = try #require(Picture(plot.svg(width: 0, height: height)).lines(ofSeries: 0).first)
        #expect(line[0].x + 20 < line[1].x)
        #expect(line[0].y > line[1].y + 20)
    }

    @Test("A legend that would crowd out the data says how many entries it leaves out")
    func legend() {
        let plot = Plot { for number in 0..<40 { Line(x: [0, 1], y: [0, 1], label: "series number \(number)") } }
        let words = Picture(plot.svg(width: 400, height: 300)).texts.map(\.words)
        let shown = words.filter { $0.hasPrefix("series number") }.count
        #expect(shown > 3 && shown < 40)
        #expect(words.contains("and \(40 - shown) more"))
    }

    @Test("Equal plots have equal bytes")
    func deterministic() {
        func plot() -> String { Hostile.plots([1, 2, .nan, 4]).map { $0.svg() + $0.text() }.joined() }
        #expect(plot() == plot())
    }

    @Test("Long names are broken into lines or shortened, and all stay on the page", arguments: [200, 340, 640, 1200])
    func longNames(width: Int) {
        let names = [
            "compactness, concavity and concave points of the worst nuclei", "radius",
            "Donaudampfschifffahrtsgesellschaftskapitän",
        ]
        for direction in [Direction.vertical, .horizontal] {
            let picture = Picture(
                Plot(title: names.joined()) { Bars(names, [1, 2, 3], direction: direction) }.svg(width: width))
            for text in picture.texts {
                // A sans-serif letter is half of its size wide at the least.
                let length = Double(text.words.count) * 4.2
                let left = text.anchor == "end" ? text.x - length : text.anchor == "middle" ? text.x - length / 2 : text.x
                #expect(left >= 0 && left + length <= Double(width), "\(text.words)")
            }
        }
    }
}
