/// The page with the model card.
public struct ModelPage: Sendable {
    /// The model.
    public var card: ModelCard
    /// The names of all models that are served.
    public var models: [String]

    /// The page with the model card.
    public init(card: ModelCard, models: [String] = []) {
        self.card = card
        self.models = models
    }
}

extension Pages {
    /// The page with the model card.
    public func model(_ page: ModelPage, in frame: Frame) -> String {
        let (card, labels, figures) = (page.card, Labels(frame.language), frame.figures)
        let groups: [View] = labels.groups(card.features).map { group in
            let fields: [View] = group.features.map { _, feature in
                ["label": labels.property(feature.name), "range": feature.range.map(figures.range) ?? "–"]
            }
            return ["label": group.label, "fields": fields]
        }
        let performance: [View] = card.figures.map { figure in
            Pages.view([
                "name": figure.name, "value": figures.decimal(figure.value, 3),
                "interval": figure.interval.map {
                    figures.decimal($0.lowerBound, 3) + Figures.dash + figures.decimal($0.upperBound, 3)
                },
            ])
        }
        return render(
            "model", title: frame.phrases.modelTitle(frame.language),
            [
                "hasChoice": page.models.count > 1,
                "models": page.models.map { ["name": $0, "current": $0 == card.name] as View },
                "card": ["rows": cardRows(card, whole: true, in: frame)] as View, "groups": groups,
                "figures": performance, "hasFigures": !performance.isEmpty,
            ], in: frame)
    }

    /// The card as terms and what they are; its hashes, too, where it is whole.
    func cardRows(_ card: ModelCard, whole: Bool, in frame: Frame) -> [View] {
        let (phrases, language, figures) = (frame.phrases, frame.language, frame.figures)
        var rows: [View] = []
        func add(_ term: Phrase, _ text: String, isHash: Bool = false) {
            rows.append(["term": term(language), "text": text, "isHash": isHash])
        }
        let kind = card.members > 1 ? phrases.modelKindMany : phrases.modelKindOne
        add(phrases.modelName, card.name)
        add(phrases.modelVersion, card.version)
        add(
            phrases.modelKind,
            kind(
                language,
                ["members": figures.count(card.members), "architecture": Labels(language).architecture(card.architecture)]))
        add(phrases.threshold, phrases.modelThresholdMeans(language, ["threshold": figures.share(card.threshold)]))
        add(
            phrases.modelData,
            card.training.map {
                let (rows, malignant) = (figures.count($0.rows), figures.count($0.malignant))
                return phrases.modelDataRows(language, ["rows": rows, "malignant": malignant, "name": $0.data])
            } ?? phrases.modelUnknown(language))
        if let coverage = card.coverage { add(phrases.modelCoverage, figures.share(coverage)) }
        if whole {
            add(phrases.modelHash, card.hash, isHash: true)
            if let training = card.training { add(phrases.modelChecksum, training.checksum, isHash: true) }
        }
        return rows
    }
}
