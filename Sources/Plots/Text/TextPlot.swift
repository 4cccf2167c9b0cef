/// Where the parts of a plot stand in its text, and how they are written.
struct TextPlot {
    let scene: Scene
    let columns: Int
    let style: TextStyle
    let hasColor: Bool
    let head: [TextLine]
    let frame: Frame
    let yTicks: [(row: Int, label: String)]
    let labelWidth: Int
    private var canvas: Canvas

    init(_ plot: Plot, columns: Int, rows: Int, style: TextStyle, hasColor: Bool) {
        let scene = Scene(plot)
        var head: [TextLine] = []
        if !plot.title.isEmpty { head.append(TextLine(shortened(plain(plot.title, style), cells: columns, style))) }
        let legend = TextPlot.legend(scene, columns: columns, style: style, hasColor: hasColor)
        let mostLines = max(1, rows / 4)
        head += legend.count > mostLines ? legend.prefix(mostLines - 1) + [TextLine("and more")] : legend
        let height = max(3, rows - head.count - 2 - (plot.x.label.isEmpty ? 0 : 1) - (plot.y.label.isEmpty ? 0 : 1))

        let ticks = scene.y.ticks(wanted: height / 3, raisesExponents: style == .braille, shorten: { $0 }) { labels in
            zip(labels, labels.dropFirst()).allSatisfy { abs($1.place - $0.place) * Double(height - 1) >= 1 }
        }
        let labels = ticks.all.map { shortened(plain($0.label, style), cells: columns / 3, style) }
        let labelWidth = labels.map(cells).max() ?? 0
        let yLabel = Scene.label(plot.y, ticks)
        if !yLabel.isEmpty { head.append(TextLine(shortened(plain(yLabel, style), cells: columns, style))) }
        canvas = Canvas(columns: max(8, columns - labelWidth - 2), rows: height, style: style)
        frame = Frame(bounds: canvas.bounds, x: scene.x.scale, y: scene.y.scale)
        let (bottom, down) = (canvas.bounds.bottom, canvas.dotsDown)
        yTicks = zip(ticks.all, labels).compactMap { tick, label in
            scene.y.scale.fraction(tick.value).map { (Int((bottom * (1 - $0)).rounded()) / down, label) }
        }
        (self.scene, self.columns, self.style, self.hasColor) = (scene, columns, style, hasColor)
        (self.head, self.labelWidth) = (head, labelWidth)
    }

    func lines() -> [TextLine] {
        var canvas = canvas
        let layers = scene.layers.map { layer in (layer.ink, layer.shapes.map(frame.drawing)) }
        for (ink, drawings) in layers {
            for drawing in drawings { draw(drawing, ink, on: &canvas) }
        }
        drawWords(layers.flatMap(\.1), on: &canvas)

        let isASCII = style == .ascii
        let (bar, tee, corner, dash, cross) = isASCII ? ("|", "+", "+", "-", "+") : ("│", "┤", "└", "─", "┬")
        var result = head
        for (row, line) in canvas.lines(hasColor: hasColor).enumerated() {
            let label = yTicks.first { $0.row == row }?.label
            let margin =
                label.map { String(repeating: " ", count: labelWidth - cells($0)) + $0 }
                ?? String(repeating: " ", count: labelWidth)
            result.append(TextLine("\(margin) \(label == nil ? bar : tee)") + TextLine(line, width: canvas.columns))
        }
        // Below: the axis with its ticks, their labels, and what the axis measures.
        let width = canvas.columns
        let slot = width / max(1, scene.x.names?.count ?? 1)
        let ticks = scene.x.ticks(
            wanted: max(3, width / 10), raisesExponents: !isASCII,
            shorten: { shortened(plain($0, style), cells: max(slot - 1, 5), style) }
        ) { labels in
            zip(labels, labels.dropFirst()).allSatisfy { a, b in
                abs(b.place - a.place) * Double(width - 1) >= Double(cells(a.label) + cells(b.label)) / 2 + 2
            }
        }
        var axis = [String](repeating: dash, count: width)
        var labels = ""
        for tick in ticks.all {
            guard let place = scene.x.scale.fraction(tick.value) else { continue }
            let column = Int((frame.bounds.right * place).rounded()) / canvas.dotsAcross
            guard axis.indices.contains(column) else { continue }
            axis[column] = cross
            let label = tick.label
            let start = min(max(column + labelWidth + 2 - cells(label) / 2, 0), max(0, labelWidth + 2 + width - cells(label)))
            if !labels.isEmpty && start <= cells(labels) { continue }
            labels += String(repeating: " ", count: start - cells(labels)) + label
        }
        result.append(TextLine(String(repeating: " ", count: labelWidth + 1) + corner + axis.joined()))
        result.append(TextLine(labels))
        let xLabel = Scene.label(scene.plot.x, ticks)
        if !xLabel.isEmpty {
            let label = shortened(plain(xLabel, style), cells: columns, style)
            let start = min(labelWidth + 2 + (width - cells(label)) / 2, columns - cells(label))
            result.append(TextLine(String(repeating: " ", count: max(0, start)) + label))
        }
        return result
    }

    private func draw(_ drawing: Drawing, _ ink: Ink, on canvas: inout Canvas) {
        switch drawing {
        case .lines(let lines, let dash):
            let pattern = ink.pattern(dash, hasColor: hasColor)
            for line in lines { canvas.line(line, ink, pattern) }
        case .dots(let spots):
            let isFew = spots.count <= canvas.columns * canvas.rows / 4 || ink.number > 0
            for spot in spots {
                let (x, y) = (Int(spot.x.rounded()), Int(spot.y.rounded()))
                if isFew && style == .braille {
                    canvas.put(ink.symbol, x / 2, y / 4, ink)
                } else {
                    canvas.dot(x, y, ink)
                }
            }
        case .areas(let areas):
            for area in areas { fill(area, ink, on: &canvas) }
        case .boxes(let boxes):
            for box in boxes { fill(box, ink, on: &canvas) }
        case .cells(let cells):
            let shades: [Character] = style == .ascii ? [" ", ".", ":", "*", "#"] : [" ", "░", "▒", "▓", "█"]
            for (box, strength) in cells {
                let shade = shades[Int((strength * 4).rounded())]
                let (across, down) = (canvas.dotsAcross, canvas.dotsDown)
                for row in Int(box.top.rounded()) / down...Int(box.bottom.rounded()) / down {
                    for column in Int(box.left.rounded()) / across...Int(box.right.rounded()) / across {
                        canvas.put(shade, column, row, ink)
                    }
                }
            }
        case .words, .note: break
        }
    }

    /// Sparse dots within a polygon: in each column, between the lowest and the highest crossing.
    private func fill(_ area: [Spot], _ ink: Ink, on canvas: inout Canvas) {
        guard let left = area.map(\.x).min(), let right = area.map(\.x).max() else { return }
        for x in Int(left.rounded(.up))...max(Int(left.rounded(.up)), Int(right.rounded(.down)))
        where style == .ascii || x % 2 == 0 {
            var crossings: [Double] = []
            for (a, b) in zip(area, area.dropFirst() + area.prefix(1))
            where min(a.x, b.x) <= Double(x) && max(a.x, b.x) >= Double(x) {
                crossings.append(a.x == b.x ? a.y : a.y + (b.y - a.y) * (Double(x) - a.x) / (b.x - a.x))
            }
            guard let top = crossings.min(), let bottom = crossings.max() else { continue }
            for y in Int(top.rounded())...Int(bottom.rounded()) {
                if style == .ascii {
                    canvas.put(":", x, y, ink)
                } else if x % 4 == 0, (x / 4 + y) % 2 == 0 {
                    canvas.dot(x, y, ink)
                }
            }
        }
    }

    /// A bar in blocks: its upper end in eighths of a character.
    private func fill(_ box: Rectangle, _ ink: Ink, on canvas: inout Canvas) {
        // From the middles of dots to the edges of characters, so that a bar to the end of the axis fills its last character.
        let across = Double(canvas.columns) / canvas.bounds.right
        let down = Double(canvas.rows) / canvas.bounds.bottom
        let (left, right) = (Int((box.left * across).rounded()), Int((box.right * across).rounded()))
        let (top, bottom) = (box.top * down, box.bottom * down)
        for row in min(Int(top), canvas.rows - 1)...max(Int(top), min(Int(bottom), canvas.rows - 1)) {
            let covered = min(bottom, Double(row + 1)) - max(top, Double(row))
            let glyph: Character
            if style == .ascii {
                if covered < 0.5 { continue }
                glyph = ink.letter
            } else if ink.fill != "█" || bottom < Double(row + 1) - 0.2 {
                if covered < 0.5 { continue }
                glyph = ink.fill
            } else {
                let eighths = Int((covered * 8).rounded())
                if eighths == 0 { continue }
                glyph = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"][eighths - 1]
            }
            for column in left..<max(left + 1, right) { canvas.fill(glyph, column, row, ink) }
        }
    }

    private func drawWords(_ drawings: [Drawing], on canvas: inout Canvas) {
        let (across, down) = (Double(canvas.dotsAcross), Double(canvas.dotsDown))
        var placement = LabelPlacement(bounds: canvas.bounds, drawings: drawings)
        for drawing in drawings {
            switch drawing {
            case .words(let text, let box):
                let text = shortened(" \(plain(text, style)) ", cells: Int((box.width + 1) / across), style)
                let (middle, centre) = ((box.left + box.right) / 2, (box.top + box.bottom) / 2)
                write(text, Int(middle / across) - cells(text) / 2, Int(centre / down), on: &canvas)
            case .note(let text, let spot):
                let text = shortened(plain(text, style), cells: canvas.columns, style)
                let place = placement.place(width: Double(cells(text)) * across, height: down, beside: spot, gap: across)
                write(text, Int((place.left / across).rounded()), Int(((place.top + place.bottom) / 2 / down)), on: &canvas)
            default: break
            }
        }
    }

    private func write(_ text: String, _ column: Int, _ row: Int, on canvas: inout Canvas) {
        // A character that is two wide would move the rest of the row.
        var column = column
        for character in text {
            canvas.put(character.unicodeScalars.contains(where: isWide) ? "?" : character, column, row, nil)
            column += 1
        }
    }

    /// The samples and names of labelled marks, in lines.
    private static func legend(_ scene: Scene, columns: Int, style: TextStyle, hasColor: Bool) -> [TextLine] {
        var lines: [TextLine] = []
        for layer in scene.layers {
            guard let label = layer.label else { continue }
            let name = TextLine(" " + shortened(plain(label, style), cells: columns - 6, style))
            let entry = TextLine(sample(layer, style: style, hasColor: hasColor), width: 4) + name
            if let last = lines.last, last.width + 3 + entry.width <= columns {
                lines[lines.count - 1] = last + TextLine("   ") + entry
            } else {
                lines.append(entry)
            }
        }
        return lines
    }

    private static func sample(_ layer: Scene.Layer, style: TextStyle, hasColor: Bool) -> String {
        var canvas = Canvas(columns: 4, rows: 1, style: style)
        let middle = Double(canvas.dotsDown / 2)
        func fill(_ glyph: Character) {
            for column in 0..<4 { canvas.put(glyph, column, 0, layer.ink) }
        }
        for shape in layer.shapes {
            switch shape {
            case .path(_, let dash), .rule(_, _, let dash), .diagonal(let dash):
                canvas.line(
                    [Spot(0, middle), Spot(canvas.bounds.right, middle)], layer.ink, layer.ink.pattern(dash, hasColor: hasColor)
                )
            case .dots: canvas.put(style == .ascii ? layer.ink.letter : layer.ink.symbol, 1, 0, layer.ink)
            case .intervals: canvas.line([Spot(0, middle), Spot(canvas.bounds.right, middle)], layer.ink) { _ in true }
            case .band: fill(style == .ascii ? ":" : "⠕")
            case .boxes, .cells: fill(style == .ascii ? layer.ink.letter : layer.ink.fill)
            case .words, .note: break
            }
        }
        return canvas.lines(hasColor: hasColor)[0]
    }
}
