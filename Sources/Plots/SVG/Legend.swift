/// The samples and names of labelled marks, in rows above the picture, where they hide nothing.
struct Legend {
    struct Entry {
        let label: String
        let layer: Scene.Layer?
        let x: Double
        let row: Int
    }

    static let rowHeight = 18.0
    static let sampleWidth = 20.0
    let entries: [Entry]
    var rows: Int { (entries.last?.row ?? -1) + 1 }

    /// As many entries as the rows hold; if some are left, the last row says how many.
    init(_ layers: [Scene.Layer], width: Double, mostRows: Int) {
        var entries: [Entry] = []
        var (x, row) = (0.0, 0)
        for layer in layers {
            guard let label = layer.label.map({ shortened($0, to: width - Legend.sampleWidth - 8, size: 11) }) else { continue }
            let length = Legend.sampleWidth + 6 + textWidth(label, size: 11)
            if x > 0, x + length > width { (x, row) = (0, row + 1) }
            entries.append(Entry(label: label, layer: layer, x: x, row: row))
            x += length + 14
        }
        if row >= mostRows {
            let shown = entries.filter { $0.row < mostRows - 1 }
            let rest = Entry(label: "and \(entries.count - shown.count) more", layer: nil, x: 0, row: mostRows - 1)
            entries = mostRows > 0 && !entries.isEmpty ? shown + [rest] : []
        }
        self.entries = entries
    }
}
