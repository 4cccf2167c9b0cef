// Fits a line that divides two groups, and shows how: with plots alone, no tensors.
//
//     swift run --package-path Examples/TrainingCurves                       # in the terminal
//     swift run --package-path Examples/TrainingCurves - > curves.svg        # as a picture

import Glibc
import Plots

/// Two groups of points that overlap, from a random number generator that starts alike each time.
struct Random: RandomNumberGenerator {
    private var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
    mutating func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &self) } }
}

struct Example {
    let x: Double, y: Double
    let isPositive: Bool
}

/// Logistic regression by gradient descent.
struct Classifier {
    var weightX = 0.0, weightY = 0.0, bias = 0.0

    func logit(_ example: Example) -> Double { weightX * example.x + weightY * example.y + bias }

    func loss(_ examples: [Example]) -> Double {
        examples.reduce(0) { $0 + log(1 + exp($1.isPositive ? -logit($1) : logit($1))) } / Double(examples.count)
    }

    mutating func learn(_ example: Example, rate: Double) {
        let step = rate * ((example.isPositive ? 1 : 0) - 1 / (1 + exp(-logit(example))))
        (weightX, weightY, bias) = (weightX + step * example.x, weightY + step * example.y, bias + step)
    }
}

var random = Random()
let examples = (0..<240).map { index in
    let side = index % 2 == 0 ? 1.0 : -1.0
    return Example(x: side + random.normal(), y: side / 2 + random.normal(), isPositive: side > 0)
}
let (training, validation) = (Array(examples[..<60]), Array(examples[60...]))

var classifier = Classifier()
var losses: (training: [Double], validation: [Double]) = ([], [])
for _ in 1...80 {
    losses.training.append(classifier.loss(training))
    losses.validation.append(classifier.loss(validation))
    for example in training { classifier.learn(example, rate: 0.05) }
}
let best = losses.validation.indices.min { losses.validation[$0] < losses.validation[$1] } ?? 0

let curves = Plot.trainingCurves(
    [Curve("training", losses.training), Curve("validation", losses.validation)], best: best + 1, scale: .logarithmic)

let boundary = [-5.0, 5].map { -(classifier.weightX * $0 + classifier.bias) / classifier.weightY }
let groups = Plot(title: "Validation", x: Axis("x", -5...5), y: Axis("y", -4...4)) {
    for (name, isPositive) in [("negative", false), ("positive", true)] {
        let members = validation.filter { $0.isPositive == isPositive }
        Scatter(x: members.map(\.x), y: members.map(\.y), label: name)
    }
    Line(
        x: [-5, 5], y: boundary, label: "boundary", ink: .foreground, dash: .dashed)
}

let figure = Figure([curves, groups], columns: 2)
if CommandLine.arguments.count > 1 {
    print(figure.svg(width: 960, height: 360))
} else {
    print(figure.text(columns: 110, rows: 22))
}
