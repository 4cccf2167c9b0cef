import Diagnosis
import Kindling

/// A recipe in words.
struct RecipeText {
    private let recipe: Recipe
    private let threshold: Double

    /// - Parameter threshold: the classifier's, which may have been chosen in training.
    init(_ recipe: Recipe, threshold: Double) { (self.recipe, self.threshold) = (recipe, threshold) }

    /// What is trained.
    var architecture: String {
        let one =
            switch recipe.architecture {
            case .logistic: "logistic regression"
            case .interactions: "logistic regression with the products of all pairs"
            case .mlp(let hidden, let dropout):
                "multilayer perceptron with hidden layers of \(hidden.map { "\($0)" }.joined(separator: ", ")) units"
                    + (dropout > 0 ? " and dropout of \(ReportText.percent(dropout))" : "")
            }
        return recipe.ensemble.map { "an ensemble of \($0) networks, each \(one)" } ?? one
    }

    /// The settings by name.
    var facts: [(name: String, value: String?)] {
        [
            ("Architecture", architecture),
            ("Loss", "cross-entropy"),
            ("Optimizer", optimizer),
            ("Augmentation", augmentation),
            (
                "Epochs",
                recipe.patience.map {
                    "at most \(recipe.epochs); stopped after \($0) without improvement of the monitored loss"
                } ?? "\(recipe.epochs)"
            ),
            ("Held out for stopping", recipe.patience == nil ? nil : heldOut),
            (
                "Ensemble",
                recipe.ensemble.map { _ in
                    "each network is trained on rows drawn with replacement; the mean probability is predicted"
                }
            ),
            ("Scaling", "each measurement to mean 0 and standard deviation 1 of the training rows"),
            (
                "Missing measurements",
                recipe.imputes ? "replaced by the training rows' median" : "refused"
            ),
            (
                "Calibration",
                recipe.calibrates
                    ? "Platt scaling on \(ReportText.percent(recipe.calibrationFraction)) of the training rows, which nothing else is learnt from"
                    : nil
            ),
            (
                "Prediction sets",
                recipe.coverage.map {
                    "split conformal prediction for each class, promising \(ReportText.percent($0)) of each class's patients, on "
                        + "\(ReportText.percent(recipe.calibrationFraction)) of the training rows"
                }
            ),
            ("Threshold", "\(ReportText.percent(threshold)): \(recipe.thresholdOrigin)"),
        ]
    }

    private var optimizer: String {
        var parts = [recipe.optimizer.rawValue, "learning rate \(recipe.effectiveLearningRate)"]
        if recipe.schedule != .constant { parts.append("\(recipe.schedule.rawValue) schedule") }
        if recipe.effectiveWeightDecay != 0 { parts.append("weight decay \(recipe.effectiveWeightDecay)") }
        parts.append(recipe.optimizer.takesAllRows ? "all rows at once" : "batches of \(recipe.batchSize) rows")
        return parts.joined(separator: ", ")
    }

    private var augmentation: String? {
        switch recipe.augmentation {
        case nil: nil
        case .noise(let deviation): "normal noise of \(deviation) standard deviations on each measurement"
        case .mixup(let alpha): "mixup with α = \(alpha)"
        }
    }

    private var heldOut: String {
        if recipe.ensemble != nil { return "the rows that a network was not trained on" }
        return recipe.validationFraction.map { "\(ReportText.percent($0)) of the training rows" }
            ?? "none: the test rows were monitored, as in the lesson"
    }
}

/// The section about the training.
struct ReportTraining {
    let summary: String
    let facts: ReportFacts
    let curves: ReportPlot?

    /// Nil where the model's file does not say how it was trained.
    init?(_ classifier: Classifier) {
        guard let recipe = classifier.recipe else { return nil }
        let record = classifier.record
        facts = ReportFacts(
            RecipeText(recipe, threshold: classifier.threshold).facts
                + (record.map { ReportTraining.options($0.options) } ?? []))
        summary = record.map(ReportTraining.summary) ?? "The file does not say on which data the model was trained."
        curves = record.flatMap { ReportTraining.curves($0.members) }
    }

    private static func summary(_ record: TrainingRecord) -> String {
        let data = ReportText.printable("Trained on \(record.data)")
        let epochs = record.members.map(\.losses.count)
        if record.members.count == 1, let member = record.members.first {
            let kept =
                member.epoch < member.losses.count
                ? "the weights of epoch \(member.epoch) were kept" : "the last weights were kept"
            return "\(data) for \(ReportText.counted(member.losses.count, "epoch")); \(kept)."
        }
        return
            "\(data): \(record.members.count) networks, for \(epochs.min() ?? 0) to \(epochs.max() ?? 0) epochs each; of each the best "
            + "epoch's weights were kept."
    }

    /// The losses of one network, or of an ensemble's first ones.
    private static func curves(_ members: [TrainingRecord.Member]) -> ReportPlot? {
        let shown = members.prefix(20).filter { !$0.losses.isEmpty }
        guard let first = shown.first else { return nil }
        let explanation =
            "The mean loss of each epoch's batches"
            + (first.monitoredLosses.isEmpty ? "" : ", and that of the rows that early stopping monitors")
        if members.count == 1 {
            var curves = [Curve("training", first.losses)]
            if !first.monitoredLosses.isEmpty { curves.append(Curve("monitored", first.monitoredLosses)) }
            return ReportPlot(
                Plot.trainingCurves(
                    curves, best: first.epoch, measure: "cross-entropy", scale: .logarithmic, title: "Training"),
                explanation + ".")
        }
        let plot = Plot(title: "Training", x: Axis("epoch"), y: Axis("cross-entropy", scale: .logarithmic)) {
            for (index, member) in shown.enumerated() {
                let epochs = 1..<member.losses.count + 1
                Line(x: epochs, y: member.losses, label: index == 0 ? "training" : nil, ink: .series(0))
                if !member.monitoredLosses.isEmpty {
                    Line(
                        x: 1..<member.monitoredLosses.count + 1, y: member.monitoredLosses,
                        label: index == 0 ? "monitored" : nil,
                        ink: .series(1))
                }
            }
        }
        return ReportPlot(plot, "\(explanation), of \(shown.count) networks.")
    }

    /// What else the file remembers, with names that are clear without the command's help.
    private static func options(_ options: [String: String]) -> [(name: String, value: String?)] {
        let names = ["seed": "Seed", "test fraction": "Held out for the test", "protocol": "Protocol"]
        return options.sorted { $0.key < $1.key }.map { option, value in
            let share = option == "test fraction" ? Double(value).map { "\(ReportText.percent($0)) of the rows" } : nil
            return (names[option] ?? option, share ?? value)
        }
    }
}
