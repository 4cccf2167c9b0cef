import Diagnosis
import Kindling

/// A recipe in words.
struct RecipeText {
    private let recipe: Recipe

    init(_ recipe: Recipe) { self.recipe = recipe }

    var architecture: String {
        switch recipe.architecture {
        case .logistic: "logistic regression"
        }
    }

    /// The settings by name.
    var facts: [(name: String, value: String?)] {
        [
            ("Architecture", architecture),
            ("Loss", "cross-entropy"),
            (
                "Optimizer",
                "\(recipe.optimizer.rawValue), learning rate \(recipe.effectiveLearningRate), batches of \(recipe.batchSize) rows"
            ),
            (
                "Epochs",
                recipe.patience.map {
                    "at most \(recipe.epochs); stopped after \($0) without improvement of the monitored loss"
                } ?? "\(recipe.epochs)"
            ),
            (
                "Held out for stopping",
                recipe.validationFraction.map { "\(ReportText.percent($0)) of the training rows" }
                    ?? (recipe.patience == nil ? nil : "none: the test rows were monitored, as in the lesson")
            ),
            ("Scaling", "each measurement to mean 0 and standard deviation 1 of the training rows"),
            (
                "Missing measurements",
                recipe.imputes ? "replaced by the training rows' median" : "refused"
            ),
            ("Threshold", "malignant from \(ReportText.percent(recipe.threshold)) on"),
        ]
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
        facts = ReportFacts(RecipeText(recipe).facts + (record.map { ReportTraining.options($0.options) } ?? []))
        summary =
            record.map { record in
                let kept = record.epoch < record.losses.count ? "the weights of epoch \(record.epoch) were kept" : "the last weights were kept"
                return ReportText.printable("Trained on \(record.data) for \(ReportText.counted(record.losses.count, "epoch")); \(kept).")
            } ?? "The file does not say on which data the model was trained."
        curves = record.flatMap { ReportTraining.curves($0) }
    }

    private static func curves(_ record: TrainingRecord) -> ReportPlot? {
        if record.losses.isEmpty { return nil }
        var curves = [Curve("training", record.losses)]
        if !record.monitoredLosses.isEmpty { curves.append(Curve("monitored", record.monitoredLosses)) }
        return ReportPlot(
            Plot.trainingCurves(curves, best: record.epoch, measure: "cross-entropy", scale: .logarithmic, title: "Training"),
            "The mean loss of each epoch's batches"
                + (record.monitoredLosses.isEmpty ? "." : ", and that of the rows that early stopping monitors."))
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
