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

    func split(_ split: RowSplit, _ rows: StandardizedRows, of data: Diagnoses, _ recipe: Recipe, lesson: Bool) {
        let validation = split.validation.map { "\($0.count) for early stopping, " } ?? ""
        let calibration = split.calibration.map { "\($0.count) for calibration, " } ?? ""
        let note = lesson ? " (early stopping monitors these, as in the lesson)" : ""
        line("\(split.train.count) rows for training, \(validation)\(calibration)\(split.test?.count ?? 0) for the test\(note)")
        if let count = recipe.ensemble {
            line("\(count) networks, each trained on as many rows drawn with replacement; early stopping monitors the others")
        }
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
    func finished(
        _ result: TrainingSummary, _ networks: TrainedNetworks, _ classifier: Classifier, newSteps: Int, patience: Int,
        output: String?
    ) {
        if result.members == nil {
            if let last = result.losses.last, newSteps > 0, !LossLines.isMilestone(result.epochs) {
                line(LossLines.text(result.epochs, last))
            }
            if networks.results[0].stop != nil { line("stopped early: no improvement in \(patience) epochs") }
            if result.bestEpoch < result.epochs { line("the weights of epoch \(result.bestEpoch) are kept") }
        }
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
        uncertainty(classifier)
        if result.topFeatures.isEmpty {
            line("the logit is no weighted sum, so there are no weights to list; `explain --input` explains rows\n")
        } else {
            line("most important features, by |weight| of the standardized measurement")
            line(Text.table(result.topFeatures.map { [$0.name, Text.fixed($0.weight, 3)] }) + "\n")
        }
        line(TrainingReport.time(result, newSteps))
        if let output { line("model written to \(output)") }
    }

    /// Says what the classifier has beyond its networks.
    private func uncertainty(_ classifier: Classifier) {
        var lines: [String] = []
        if let recipe = classifier.recipe, case .missedCost(let biopsies) = recipe.threshold {
            lines.append(
                "threshold \(Text.fixed(classifier.threshold, 4)) for a missed tumour that costs \(biopsies) needless biopsies: "
                    + recipe.thresholdOrigin)
        }
        if let platt = classifier.calibration {
            lines.append(
                "calibrated: the logit times \(Text.fixed(platt.slope, 3)), plus \(Text.fixed(platt.intercept, 3)) (Platt scaling)"
            )
        }
        if let sets = classifier.predictionSets {
            let counts = sets.conformal.scores.map(\.count)
            lines.append(
                "prediction sets hold the right class for \(Text.percent(sets.coverage)) of each class's patients, by "
                    + "\(counts[0]) benign and \(counts[1]) malignant rows")
        }
        if !lines.isEmpty { line(lines.joined(separator: "\n") + "\n") }
    }

    private static func time(_ result: TrainingSummary, _ newSteps: Int) -> String {
        let epochs = result.members?.reduce(0) { $0 + $1.epochs } ?? result.epochs
        let networks = result.members.map { "\($0.count) networks, " } ?? ""
        let all = "\(networks)\(epochs) epochs, \(result.steps) steps"
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
