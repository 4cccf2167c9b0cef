import Diagnosis
import Kindling

/// What a report is made from.
struct ReportSource {
    let classifier: Classifier
    /// The model file's name.
    let model: String
    /// The hash of the model file's bytes.
    let modelHash: String
    /// The data that the model was trained on; nil where they are not at hand.
    let diagnoses: Diagnoses?
    /// Whether these are the data that ship with the app, of which more is known than of others.
    let isShippedData: Bool
    /// The cross-validation of the model's recipe on these data.
    let validation: Validation?
    /// Why there are no data or no validation.
    let lack: String?
    /// The day of the report, as 2026-01-31.
    let date: String
}

/// The values of the page, which ``ReportTemplate`` puts in their places.
struct ReportPage {
    struct Keys {
        struct Figure {
            let name: String
            let value: String
            let detail: String
        }

        let figures: [Figure]
        let keysNote: String
    }

    let title = "Breast tumour classifier"
    let lede: String
    let keys: Keys?
    let card: ReportFacts
    let limits: [String]
    let dataLack: String?
    let data: ReportData?
    let trainingLack: String?
    let training: ReportTraining?
    let validationLack: String?
    let validation: ReportValidation?
    let importance: ReportImportance?
    let weights: ReportWeights?
    let noWeights: String?
    let tripod: [TripodRow]
    let tripodCount: String
    let made: String

    init(_ source: ReportSource) throws {
        let (classifier, record) = (source.classifier, source.classifier.record)
        let kind =
            classifier.recipe.map { RecipeText($0, threshold: classifier.threshold).architecture } ?? "logistic regression"
        let name = ReportText.printable(source.model)
        let trained = record.map { ", trained on \($0.data) (\($0.rows) patients)" } ?? ""
        lede = "The model is \(kind) in the file \(name)\(ReportText.printable(trained)). Reported on \(source.date)."
        let lack = source.lack.map { ReportText.printable($0.prefix(1).uppercased() + $0.dropFirst()) + "." }
        keys = source.validation.map(ReportPage.keys)
        card = ReportPage.card(source, kind)
        limits = ReportPage.limits(source)
        dataLack = source.diagnoses == nil ? lack : nil
        data = source.diagnoses.map { ReportData($0, isShipped: source.isShippedData) }
        training = ReportTraining(classifier)
        trainingLack = training == nil ? lack : nil
        validation = try source.validation.map(ReportValidation.init)
        validationLack = validation == nil ? lack : nil
        importance = source.validation.map { ReportImportance($0) }
        weights = ReportWeights(classifier)
        noWeights =
            weights == nil
            ? "The logit of this model is no weighted sum of measurements, so there are no weights to list." : nil
        tripod = TripodRow.all(source)
        let answered = tripod.count { $0.status == nil }
        tripodCount = "\(answered) of \(tripod.count) items are answered here; the others say why not."
        made =
            "Made on \(source.date) by CancerApp report, which is part of Kindling. The page needs no network and no script, and holds no row of "
            + "the data."
    }

    private static func keys(_ validation: Validation) -> Keys {
        let (figures, data) = (validation.figures, validation.data)
        func interval(_ figure: PooledFigure, _ digits: Int?) -> String {
            figure.interval.map { ReportValidation.bounds($0, digits) } ?? ""
        }
        let slope = validation.calibration.slope
        return Keys(
            figures: [
                .init(name: "Patients", value: "\(data.count)", detail: "\(data.malignant) malignant"),
                .init(
                    name: "AUROC", value: ReportText.number(figures.auroc.mean, 3), detail: interval(figures.auroc, 3)),
                .init(
                    name: "Sensitivity", value: ReportText.number(figures.sensitivity.mean, nil),
                    detail: interval(figures.sensitivity, nil)),
                .init(
                    name: "Specificity", value: ReportText.number(figures.specificity.mean, nil),
                    detail: interval(figures.specificity, nil)),
                .init(
                    name: "Brier score", value: ReportText.number(figures.brierScore.mean, 3),
                    detail: "scaled \(ReportText.number(figures.scaledBrierScore.mean, 3))"),
                .init(
                    name: "Calibration slope", value: slope.mean.map { ReportText.fixed($0, 2) } ?? "none",
                    detail: ReportValidation.bounds(slope.interval, 2)),
            ],
            keysNote:
                "Cross-validated: means over \(ReportText.counted(validation.crossValidation.repeats, "repeat")), with the 95\u{a0}% "
                + "intervals of the first. See the validation for what they leave out.")
    }

    private static func card(_ source: ReportSource, _ kind: String) -> ReportFacts {
        let (classifier, record) = (source.classifier, source.classifier.record)
        let performance = source.validation.map { validation in
            let figures = validation.figures
            func text(_ name: String, _ figure: PooledFigure, _ digits: Int?) -> String {
                let interval = figure.interval.map { " (\(ReportValidation.bounds($0, digits)))" } ?? ""
                return "\(name) \(ReportText.number(figure.mean, digits))\(interval)"
            }
            return
                "\(text("AUROC", figures.auroc, 3)), \(text("sensitivity", figures.sensitivity, nil)), "
                + "\(text("specificity", figures.specificity, nil)), \(text("accuracy", figures.accuracy, nil)); cross-validated, with 95\u{a0}% "
                + "intervals"
        }
        let extras =
            (classifier.members.count > 1 ? ", with the spread of the networks' probabilities" : "")
            + (classifier.predictionSets == nil ? "" : ", with a set of diagnoses that may be right")
        return ReportFacts([
            ("Model", "\(kind), from \(classifier.features.count) measurements to the probability that a tumour is malignant"),
            (
                "Intended use",
                "to show how a classifier of tumours is made, validated and reported; for teaching, and as an example to start from"
            ),
            (
                "Not intended for",
                "any decision about a patient; samples of other laboratories, or measured in another way; screening; images, from which the "
                    + "measurements would have to be made first"
            ),
            ("Users", "people who build or judge such models"),
            (
                "Input",
                "measurements of cell nuclei in a sample taken by a fine needle: of radius, texture, perimeter, area and so on the mean, the "
                    + "standard error and the worst of a sample"
            ),
            (
                "Output",
                "a probability\(classifier.calibration == nil ? "" : ", calibrated"), called malignant from "
                    + "\(ReportText.percent(classifier.threshold)) on\(extras); measurements far outside the training range are pointed out"
            ),
            (
                "Data",
                record.map { "\($0.data), \($0.rows) patients, content \($0.checksum)" } ?? "not reported"
            ),
            ("Performance", performance ?? "not reported"),
            ("Model file", "\(source.model), SHA-256 \(source.modelHash)"),
            ("Report", source.date),
        ])
    }

    private static func limits(_ source: ReportSource) -> [String] {
        let ofData =
            source.isShippedData
            ? [
                "One hospital: every sample is from the University of Wisconsin Hospitals, from the early 1990s. How samples are taken, stained "
                    + "and photographed differs elsewhere and has changed since.",
                "The outlines of the nuclei were traced with a person's help, so that another person or program would measure something else.",
                "Of the patients nothing is known but measurements and diagnosis: no age, sex, ethnicity or symptoms. Whether the model is fair "
                    + "to all of them cannot be examined.",
                "The data have been public for decades, and the choices behind this model were made by people who know results on them. Figures on "
                    + "new data are likely to be worse.",
            ]
            : [
                "Where the data come from, and when and how they were measured, is not known to the app that made this page: who uses the model "
                    + "must find out."
            ]
        let ofValidation =
            source.validation.map { validation in
                [
                    "\(ReportText.percent(validation.data.prevalence)) of these patients have a malignant tumour. Where the share is another, so are PPV, "
                        + "NPV and the calibration.",
                    "The validation judges the way in which the model was made, by other models that were made in the same way; the file holds one "
                        + "such model.",
                ]
            } ?? []
        return ["No external validation: all figures are of the data that the model was made from."] + ofData + ofValidation
            + ["A demonstration, not a medical device: no authority has assessed it."]
    }
}
