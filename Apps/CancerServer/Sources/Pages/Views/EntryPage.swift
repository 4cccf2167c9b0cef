/// The page where measurements are entered.
public struct EntryPage: Sendable {
    /// The model that will answer.
    public var card: ModelCard
    /// The names of all models that are served.
    public var models: [String]
    /// What was typed so far.
    public var form: EntryForm
    /// What is wrong with what was typed, by the features' indices.
    public var problems: [Int: EntryForm.Problem]
    /// The rows that were pasted.
    public var pasted: String
    /// What is wrong with a file or with pasted rows, a line for each, in English as the reader of files says it.
    public var rowProblems: [String]

    /// A page where measurements are entered.
    public init(
        card: ModelCard, models: [String] = [], form: EntryForm = EntryForm(), problems: [Int: EntryForm.Problem] = [:],
        pasted: String = "", rowProblems: [String] = []
    ) {
        self.card = card
        self.models = models
        self.form = form
        self.problems = problems
        self.pasted = pasted
        self.rowProblems = rowProblems
    }
}

extension Pages {
    /// The page where measurements are entered.
    public func entry(_ page: EntryPage, in frame: Frame) -> String {
        let (phrases, language, card) = (frame.phrases, frame.language, page.card)
        let labels = Labels(language)
        func text(_ problem: EntryForm.Problem, _ index: Int) -> String {
            let phrase =
                switch problem {
                case .missing: phrases.problemMissing
                case .notANumber: phrases.problemNotANumber
                case .grouped: phrases.problemGrouped
                case .tooLarge: phrases.problemTooLarge
                }
            return phrase(language, ["text": page.form.typed[card.features[index].name] ?? ""])
        }

        let groups: [View] = labels.groups(card.features).map { group in
            let fields: [View] = group.features.map { index, feature in
                let typed = page.form.typed[feature.name] ?? ""
                let value = try? EntryForm.number(typed.trimmed)
                let isOutside = value.map { feature.range?.contains($0) == false } ?? false
                return Pages.view([
                    "id": "m\(index)", "name": feature.name, "label": labels.property(feature.name), "value": typed,
                    "range": feature.range.map(frame.figures.range), "lower": feature.range.map { "\($0.lowerBound)" },
                    "upper": feature.range.map { "\($0.upperBound)" }, "outside": isOutside, "required": !card.imputes,
                    "problem": page.problems[index].map { text($0, index) },
                ])
            }
            return Pages.view(["label": group.label, "help": group.help, "fields": fields])
        }
        let fieldProblems: [View] = page.problems.sorted { $0.key < $1.key }.map { index, problem in
            ["target": "m\(index)", "text": labels.feature(card.features[index].name) + ": " + text(problem, index)]
        }
        let rowProblems: [View] = page.rowProblems.map { ["text": $0, "foreign": language != .english] }
        let problems = rowProblems + fieldProblems
        let hasChoice = page.models.count > 1
        return render(
            "entry", title: phrases.entryTitle(language),
            Pages.view([
                "problems": problems, "hasProblems": !problems.isEmpty, "hasChoice": hasChoice,
                "models": page.models.map { ["name": $0, "current": $0 == card.name] as View },
                "model": card.name, "exampleModel": hasChoice ? "&model=" + percentEncoded(card.name) : "",
                "clearHref": "/" + query(["model": hasChoice ? card.name : nil]),
                "valuesHelp": (card.imputes ? phrases.valuesHelpImputes : phrases.valuesHelp)(language),
                "identifier": page.form.identifier, "groups": groups,
                "pasted": page.pasted, "pasteInvalid": !page.rowProblems.isEmpty && !page.pasted.isEmpty,
            ]), in: frame)
    }
}
