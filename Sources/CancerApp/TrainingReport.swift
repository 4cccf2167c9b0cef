import Diagnosis
import Kindling

/// Prints what is trained on and what came of it; nothing for JSON.
struct TrainingReport {
    let isQuiet: Bool

    func read(_ data: Diagnoses) {
        line(
            "\(data.name): \(data.count) rows, \(data.features.count) features; "
                + "\(data.malignant) malignant (1), \(data.count - data.malignant) benign (0)")
    }

    func split(_ split: RowSplit, _ rows: StandardizedRows, of data: Diagnoses, lesson: Bool) {
        let validation = split.validation.map { "\($0.count) for early stopping, " } ?? ""
        let note = lesson ? " (early stopping monitors these, as in the lesson)" : ""
        line("\(split.train.count) rows for training, \(validation)\(split.test?.count ?? 0) for the test\(note)")
        for column in rows.constantFeatures {
            line("\(quoted(data.features[column])) is constant in the training rows: its weight is 0")
        }
    }

    func began(_ run: TrainingRun<EpochRow>, in folder: String?) {
        if let folder, run.isResumed {
            line("going on in \(folder) after step \(run.step); \(run.finishedEpochs) epochs are finished")
        }
        line("")
    }

    /// - Parameter newSteps: the steps that this process has made.
    func finished(_ result: TrainingSummary, stoppedEarly: Bool, newSteps: Int, patience: Int, output: String?) {
        if let last = result.losses.last, newSteps > 0, !LossLines.isMilestone(result.epochs) {
            line(LossLines.text(result.epochs, last))
        }
        if stoppedEarly { line("stopped early: no improvement in \(patience) epochs") }
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
        line(TrainingReport.time(result, newSteps))
        if let output { line("model written to \(output)") }
    }

    private static func time(_ result: TrainingSummary, _ newSteps: Int) -> String {
        let all = "\(result.epochs) epochs, \(result.steps) steps"
        if newSteps == 0 { return "trained before: \(all)" }
        let seconds = Text.fixed(result.trainSeconds, 3)
        let step = "\(Text.fixed(1e6 * result.trainSeconds / Double(newSteps), 1)) µs per step"
        if newSteps == result.steps { return "trained in \(seconds) s: \(all), \(step)" }
        return "trained: \(all), the last \(newSteps) of them in \(seconds) s, \(step)"
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

/// Prints the losses of some epochs: 1, 10, 50, 100, 200, ..., 1000, 2000, ..., 10000, 20000, ...
struct LossLines: Callback {
    func callAsFunction(_ event: TrainingEvent<EpochRow>, _ state: inout NoState) -> Decision {
        if event.kind == .epoch && LossLines.isMilestone(event.epoch) {
            // Where the line of progress is.
            Console.erase()
            Console.print(LossLines.text(event.epoch, event.row.loss.value ?? .nan))
        }
        return .proceed
    }

    static func isMilestone(_ epoch: Int) -> Bool {
        if epoch < 100 { return epoch == 1 || epoch == 10 || epoch == 50 }
        var unit = 100
        while epoch / unit >= 10 { unit *= 10 }
        return epoch % unit == 0
    }

    static func text(_ epoch: Int, _ loss: Double) -> String {
        "epoch \(Text.right("\(epoch)", 5))   loss \(Text.fixed(loss, 4))"
    }
}
