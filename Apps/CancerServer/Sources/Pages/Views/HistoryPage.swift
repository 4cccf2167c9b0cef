/// The page with one's own entries of the audit log.
public struct HistoryPage: Sendable {
    /// The entries, the latest first.
    public var entries: [HistoryEntry]
    /// The path of the page with older entries; nil where there are none.
    public var olderPath: String?
    /// Whether these are the latest entries.
    public var isLatest: Bool

    /// The page with one's own entries of the audit log.
    public init(entries: [HistoryEntry], olderPath: String? = nil, isLatest: Bool = true) {
        self.entries = entries
        self.olderPath = olderPath
        self.isLatest = isLatest
    }

    /// How many answers of one entry are shown one by one; more are counted.
    static let shownResults = 3
}

extension Pages {
    /// The page with one's own entries of the audit log.
    public func history(_ page: HistoryPage, in frame: Frame) -> String {
        let (phrases, language, figures) = (frame.phrases, frame.language, frame.figures)
        let labels = Labels(language)
        let entries: [View] = page.entries.map { entry in
            let time = Timestamp(entry.time, language)
            let results = entry.results ?? []
            let isLong = results.count > HistoryPage.shownResults
            let malignant = results.count { $0.diagnosis == .malignant }
            let summary = [
                (phrases.listRows, results.count), (phrases.malignant, malignant), (phrases.benign, results.count - malignant),
            ].map { $0(language) + ": " + figures.count($1) }.joined(separator: " · ")
            let shown: [View] = (isLong ? [] : results).map {
                [
                    "class": $0.diagnosis.rawValue, "diagnosis": labels.diagnosis($0.diagnosis),
                    "probability": figures.percent($0.probability),
                ]
            }
            return Pages.view([
                "number": entry.number, "iso": time.iso, "time": time.text, "model": entry.model, "interface": entry.interface,
                "results": shown, "summary": isLong ? summary : nil, "isDeleted": entry.results == nil,
            ])
        }
        return render(
            "history", title: phrases.historyTitle(language),
            Pages.view([
                "entries": entries, "hasEntries": !entries.isEmpty, "olderHref": page.olderPath,
                "latestHref": page.isLatest ? nil : "/history",
            ]), in: frame)
    }
}
