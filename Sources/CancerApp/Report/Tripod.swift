import Diagnosis

/// An item of TRIPOD+AI (Collins et al., BMJ 2024;385:e078378), in a short wording of this app's own, and how the page answers it.
struct TripodItem {
    enum Answer {
        /// Always the same.
        case text(String)
        /// Known of the data that ship with the app.
        case ofShippedData(String)
        /// Where the model's file says how it was trained.
        case ofTraining(String)
        /// Where the model was validated.
        case ofValidation(String)
        /// Why there is no answer.
        case notReported(String)
        /// Why the item does not apply.
        case notApplicable(String)
    }

    let number: String
    let question: String
    let answer: Answer

    /// The items by the sections that TRIPOD+AI has.
    static let sections: [(title: String, items: [TripodItem])] = [
        (
            "Title and abstract",
            [
                .init(
                    "1", "A title that names the kind of study, the patients and the outcome", .text("Title and first lines.")),
                .init("2", "A structured abstract", .text("Model card.")),
            ]
        ),
        (
            "Introduction",
            [
                .init(
                    "3a", "The medical context, why the model is made, and earlier models",
                    .text(
                        "Cells taken with a fine needle help to tell malignant tumours from benign ones; classifiers of such measurements have been "
                            + "published since 1993. This model is made to demonstrate how.")),
                .init(
                    "3b", "For whom and by whom the model is to be used, and when in care",
                    .text("Model card: for no one in care.")),
                .init(
                    "3c", "Known inequalities in health between groups of patients",
                    .notReported("The data say nothing of the patients' groups.")),
                .init("4", "The aims: development, evaluation or both", .text("Development, with internal validation.")),
            ]
        ),
        (
            "Methods: data",
            [
                .init(
                    "5a", "Sources of the data, and whom they represent",
                    .ofShippedData("Data: samples that one hospital took of breast tumours. Whom they represent is not known.")),
                .init(
                    "5b", "When the patients were recruited",
                    .ofShippedData("Before 1993, when the data were first described; exact dates are not known.")),
                .init(
                    "6a", "The setting: kind, number and places of centres",
                    .ofShippedData("One: University of Wisconsin Hospitals, Madison, USA.")),
                .init("6b", "Who was eligible", .notReported("The data do not say who was left out.")),
                .init("6c", "Treatments that patients received", .notApplicable("The diagnosis precedes treatment.")),
                .init(
                    "7", "Preparation and quality checks of the data",
                    .text("Every cell must be a number or be imputed as stated; measurements are scaled (training).")),
                .init(
                    "8a", "The outcome, and how and when it is determined",
                    .ofShippedData("Malignant or benign, as the data's authors found by biopsy or follow-up.")),
                .init(
                    "8b", "Who judged an outcome that needs judgement",
                    .notReported("The data do not say who made the diagnoses.")),
                .init(
                    "8c", "Whether outcomes were judged without knowledge of the predictors",
                    .notReported("The data do not say.")),
                .init(
                    "9a", "How predictors were chosen",
                    .text("All measurements of the data are used; none was selected.")),
                .init(
                    "9b", "What predictors are, and how and when they are measured",
                    .ofShippedData(
                        "Data: ten properties of cell nuclei in an image of the sample, as mean, standard error and worst of it."
                    )),
                .init(
                    "9c", "Who judged predictors that need judgement",
                    .ofShippedData(
                        "An operator drew rough outlines of the nuclei, which a program refined; their number is not known.")),
                .init(
                    "10", "How the sample size was arrived at",
                    .ofValidation("All patients of the file are used; the learning curve shows whether more would help.")),
                .init("11", "How missing data were treated", .ofTraining("Data and training.")),
            ]
        ),
        (
            "Methods: analysis",
            [
                .init("12a", "How the data were divided", .ofValidation("Validation: stratified folds, repeated.")),
                .init(
                    "12b", "How predictors entered the model",
                    .ofTraining("Training: standardized; the architecture says which terms are made of them.")),
                .init(
                    "12c", "The kind of model, how it was built and validated internally",
                    .ofTraining("Training and validation.")),
                .init(
                    "12d", "Differences between clusters such as hospitals", .notApplicable("The data name no clusters.")),
                .init(
                    "12e", "Measures and plots of performance",
                    .ofValidation(
                        "Validation: discrimination, calibration, decision curve, with formulas in Kindling's Metrics.")),
                .init("12f", "Whether the model was updated after its evaluation", .text("It was not.")),
                .init(
                    "12g", "How predictions are computed for an evaluation",
                    .text("The model's file holds everything: CancerApp predict computes them.")),
                .init(
                    "13", "What was done about unequal classes, and about calibration after it",
                    .text("Nothing is resampled or weighted; folds and held-out rows keep the classes' proportions.")),
                .init(
                    "14", "What was done for fairness between groups",
                    .notReported("Nothing: the data say nothing of the patients' groups.")),
                .init(
                    "15", "The model's output, and how thresholds were chosen",
                    .text("Model card and training: a probability, and the threshold from which it is called malignant.")),
                .init(
                    "16", "How development and evaluation differ in patients and setting",
                    .notApplicable("Both are of the same patients: there is no external validation.")),
                .init(
                    "17", "Ethical approval",
                    .notReported("The data are public and without names; their own approval is not reported.")),
            ]
        ),
        (
            "Open science",
            [
                .init("18a", "Funding", .notReported("Not known to the app.")),
                .init("18b", "Conflicts of interest", .notReported("Not known to the app.")),
                .init("18c", "A protocol", .notReported("None was written before the analysis.")),
                .init("18d", "Registration", .notReported("The study is not registered.")),
                .init(
                    "18e", "Where the data can be had",
                    .ofShippedData("UCI Machine Learning Repository, doi:10.24432/C5DW2B, CC BY 4.0; the app contains them.")),
                .init("18f", "Where the code can be had", .text("CancerApp and Kindling, the source of this page.")),
                .init("19", "How patients and the public were involved", .notReported("They were not involved.")),
            ]
        ),
        (
            "Results",
            [
                .init(
                    "20a", "The flow of patients through the study, and outcomes",
                    .ofValidation("Data: all patients of the file, by diagnosis; none was left out.")),
                .init(
                    "20b", "What the patients are like",
                    .ofValidation("Data: measurements by diagnosis. Age, sex and symptoms are not known.")),
                .init(
                    "20c", "A comparison of evaluation and development data",
                    .notApplicable("Both are of the same patients.")),
                .init(
                    "21", "Numbers of patients and events in each analysis", .ofValidation("Validation: cases of each figure.")),
                .init(
                    "22", "The whole model, so that others can predict with it",
                    .text("The model's file, by its hash; for a weighted sum, the weights.")),
                .init(
                    "23a", "Performance with intervals, also in groups of patients",
                    .ofValidation("Validation. In groups: not reported, as the data have none.")),
                .init("23b", "Differences of performance between clusters", .notApplicable("The data name no clusters.")),
                .init("24", "Results of updating the model", .notApplicable("It was not updated.")),
            ]
        ),
        (
            "Discussion",
            [
                .init(
                    "25", "What the results mean, also for fairness and beside earlier studies",
                    .notReported("A page that a program makes cannot interpret its figures.")),
                .init("26", "Limitations", .text("Model card.")),
                .init(
                    "27a", "How poor or missing input is found and treated in use",
                    .text("Missing measurements are refused or imputed; those far outside the training range are pointed out.")),
                .init(
                    "27b", "What users must know and do", .text("Model card: the model is not for use in care.")),
                .init(
                    "27c", "What comes next, and how far the results reach",
                    .text("A validation with patients of other hospitals, before anything else.")),
            ]
        ),
    ]

    init(_ number: String, _ question: String, _ answer: Answer) {
        (self.number, self.question, self.answer) = (number, question, answer)
    }
}

/// A line of the page's table.
struct TripodRow {
    /// The section's title, before its first item.
    let section: String?
    let number: String
    let question: String
    let answer: String
    /// Why the item has no answer; nil where it has one.
    let status: String?

    static func all(_ source: ReportSource) -> [TripodRow] {
        TripodItem.sections.flatMap { title, items in
            items.enumerated().map { index, item in TripodRow(item, source, section: index == 0 ? title : nil) }
        }
    }

    private init(_ item: TripodItem, _ source: ReportSource, section: String?) {
        self.section = section
        (number, question) = (item.number, item.question)
        func known(_ text: String, if isKnown: Bool, _ reason: String) -> (String, String?) {
            isKnown ? (text, nil) : (reason, "not reported")
        }
        (answer, status) =
            switch item.answer {
            case .text(let text): (text, nil)
            case .ofShippedData(let text): known(text, if: source.isShippedData, "Not known of this file.")
            case .ofTraining(let text):
                known(text, if: source.classifier.recipe != nil, "The model's file does not say how it was trained.")
            case .ofValidation(let text): known(text, if: source.validation != nil, "The model was not validated.")
            case .notReported(let reason): (reason, "not reported")
            case .notApplicable(let reason): (reason, "not applicable")
            }
    }
}
