import Kindling

/// What training shows people: a progress bar on a terminal, plain lines elsewhere, nothing where JSON is asked for.
final class TrainingReport {
    private let isQuiet: Bool
    private let hasBar = Console.isTerminal
    private let clock = ContinuousClock()
    private var nextDrawing: ContinuousClock.Instant

    init(isQuiet: Bool) {
        self.isQuiet = isQuiet
        nextDrawing = clock.now
    }

    func read(_ data: Diagnoses) {
        line(
            "\(data.name): \(data.count) rows, \(data.features.count) features; "
                + "\(data.malignant) malignant (1), \(data.count - data.malignant) benign (0)")
    }

    func split(_ rows: SplitRows, lesson: Bool) {
        let validation = rows.validation.map { "\($0.count) for early stopping, " } ?? ""
        let note = lesson ? " (early stopping watches these, as the lesson does)" : ""
        line("\(rows.train.count) rows to train on, \(validation)\(rows.test.count) for the test\(note)\n")
    }

    /// The loss at epochs 1, 10, 50 and each hundredth; the bar some times a second.
    func epoch(_ epoch: Int, of epochs: Int, loss: Double) {
        if isQuiet { return }
        if epoch == 1 || epoch == 10 || epoch == 50 || epoch % 100 == 0 {
            erase()
            line("epoch \(Text.right("\(epoch)", 5))   loss \(Text.fixed(loss, 4))")
        }
        if !hasBar || clock.now < nextDrawing { return }
        nextDrawing = clock.now + .milliseconds(50)
        let width = 30
        let done = width * epoch / epochs
        let bar = String(repeating: "=", count: done) + String(repeating: " ", count: width - done)
        Console.write("\r[\(bar)] epoch \(epoch) of at most \(epochs), loss \(Text.fixed(loss, 4)) ")
    }

    func finished(_ result: TrainingResult, _ outcome: Training.Outcome, patience: Int, output: String?) {
        erase()
        line("epoch \(Text.right("\(result.epochs)", 5))   loss \(Text.fixed(result.losses.last ?? .nan, 4))   (last)\n")
        if outcome.stoppedEarly {
            let kept = result.bestEpoch < result.epochs ? "; the weights of epoch \(result.bestEpoch) are kept" : ""
            line("stopped early: no improvement in \(patience) epochs\(kept)\n")
        }
        line(
            Text.table([
                ["accuracy", "training", "test"],
                ["this model", Text.percent(result.trainAccuracy), Text.percent(result.testAccuracy)],
                [
                    "baseline (lesson 1A: gradient descent on all rows, \(result.baseline.epochs) epochs)",
                    Text.percent(result.baseline.trainAccuracy), Text.percent(result.baseline.testAccuracy),
                ],
            ]) + "\n")
        line(
            TrainingReport.quality(
                of: "test rows", confusion: result.confusion, result.sensitivity, result.specificity, result.auc))
        line("most important features, by |weight| of the standardized measurement")
        line(Text.table(result.topFeatures.map { [$0.name, Text.fixed($0.weight, 3)] }) + "\n")
        let step = Text.fixed(1e6 * result.trainSeconds / Double(result.steps), 1)
        line(
            "trained in \(Text.fixed(result.trainSeconds, 3)) s: \(result.epochs) epochs, \(result.steps) steps, \(step) µs a step"
        )
        if let output { line("model written to \(output)") }
    }

    /// The confusion matrix with names, and what follows from it.
    static func quality(of rows: String, confusion: [[Int]], _ sensitivity: Double, _ specificity: Double, _ auc: Double)
        -> String
    {
        let header = [rows] + Diagnoses.names.map { "called \($0)" }
        let rows = zip(Diagnoses.names, confusion).map { name, counts in ["are \(name)"] + counts.map(String.init) }
        return Text.table([header] + rows) + "\n"
            + "  sensitivity \(Text.percent(sensitivity)), specificity \(Text.percent(specificity)), AUC \(Text.fixed(auc, 4))\n"
    }

    private func line(_ text: String) { if !isQuiet { print(text) } }

    private func erase() { if hasBar && !isQuiet { Console.write("\r\u{1B}[2K") } }
}
