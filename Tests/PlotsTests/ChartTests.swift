import Plots
import Testing

@Suite("Charts")
struct ChartTests {
    @Test("A histogram counts each value once, at round edges")
    func histogram() {
        let values = (0..<1000).map { Double($0 % 100) / 10 }
        let histogram = Histogram(values + [.nan, .infinity])
        #expect(histogram.counts.reduce(0, +) == 1000)
        #expect(histogram.edges == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
        #expect(histogram.counts.allSatisfy { $0 == 100 })
        let given = Histogram([0, 0.5, 1, 1.5, 2, 7], bins: 2, range: 0...2)
        #expect(given.edges == [0, 1, 2])
        #expect(given.counts == [2, 3])
        #expect(Histogram([Double]()).counts.isEmpty)
        #expect(Histogram([5, 5, 5]).counts.reduce(0, +) == 3)
    }

    @Test("Values at edges fall into the bin above", arguments: [3, 7, 10, 49, 1000])
    func edges(bins: Int) {
        let all = Histogram([0.0, 1], bins: bins, range: 0...1).edges
        let histogram = Histogram(all, bins: bins, range: 0...1)
        #expect(histogram.counts == [Int](repeating: 1, count: bins - 1) + [2])
    }

    @Test("A confusion matrix has its counts and shares in its cells, and says them")
    func confusionMatrix() {
        let picture = Picture(Plot.confusionMatrix([[354, 3], [9, 203]], names: ["benign", "malignant"]).svg())
        let words = picture.texts.map(\.words)
        for cell in ["354 (99.2%)", "3 (0.8%)", "9 (4.2%)", "203 (95.8%)", "predicted", "actual"] {
            #expect(words.contains(cell))
        }
        #expect(picture.summary.contains("malignant: 9 (4.2%) predicted benign"))
        #expect(
            Picture(Plot.confusionMatrix([[0, 0], [0, 0]], names: ["a", "b"]).svg()).texts.map(\.words).contains("0 (0%)"))
        #expect(Picture(Plot.confusionMatrix([], names: []).svg()).problem == nil)
    }

    @Test("A ROC curve starts and ends in the corners of its axes")
    func roc() throws {
        let plot = Plot.roc(
            falsePositiveRate: [0, 0, 0.5, 1], truePositiveRate: Curve("model", [0, 0.8, 1, 1]),
            threshold: (name: "threshold 0.3", x: 0, y: 0.8))
        let picture = Picture(plot.svg())
        let (line, chance) = (
            picture.lines(ofSeries: 0)[0], try #require(picture.paths.last { $0.ink == "mu" && $0.lines.count == 1 })
        )
        #expect(line.first == chance.lines[0].first && line.last == chance.lines[0].last)
        #expect(picture.texts.map(\.words).contains("threshold 0.3"))
    }

    @Test("The best epoch is marked, and epochs count from 1")
    func training() {
        let plot = Plot.trainingCurves([Curve("training", [3, 2, 1]), Curve("validation", [3.0, 2.5, 2.7])], best: 2)
        let picture = Picture(plot.svg())
        #expect(picture.texts.map(\.words).contains("best epoch: 2"))
        let rule = picture.paths.last { $0.ink == "mu" && $0.attributes["stroke-dasharray"] != nil }
        #expect(rule?.lines[0].first?.x == picture.lines(ofSeries: 0)[0][1].x)
    }

    @Test("Learning, decision and calibration show what they are given")
    func others() {
        let learning = Plot.learningCurve(
            rows: [50, 100], measure: "AUROC", curves: [Curve("validation", [0.9, 0.95], low: [0.8, 0.9], high: [1, 1])])
        let decision = Plot.decisionCurve(
            thresholds: [0.1, 0.5], models: [Curve("model", [0.3, 0.2])], treatAll: [0.3, -0.2])
        let calibration = Figure.calibration(
            predicted: [0.1, 0.9], observed: Curve("groups", [0.2, 0.8], low: [0.1, 0.7], high: [0.3, 0.9]),
            positives: [0.9, 0.8],
            negatives: [0.1])
        for (svg, labels) in [
            (learning.svg(), ["validation", "training rows", "AUROC"]),
            (decision.svg(), ["model", "treat all", "treat none", "threshold probability"]),
            (calibration.svg(width: 340, height: 450), ["perfect", "groups", "positive", "negative", "predicted probability"]),
        ] {
            let words = Picture(svg).texts.map(\.words)
            for label in labels { #expect(words.contains(label)) }
        }
    }

    @Test("A plot takes loops, conditions and marks of one's own, and numbers of several types")
    func builder() {
        struct Span: Mark {
            let label: String? = "span"
            let ink = Ink.muted
            let shapes: [PlotShape] = [.rule(.vertical, at: 1, .dashed), .rule(.vertical, at: 2, .dashed)]
        }
        let isShown = true
        var plot = Plot {
            for number in 1...2 { Line(x: 0..<3, y: [Float(number), 2, 3], label: "line \(number)") }
            if isShown { Scatter(x: [1, 2], y: [0.5, 1]) } else { Diagonal() }
        }
        plot.marks.append(Span())
        #expect(plot.marks.count == 4)
        #expect(Picture(plot.svg()).texts.map(\.words).contains("span"))
    }

    @Test("Marks without a colour get one each, and those that share one share it")
    func inks() {
        let plot = Plot {
            Line(x: [0, 1], y: [0, 1], label: "a")
            Rule(y: 0.5)
            Line(x: [0, 1], y: [0, 2], label: "b")
            Band(x: [0, 1], low: [0, 1], high: [1, 2], ink: .series(1))
        }
        let inks = Picture(plot.svg()).paths.map(\.ink)
        #expect(Set(inks).isSuperset(of: ["s0", "s1", "mu"]))
        #expect(!inks.contains("s2"))
    }

    @Test("A programmer's mistakes end the program")
    func traps() async {
        await #expect(processExitsWith: .failure) { _ = Line(x: [1, 2], y: [1]) }
        await #expect(processExitsWith: .failure) { _ = Band(x: [1, 2], low: [1, 2], high: [1]) }
        await #expect(processExitsWith: .failure) { _ = Bars(["a"], [1, 2]) }
        await #expect(processExitsWith: .failure) { _ = Axis("", 0...1, scale: .logarithmic) }
        await #expect(processExitsWith: .failure) { _ = HeatMap([[1], [1, 2]]) }
        await #expect(processExitsWith: .failure) { _ = Figure([], columns: 0) }
        await #expect(processExitsWith: .failure) { _ = Plot.confusionMatrix([[1]], names: ["a", "b"]) }
    }
}
