/// Where the parts of a plot stand in its picture, and how they are written.
struct SVGPlot {
    let scene: Scene
    let page: Rectangle
    let titleLines: [String]
    let legend: Legend
    let frame: Frame
    let xTicks: [Tick], yTicks: [Tick]
    let xLabel: String, yLabel: String

    /// The plot within a part of the page. Where `leftMargin` is given, the axes start so far from its left edge.
    init(_ plot: Plot, _ page: Rectangle, leftMargin: Double? = nil) {
        let scene = Scene(plot)
        // A low picture has room for its data first, then for a legend.
        let titleLines = wrapped(plot.title, to: page.width - 24, size: 17, most: page.height < 240 ? 1 : 2)
        var bounds = page
        bounds.top += 12 + 20 * Double(titleLines.count)
        // Names that are too long for their places are broken into two lines.
        let names = scene.x.names ?? []
        let longest = names.map { textWidth($0, size: 11) }.max() ?? 0
        let nameLines = longest > page.width * 0.8 / Double(max(1, names.count)) ? 2 : 1
        bounds.bottom -= (plot.x.label.isEmpty ? 26 : 44) + (nameLines == 2 ? 14 : 0)
        let legendHeight = min(bounds.height - 35, max(0.3 * page.height, Legend.rowHeight))
        let legend = Legend(scene.layers, width: page.width - 24, mostRows: max(0, Int(legendHeight / Legend.rowHeight)))
        bounds.top += Legend.rowHeight * Double(legend.rows) + (legend.rows > 0 ? 5 : 0)

        let height = bounds.height
        let yTicks = scene.y.ticks(
            wanted: Int(height / 45), raisesExponents: true,
            shorten: { wrapped($0, to: page.width * 0.35, size: 11, most: 2).joined(separator: "\n") }
        ) { labels in
            gaps(labels.map(\.place)).allSatisfy { $0 * height >= 14 }
        }
        yLabel = Scene.label(plot.y, yTicks)
        let widest = yTicks.all.flatMap { $0.label.split(separator: "\n") }.map { textWidth(String($0), size: 11) }.max() ?? 0
        bounds.left += leftMargin ?? (12 + widest + 8 + (yLabel.isEmpty ? 0 : 18))
        bounds.right -= 16

        let width = bounds.width
        let slot = max(width / Double(max(1, names.count)) - 8, 44)
        let xTicks = scene.x.ticks(
            wanted: Int(width / 75), raisesExponents: true,
            shorten: { wrapped($0, to: slot, size: 11, most: nameLines).joined(separator: "\n") }
        ) { labels in
            let widths = labels.map { label in
                label.label.split(separator: "\n").map { textWidth(String($0), size: 11) }.max() ?? 0
            }
            return gaps(labels.map(\.place)).enumerated().allSatisfy { index, gap in
                gap * width >= (widths[index] + widths[index + 1]) / 2 + 8
            }
        }
        xLabel = Scene.label(plot.x, xTicks)
        (self.scene, self.page, self.titleLines, self.legend) = (scene, page, titleLines, legend)
        (self.xTicks, self.yTicks) = (xTicks.all, yTicks.all)
        frame = Frame(bounds: bounds, x: scene.x.scale, y: scene.y.scale)
    }

    func write(to markup: inout Markup) {
        writeTitle(&markup)
        writeGrid(&markup)
        let drawings = scene.layers.map { layer in layer.shapes.map(frame.drawing) }
        for (layer, drawings) in zip(scene.layers, drawings) {
            markup.group(layer.ink, " fill=\"currentColor\" stroke=\"currentColor\"") { markup in
                for drawing in drawings { write(drawing, layer.ink, &markup) }
            }
        }
        writeAxes(&markup)
        writeWords(drawings.flatMap { $0 }, &markup)
    }

    private func writeTitle(_ markup: inout Markup) {
        for (index, line) in titleLines.enumerated() {
            markup.words(line, x: page.left + 12, y: page.top + 23 + 20 * Double(index), " class=\"h\"")
        }
        for entry in legend.entries {
            let x = page.left + 12 + entry.x
            let y = page.top + 18 + 20 * Double(titleLines.count) + Legend.rowHeight * Double(entry.row)
            if let layer = entry.layer {
                markup.group(layer.ink, " fill=\"currentColor\" stroke=\"currentColor\"") { writeSample(layer, x, y, &$0) }
                markup.words(entry.label, x: x + Legend.sampleWidth + 6, y: y + 4)
            } else {
                markup.words(entry.label, x: x, y: y + 4)
            }
        }
    }

    private func writeSample(_ layer: Scene.Layer, _ x: Double, _ y: Double, _ markup: inout Markup) {
        let (left, right) = (x, x + Legend.sampleWidth)
        let box = Rectangle(left: left, top: y - 5, right: right, bottom: y + 5)
        for shape in layer.shapes {
            let sample: Drawing? =
                switch shape {
                case .path(_, let dash), .rule(_, _, let dash), .diagonal(let dash):
                    .lines([[Spot(left, y), Spot(right, y)]], dash)
                case .dots: .dots([Spot((left + right) / 2, y)])
                case .band: .areas([[Spot(left, y - 5), Spot(right, y - 5), Spot(right, y + 5), Spot(left, y + 5)]])
                case .intervals: .lines([[Spot(left, y), Spot(right, y)]], .solid)
                case .boxes: .boxes([box])
                case .cells: .cells([(box, strength: 1)])
                case .words, .note: nil
                }
            if let sample { write(sample, layer.ink, &markup) }
        }
    }

    private func writeGrid(_ markup: inout Markup) {
        let bounds = frame.bounds
        let vertical = scene.x.names == nil ? xTicks.compactMap { frame.x.fraction($0.value).map(frame.horizontal) } : []
        let horizontal = scene.y.names == nil ? yTicks.compactMap { frame.y.fraction($0.value).map(frame.vertical) } : []
        let lines =
            vertical.map { [Spot($0, bounds.top), Spot($0, bounds.bottom)] }
            + horizontal.map { [Spot(bounds.left, $0), Spot(bounds.right, $0)] }
        markup.path(pathData(lines), " class=\"g\" fill=\"none\"")
    }

    private func writeAxes(_ markup: inout Markup) {
        let bounds = frame.bounds
        markup.group(.muted, " stroke=\"currentColor\" fill=\"none\"") { markup in
            let axes = [Spot(bounds.left, bounds.top), Spot(bounds.left, bounds.bottom), Spot(bounds.right, bounds.bottom)]
            let ticks = scene.x.names == nil ? xTicks.compactMap { frame.x.fraction($0.value).map(frame.horizontal) } : []
            markup.path(pathData([axes] + ticks.map { [Spot($0, bounds.bottom), Spot($0, bounds.bottom + 4)] }), "")
        }
        for tick in xTicks {
            guard let x = frame.x.fraction(tick.value).map(frame.horizontal) else { continue }
            // The last label may reach beyond the axis, but not beyond the page.
            let half = textWidth(tick.label, size: 11) / 2
            let place = scene.x.names == nil ? max(min(x, page.right - 4 - half), page.left + 4 + half) : x
            for (index, line) in tick.label.split(separator: "\n").enumerated() {
                markup.words(String(line), x: place, y: bounds.bottom + 17 + 14 * Double(index), anchor: "middle")
            }
        }
        for tick in yTicks {
            guard let y = frame.y.fraction(tick.value).map(frame.vertical) else { continue }
            let lines = tick.label.split(separator: "\n")
            for (index, line) in lines.enumerated() {
                let down = 14 * Double(index) - 7 * Double(lines.count - 1)
                markup.words(String(line), x: bounds.left - 7, y: y + 4 + down, anchor: "end")
            }
        }
        let (middle, centre) = ((bounds.left + bounds.right) / 2, (bounds.top + bounds.bottom) / 2)
        if !xLabel.isEmpty {
            let label = shortened(xLabel, to: bounds.width, size: 12)
            markup.words(label, x: middle, y: page.bottom - 10, anchor: "middle", " class=\"l\"")
        }
        if !yLabel.isEmpty {
            let label = shortened(yLabel, to: bounds.height + 20, size: 12)
            let x = page.left + 18
            markup.words(
                label, x: x, y: centre, anchor: "middle",
                " class=\"l\" transform=\"rotate(-90 \(pixels(x)) \(pixels(centre)))\"")
        }
    }

    private func write(_ drawing: Drawing, _ ink: Ink, _ markup: inout Markup) {
        switch drawing {
        case .lines(let lines, let dash):
            let width = ink == .muted ? 1.5 : 2.0
            markup.path(
                pathData(lines),
                " fill=\"none\" stroke-width=\"\(pixels(width))\" stroke-linejoin=\"round\"\(attributes(ink.dash(dash)))")
        case .dots(let spots):
            let radius = spots.count > 400 ? 2.0 : 3.3
            let symbol = Symbol(ink)
            let form = symbol.path(radius: radius)
            let data = spots.map { "M\(pixels($0.x)) \(pixels($0.y))\(form)" }.joined()
            let look =
                switch symbol {
                case .disc: " stroke-linecap=\"round\" stroke-width=\"\(pixels(2 * radius))\""
                case .cross, .star: " fill=\"none\" stroke-width=\"1.6\""
                case .square, .triangle, .diamond: " stroke=\"none\""
                }
            markup.path(data, look + (spots.count > 400 ? " opacity=\".7\"" : ""))
        case .areas(let areas):
            markup.path(pathData(areas, closed: true), " stroke=\"none\" fill-opacity=\".2\"")
        case .boxes(let boxes):
            // Bars that fill less than a pixel would be all outline.
            let isThin = Double(3 * boxes.count) > frame.bounds.width
            let corners = boxes.map { box in
                [Spot(box.left, box.bottom), Spot(box.left, box.top), Spot(box.right, box.top), Spot(box.right, box.bottom)]
            }
            markup.path(pathData(corners, closed: true), isThin ? " stroke-width=\".5\"" : " fill-opacity=\".5\"")
        case .cells(let cells):
            for (box, strength) in cells {
                // Text keeps its contrast on half of the ink.
                let opacity = Int((5 + 45 * strength).rounded())
                markup.rectangle(box, " stroke-opacity=\".3\" fill-opacity=\".\(opacity < 10 ? "0" : "")\(opacity)\"")
            }
        case .words, .note: break
        }
    }

    private func attributes(_ dash: Dash) -> String {
        switch dash {
        case .solid: ""
        case .dashed: " stroke-dasharray=\"6 4\""
        case .dotted: " stroke-dasharray=\"1.5 4\""
        }
    }

    private func writeWords(_ drawings: [Drawing], _ markup: inout Markup) {
        var placement = LabelPlacement(bounds: frame.bounds, drawings: drawings)
        for drawing in drawings {
            switch drawing {
            case .words(let text, let box):
                let lines = wrapped(text, to: box.width - 4, size: 11, most: Int(box.height / 14))
                let (x, first) = ((box.left + box.right) / 2, (box.top + box.bottom) / 2 + 4 - 7 * Double(lines.count - 1))
                for (index, line) in lines.enumerated() {
                    markup.words(line, x: x, y: first + 14 * Double(index), anchor: "middle")
                }
            case .note(let text, let spot):
                let text = shortened(text, to: frame.bounds.width - 8, size: 11)
                let place = placement.place(width: textWidth(text, size: 11), height: 14, beside: spot, gap: 8)
                markup.words(text, x: (place.left + place.right) / 2, y: place.bottom - 3, anchor: "middle", " class=\"n\"")
            default: break
            }
        }
    }
}

private func gaps(_ places: [Double]) -> [Double] { zip(places, places.dropFirst()).map { abs($1 - $0) } }
