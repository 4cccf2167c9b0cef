import Plots

/// Data as they come from outside, and every chart, drawn with the worst of them.
enum Hostile {
    static let series: [(name: String, values: [Double])] = [
        ("nothing", []),
        ("one value", [3]),
        ("equal values", [2, 2, 2]),
        ("zeros", [0, 0]),
        ("not numbers", [.nan, .nan]),
        ("infinite ones", [.infinity, 1, -.infinity, 2]),
        ("gaps", [1, .nan, 2, 3, .nan, .nan, 4]),
        ("the greatest and the least", [.greatestFiniteMagnitude, -.greatestFiniteMagnitude, 1]),
        ("huge ones", [1e300, -1e300, 5]),
        ("tiny ones", [.leastNonzeroMagnitude, .leastNormalMagnitude / 8, .leastNormalMagnitude]),
        ("close ones", [1e15, 1e15 + 1, 1e15 + 2]),
        ("neighbours", [1, 1.0.nextUp, 1.0.nextDown]),
        ("far and near", [1e-300, 1, 1e300]),
        ("negative ones", [-5, -1, -1e9]),
    ]

    static let words = "<b>\"&'\u{0}\u{1b}[31m\u{ffff}]]> é 乳癌 👩‍⚕️\n\t"

    /// Marks of all kinds with these values, on axes of both kinds.
    static func plots(_ values: [Double]) -> [Plot] {
        let places = values.indices.map(Double.init)
        let names = values.indices.map { "\(words)\($0)" }
        let kinds: [(Axis.Scale, Axis.Format)] = [
            (.linear, .number), (.linear, .percent), (.logarithmic, .number), (.logarithmic, .quantity("s")),
        ]
        return kinds.flatMap { scale, format in
            [
                Plot(
                    title: words, x: Axis(words, scale: scale, format: format), y: Axis(words, scale: scale, format: format)
                ) {
                    Line(x: places, y: values, label: words, hasDots: true)
                    Line(x: values, y: values, label: "both")
                    Steps(x: places, y: values, label: "steps", dash: .dotted)
                    Scatter(x: values, y: places, label: "dots")
                    Band(x: places, low: values, high: values.reversed(), label: "band")
                    ErrorBars(
                        x: places, y: values, low: values.map { $0 - 1 }, high: values.map { $0 * 2 }, label: "errors")
                    ErrorBars(x: values, y: places, low: values, high: values.map { $0 + 1 }, direction: .horizontal)
                    Histogram(values, label: "histogram")
                    Rule(x: values.first ?? .nan, label: "x")
                    Rule(y: values.last ?? .nan, label: "y")
                    Diagonal(label: "diagonal")
                    for value in values { Annotation(words, x: value, y: value) }
                },
                Plot(title: "bars", y: Axis("", scale: scale, format: format)) {
                    Bars(names, values, label: "a")
                    Bars(names, values.reversed(), label: "b")
                },
                Plot(title: "bars", x: Axis("", scale: scale, format: format)) {
                    Bars(names, values, direction: .horizontal)
                },
                Plot { HeatMap([values, values.reversed()], words: [names, names]) },
                .trainingCurves([Curve(words, values)], best: 1, scale: scale),
            ]
        }
    }

    static func figures(_ values: [Double]) -> [Figure] {
        [
            .calibration(predicted: values, observed: Curve("", values), positives: values, negatives: values),
            Figure(plots(values), title: words, columns: 3),
            Figure([]),
        ]
    }
}
