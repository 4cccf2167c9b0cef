/// The page with the answer for one patient.
public struct AnswerPage: Sendable {
    /// The answer.
    public var answer: Answer
    /// The model that gave it.
    public var card: ModelCard
    /// The path from which the entry form takes these measurements again.
    public var changePath: String
    /// The path of the list that the answer is from; nil where it is from none.
    public var listPath: String?

    /// The page with the answer for one patient.
    public init(answer: Answer, card: ModelCard, changePath: String, listPath: String? = nil) {
        self.answer = answer
        self.card = card
        self.changePath = changePath
        self.listPath = listPath
    }

    /// How many contributions are shown at once.
    static let shownContributions = 10
}

extension Pages {
    /// The page with the answer for one patient.
    public func answer(_ page: AnswerPage, in frame: Frame) -> String {
        let (phrases, language, figures) = (frame.phrases, frame.language, frame.figures)
        let (answer, card, labels) = (page.answer, page.card, Labels(frame.language))
        let heading =
            answer.identifier.flatMap { $0.isEmpty ? nil : phrases.answerOf(language, ["identifier": $0]) }
            ?? phrases.answerTitle(language)
        let threshold = figures.share(card.threshold)
        let drivers = drivers(answer, card, in: frame)
        let (top, others) = (drivers.prefix(AnswerPage.shownContributions), drivers.dropFirst(AnswerPage.shownContributions))
        let intervalMeans = card.interval.flatMap { share in
            answer.interval == nil
                ? nil
                : phrases.intervalMeans(language, ["share": figures.share(share), "members": figures.count(card.members)])
        }
        return render(
            "answer", title: heading,
            Pages.view([
                "heading": heading, "class": answer.diagnosis.rawValue, "isMalignant": answer.diagnosis == .malignant,
                "diagnosis": labels.diagnosis(answer.diagnosis),
                "atThreshold": phrases.atThreshold(language, ["threshold": threshold]),
                "probability": figures.percent(answer.probability, threshold: card.threshold), "exact": "\(answer.probability)",
                "interval": answer.interval.map(figures.percent), "intervalMeans": intervalMeans,
                "percentSign": language == .german ? "\u{A0}%" : "%",
                "gauge": gauge(answer, card, in: frame), "plausible": plausible(answer, card, in: frame),
                "hasOutside": !answer.outside.isEmpty, "outside": outside(answer, card, in: frame),
                "explained": answer.contributions != nil, "top": Array(top), "others": Array(others),
                "hasMore": !others.isEmpty, "more": phrases.driversMore(language, ["n": figures.count(others.count)]),
                "card": ["rows": cardRows(card, whole: false, in: frame)] as View,
                "modelHref": "/model" + query(["model": card.name]), "groups": entered(answer, card, in: frame),
                "changeHref": page.changePath, "newHref": "/" + query(["model": card.name]), "listHref": page.listPath,
            ]), in: frame)
    }

    /// The probability on a scale, with its interval and the threshold; all in percent of the width.
    private func gauge(_ answer: Answer, _ card: ModelCard, in frame: Frame) -> View {
        func position(_ p: Double) -> String { Figures.fixed(min(max(p, 0), 1) * 100, 2) }
        let interval = answer.interval.map { interval -> View in
            // A narrow interval remains visible behind the point.
            ["lower": position(interval.lowerBound), "width": position(interval.upperBound - interval.lowerBound)]
        }
        let label = frame.phrases.gaugeLabel(
            frame.language,
            [
                "probability": frame.figures.percent(answer.probability, threshold: card.threshold),
                "threshold": frame.figures.share(card.threshold),
            ])
        let anchor = card.threshold < 0.2 ? "start" : card.threshold > 0.8 ? "end" : "middle"
        return Pages.view([
            "anchor": anchor,
            "thresholdText": frame.phrases.threshold(frame.language) + " " + frame.figures.share(card.threshold),
            "label": label, "threshold": position(card.threshold), "rest": position(1 - card.threshold),
            "probability": position(answer.probability), "interval": interval,
        ])
    }

    private func plausible(_ answer: Answer, _ card: ModelCard, in frame: Frame) -> View? {
        guard let plausible = answer.plausible, let coverage = card.coverage else { return nil }
        let phrases = frame.phrases
        let phrase =
            switch (plausible.contains(.benign), plausible.contains(.malignant)) {
            case (true, true): phrases.plausibleBoth
            case (false, false): phrases.plausibleNone
            case (true, false): phrases.plausibleBenign
            case (false, true): phrases.plausibleMalignant
            }
        let title = phrases.plausibleTitle(frame.language, ["coverage": frame.figures.share(coverage)])
        return ["title": title, "text": phrase(frame.language)]
    }

    private func outside(_ answer: Answer, _ card: ModelCard, in frame: Frame) -> [View] {
        let (phrases, language, figures) = (frame.phrases, frame.language, frame.figures)
        return answer.outside.map { value in
            let feature = card.features[value.feature]
            let text = phrases.outsideValue(
                language,
                [
                    "value": answer.measurements[value.feature].map(figures.value) ?? phrases.missingValue(language),
                    "range": feature.range.map(figures.range) ?? "–",
                ])
            return Pages.view([
                "label": Labels(language).feature(feature.name), "text": text,
                "deviations": value.deviations.map { phrases.outsideDeviations(language, ["n": figures.decimal(abs($0), 1)]) },
            ])
        }
    }

    /// The contributions, the largest first, each with a bar from the middle to one of the sides.
    private func drivers(_ answer: Answer, _ card: ModelCard, in frame: Frame) -> [View] {
        let (phrases, language, figures) = (frame.phrases, frame.language, frame.figures)
        let labels = Labels(language)
        let contributions = (answer.contributions ?? []).sorted { abs($0.logit) > abs($1.logit) }
        let largest = max(contributions.first.map { abs($0.logit) } ?? 0, .leastNormalMagnitude)
        return contributions.map { contribution in
            let names = contribution.features.map { labels.feature(card.features[$0].name) }
            let values = contribution.features.map {
                answer.measurements[$0].map(figures.value) ?? phrases.missingValue(language)
            }
            let width = 50 * abs(contribution.logit) / largest
            let isMalignant = contribution.logit > 0
            return [
                "label": names.count == 2
                    ? phrases.pair(language, ["a": names[0], "b": names[1]]) : names.joined(separator: ", "),
                "value": values.joined(separator: " · "), "amount": figures.signed(contribution.logit),
                "class": isMalignant ? "malignant" : "benign",
                "direction": (isMalignant ? phrases.towardsMalignant : phrases.towardsBenign)(language),
                "start": Figures.fixed(isMalignant ? 50 : 50 - width, 2), "width": Figures.fixed(width, 2),
            ]
        }
    }

    private func entered(_ answer: Answer, _ card: ModelCard, in frame: Frame) -> [View] {
        let labels = Labels(frame.language)
        let outside = Set(answer.outside.map(\.feature))
        return labels.groups(card.features).map { group in
            let fields: [View] = group.features.map { index, feature in
                let value = answer.measurements[index].map(frame.figures.value) ?? frame.phrases.missingValue(frame.language)
                return ["label": labels.property(feature.name), "value": value, "outside": outside.contains(index)]
            }
            return ["label": group.label, "fields": fields]
        }
    }
}
