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

    init(_ layers: [Scene.Layer], width: Double, mostRows: Int) {
        var entries: [Entry] = []
        var (x, row) = (0.0, 0)
        let labelled = mostRows > 0 ? layers.filter { $0.label != nil } : []
        for (index, layer) in labelled.enumerated() {
            let label = shortened(layer.label ?? "", to: width - Legend.sampleWidth - 8, size: 11)
            let needed = Legend.sampleWidth + 6 + textWidth(label, size: 11) + 14
            if x > 0, x + needed - 14 > width { (x, row) = (0, row + 1) }
            if row >= mostRows {
                entries.append(Entry(label: "and \(labelled.count - index) more", layer: nil, x: 0, row: row))
                break
            }
            entries.append(Entry(label: label, layer: layer, x: x, row: row))
            x += needed
        }
        self.entries = entries
    }
}
