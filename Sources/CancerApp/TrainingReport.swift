import Kindling

/// Prints the progress of training: a bar on a terminal, plain lines elsewhere, and nothing for JSON.
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

    func split(_ rows: SplitRows, of data: Diagnoses, lesson: Bool) {
        let validation = rows.validation.map { "\($0.count) for early stopping, " } ?? ""
        let note = lesson ? " (early stopping monitors these, as in the lesson)" : ""
        line("\(rows.train.count) rows for training, \(validation)\(rows.test.count) for the test\(note)")
        for column in rows.constantColumns {
            line("\(quoted(data.features[column])) is constant in the training rows: its weight is 0")
        }
        line("")
    }

    /// Prints the loss of some epochs, and updates the bar some times per second.
    func epoch(_ epoch: Int, of epochs: Int, loss: Double) {
        if isQuiet { return }
        let isMilestone = isMilestone(epoch)
        if isMilestone { self.loss(loss, epoch) }
        if !hasBar || !isMilestone && clock.now < nextDrawing { return }
        nextDrawing = clock.now + .milliseconds(50)
        let width = 30
        let done = width * epoch / epochs
        let bar = String(repeating: "=", count: done) + String(repeating: " ", count: width - done)
        // In a narrow window the line is cut off rather than wrapped: a wrapped line could not be erased.
        let text = "[\(bar)] epoch \(epoch) of at most \(epochs), loss \(Text.fixed(loss, 4)) "
        Console.print("\r\u{1B}[?7l\(text)\u{1B}[?7h", terminator: "")
    }

    /// 1, 10, 50, 100, 200, ..., 1000, 2000, ..., 10000, 20000, ...
    private func isMilestone(_ epoch: Int) -> Bool {
        if epoch < 100 { return epoch == 1 || epoch == 10 || epoch == 50 }
        var unit = 100
        while epoch / unit >= 10 { unit *= 10 }
        return epoch % unit == 0
    }

    private func loss(_ loss: Double, _ epoch: Int) {
        Console.erase()
        line("epoch \(Text.right("\(epoch)", 5))   loss \(Text.fixed(loss, 4))")
    }

    func finished(_ result: TrainingResult, _ outcome: Training.Outcome, patience: Int, output: String?) {
        Console.erase()
        if let last = result.losses.last, !isMilestone(result.epochs) { loss(last, result.epochs) }
        if outcome.stoppedEarly { line("stopped early: no improvement in \(patience) epochs") }
        if result.bestEpoch < result.epochs { line("the weights of epoch \(result.bestEpoch) are kept") }
        line("")
        line(
            Text.table([
                ["accuracy", "training", "test"],
                ["this model", Text.percent(result.trainAccuracy), Text.percent(result.testAccuracy)],
                [
                    "baseline (lesson 1A: full-batch gradient descent, \(result.baseline.epochs) epochs)",
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
            "trained in \(Text.fixed(result.trainSeconds, 3)) s: \(result.epochs) epochs, \(result.steps) steps, \(step) µs per step"
        )
        if let output { line("model written to \(output)") }
    }

    /// The confusion matrix with names, and the metrics that follow from it.
    static func quality(of rows: String, confusion: [[Int]], _ sensitivity: Double, _ specificity: Double, _ auc: Double)
        -> String
    {
        let header = [rows] + Diagnoses.names.map { "predicted \($0)" }
        let rows = zip(Diagnoses.names, confusion).map { name, counts in ["actual \(name)"] + counts.map(String.init) }
        return Text.table([header] + rows) + "\n"
            + "  sensitivity \(Text.percent(sensitivity)), specificity \(Text.percent(specificity)), AUC \(Text.fixed(auc, 4))\n"
    }

    private func line(_ text: String) { if !isQuiet { Console.print(text) } }
}
