import Plots
import Testing

@Suite("Axes")
struct AxisTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let range: ClosedRange<Double>
        var scale = Axis.Scale.linear
        var format = Axis.Format.number
        let labels: [String]
        var testDescription: String { "\(range) \(scale) \(format)" }
    }

    @Test(
        "Ticks are at round numbers, written alike",
        arguments: [
            Case(range: 0...1, labels: ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
            Case(range: 0...1, format: .percent, labels: ["0%", "20%", "40%", "60%", "80%", "100%"]),
            Case(range: -1...1, labels: ["-1.0", "-0.5", "0.0", "0.5", "1.0"]),
            Case(range: 0.3...0.7, labels: ["0.3", "0.4", "0.5", "0.6", "0.7"]),
            Case(range: 0...60, labels: ["0", "20", "40", "60"]),
            Case(range: 0...3e9, labels: ["0", "10⁹", "2×10⁹", "3×10⁹"]),
            Case(range: 0...4e-7, labels: ["0", "10⁻⁷", "2×10⁻⁷", "3×10⁻⁷", "4×10⁻⁷"]),
            Case(range: 1e9...1_000_000_004, labels: ["0", "+1", "+2", "+3", "+4"]),
            Case(range: 1...10_000, scale: .logarithmic, labels: ["1", "10", "100", "1000", "10000"]),
            Case(range: 0.001...10, scale: .logarithmic, labels: ["0.001", "0.01", "0.1", "1", "10"]),
            Case(range: 1e-12...1e12, scale: .logarithmic, labels: ["10⁻¹⁰", "10⁻⁵", "1", "10⁵", "10¹⁰"]),
            Case(range: 1...20, scale: .logarithmic, labels: ["1", "2", "5", "10", "20"]),
            Case(range: 2...5, scale: .logarithmic, labels: ["2", "3", "4", "5"]),
            Case(range: 0...0.004, format: .quantity("s"), labels: ["0 s", "1 ms", "2 ms", "3 ms", "4 ms"]),
            Case(
                range: 1e-5...1, scale: .logarithmic, format: .quantity("s"),
                labels: ["10 µs", "100 µs", "1 ms", "10 ms", "100 ms", "1 s"]),
            Case(range: 0...30_000, format: .quantity(""), labels: ["0", "10 k", "20 k", "30 k"]),
            Case(range: 7...7, labels: ["6.4", "6.6", "6.8", "7.0", "7.2", "7.4", "7.6"]),
        ])
    func ticks(test: Case) {
        let plot = Plot(y: Axis("", test.range, scale: test.scale, format: test.format)) {}
        #expect(Picture(plot.svg(width: 640, height: 300)).yLabels == test.labels)
    }

    @Test("Narrow pictures have fewer ticks")
    func narrow() {
        let plot = Plot(x: Axis("", 0...1000)) {}
        let (wide, narrow) = (Picture(plot.svg(width: 900)).xLabels, Picture(plot.svg(width: 170)).xLabels)
        #expect(wide.count > narrow.count)
        #expect(narrow.count >= 2)
    }

    @Test("An axis without a range shows all data, and zero where bars stand")
    func automatic() {
        #expect(Picture(Plot { Line(x: [0, 1], y: [40, 60]) }.svg()).yLabels.first == "40")
        #expect(Picture(Plot { Bars(["a", "b"], [40, 60]) }.svg()).yLabels.first == "0")
    }

    @Test("Names stand at bars, and a vertical axis lists them from the top down")
    func names() {
        let bars = Plot { Bars(["a", "b", "c"], [1, 2, 3]) }
        #expect(Picture(bars.svg()).xLabels == ["a", "b", "c"])
        let lying = Picture(Plot { Bars(["a", "b", "c"], [1, 2, 3], direction: .horizontal) }.svg())
        let places = lying.texts.filter { $0.anchor == "end" }
        #expect(places.map(\.words) == ["a", "b", "c"])
        #expect(places.map(\.y) == places.map(\.y).sorted())
    }

    @Test("Equal distances of a linear axis and equal ratios of a logarithmic one are equally long")
    func scales() {
        func distances(_ x: [Double], _ scale: Axis.Scale) -> [Double] {
            let line = Picture(Plot(x: Axis(scale: scale)) { Line(x: x, y: x) }.svg()).lines(ofSeries: 0)[0]
            return zip(line, line.dropFirst()).map { $1.x - $0.x }
        }
        let linear = distances([1, 2, 3], .linear)
        #expect(abs(linear[0] - linear[1]) < 0.21)
        let logarithmic = distances([1, 10, 100], .logarithmic)
        #expect(abs(logarithmic[0] - logarithmic[1]) < 0.21)
    }
}
