/// The page with the answers for a file's rows.
public struct ListPage: Sendable {
    /// The file's name; nil where the rows were pasted.
    public var name: String?
    /// The rows in the file's order.
    public var rows: [ListedRow]
    /// The model that answered.
    public var card: ModelCard
    /// The page's path; a row's is `path/row`, the download's `path.csv`.
    public var path: String
    /// How the rows are sorted.
    public var order: ListOrder
    /// Which page of the list is shown, counted from 1; the nearest one where there is no such page.
    public var number: Int

    /// The page with the answers for a file's rows.
    public init(
        name: String?, rows: [ListedRow], card: ModelCard, path: String, order: ListOrder = ListOrder(), number: Int = 1
    ) {
        self.name = name
        self.rows = rows
        self.card = card
        self.path = path
        self.order = order
        self.number = number
    }

    /// The rows of a page.
    public static let length = 500
}

extension Pages {
    /// The page with the answers for a file's rows.
    public func list(_ page: ListPage, in frame: Frame) -> String {
        let (phrases, language, figures) = (frame.phrases, frame.language, frame.figures)
        let (card, labels) = (page.card, Labels(frame.language))
        let pages = max(1, (page.rows.count + ListPage.length - 1) / ListPage.length)
        let number = min(max(page.number, 1), pages)
        let shown = page.order.indices(page.rows).dropFirst((number - 1) * ListPage.length).prefix(ListPage.length)

        func href(_ order: ListOrder, _ number: Int) -> String {
            let isFirst = order == ListOrder()
            return page.path
                + query([
                    "sort": isFirst ? nil : order.key.rawValue, "order": order.isDescending ? "descending" : nil,
                    "page": number > 1 ? "\(number)" : nil,
                ])
        }
        let rows: [View] = shown.map { index in
            var view: View = ["number": index + 1, "identifier": page.rows[index].identifier ?? ""]
            switch page.rows[index] {
            case .problem(let problem, _): view.merge(["problem": problem, "class": "failed", "exact": ""]) { _, new in new }
            case .answer(let answer):
                view["class"] = answer.diagnosis.rawValue
                view["exact"] = "\(answer.probability)"
                view["answer"] = Pages.view([
                    "href": "\(page.path)/\(index + 1)", "diagnosis": labels.diagnosis(answer.diagnosis),
                    "probability": figures.percent(answer.probability, threshold: card.threshold),
                    "interval": answer.interval.map(figures.percent),
                    "outside": answer.outside.isEmpty
                        ? nil : phrases.outsideCount(language, ["n": figures.count(answer.outside.count)]),
                ])
            }
            return view
        }
        let columns: [View] = [
            (ListOrder.Key.row, phrases.columnRow, "figure"), (.patient, phrases.columnPatient, "patient"),
            (.probability, phrases.columnProbability, "figure"), (.diagnosis, phrases.columnDiagnosis, ""),
        ].map { key, label, style in
            let isSorted = page.order.key == key
            let next = ListOrder(
                key, isDescending: isSorted ? !page.order.isDescending : key == .probability || key == .diagnosis)
            return Pages.view([
                "key": key.rawValue, "label": label(language), "class": style, "href": href(next, 1),
                "sorted": isSorted ? (page.order.isDescending ? "descending" : "ascending") : nil,
            ])
        }
        let answers = page.rows.compactMap(\.answer)
        let malignant = answers.count { $0.diagnosis == .malignant }
        let failed: [View] = page.rows.enumerated().compactMap { index, row in
            guard case .problem(let problem, _) = row else { return nil }
            return ["number": index + 1, "label": phrases.rowProblem(language, ["row": "\(index + 1)"]), "problem": problem]
        }
        var tiles: [View] = [
            ["term": phrases.listRows(language), "text": figures.count(page.rows.count), "class": ""],
            ["term": phrases.malignant(language), "text": figures.count(malignant), "class": "malignant"],
            ["term": phrases.benign(language), "text": figures.count(answers.count - malignant), "class": "benign"],
        ]
        if !failed.isEmpty {
            tiles.append(["term": phrases.listFailed(language), "text": figures.count(failed.count), "class": "failed"])
        }
        let heading = page.name.map { phrases.listOf(language, ["name": $0]) } ?? phrases.listTitle(language)
        return render(
            "list", title: heading,
            Pages.view([
                "heading": heading, "tiles": tiles, "failed": failed, "hasFailed": !failed.isEmpty, "columns": columns,
                "rows": rows, "isWhole": pages == 1, "downloadHref": page.path + ".csv",
                "thresholdText": phrases.threshold(language) + ": "
                    + phrases.modelThresholdMeans(language, ["threshold": figures.share(card.threshold)]),
                "hasPages": pages > 1, "pageText": phrases.pageOf(language, ["page": "\(number)", "pages": "\(pages)"]),
                "previousHref": number > 1 ? href(page.order, number - 1) : nil,
                "nextHref": number < pages ? href(page.order, number + 1) : nil,
            ]), in: frame)
    }
}
