extension Plot {
    /// The plot as a picture: the text of an SVG file, which may also stand within a page of HTML.
    ///
    /// It needs nothing from outside. It has the size that is given where there is room, and shrinks with its page where there is less.
    /// It has the role of an image, whose title and ``summary`` a screen reader says.
    ///
    /// - Parameters:
    ///   - width: the width in pixels of CSS, at least 160.
    ///   - height: the height in pixels of CSS, at least 120.
    ///   - theme: the colours.
    public func svg(width: Int = 640, height: Int = 400, theme: Theme = .automatic) -> String {
        document(width: width, height: height, theme, title: title, summary: Scene(self).summary) { markup, size in
            SVGPlot(self, size).write(to: &markup)
        }
    }
}

extension Figure {
    /// The plots as one picture, as ``Plot/svg(width:height:theme:)`` draws one.
    ///
    /// - Parameters:
    ///   - width: the width in pixels of CSS, at least 160 for each column.
    ///   - height: the height in pixels of CSS, at least 120 for each row.
    ///   - theme: the colours.
    public func svg(width: Int = 640, height: Int = 640, theme: Theme = .automatic) -> String {
        let rows = rows
        let summary = plots.map { $0.title.isEmpty ? Scene($0).summary : "\($0.title): \(Scene($0).summary)" }.joined(
            separator: ". ")
        let size = (width: max(width, 160 * columns), height: max(height, 120 * rows.count))
        return document(width: size.width, height: size.height, theme, title: title, summary: summary) { markup, page in
            var page = page
            if !title.isEmpty {
                markup.words(shortened(title, to: page.width - 24, size: 17), x: 12, y: 23, " class=\"h\"")
                page.top += 26
            }
            let width = page.width / Double(columns)
            let total = heights.reduce(0, +)
            var top = page.top
            for (row, plots) in rows.enumerated() {
                let bottom = top + page.height * heights[row] / total
                for (column, plot) in plots.enumerated() {
                    let left = page.left + width * Double(column)
                    let place = Rectangle(left: left, top: top, right: left + width, bottom: bottom)
                    // Plots above each other have their axes above each other.
                    let margin = stride(from: column, to: self.plots.count, by: columns).map { other in
                        SVGPlot(self.plots[other], Rectangle(left: 0, top: 0, right: width, bottom: bottom - top)).frame.bounds
                            .left
                    }.max()
                    SVGPlot(plot, place, leftMargin: margin).write(to: &markup)
                }
                top = bottom
            }
        }
    }
}

private func document(
    width: Int, height: Int, _ theme: Theme, title: String, summary: String, _ content: (inout Markup, Rectangle) -> Void
) -> String {
    let (width, height) = (min(max(width, 160), 100_000), min(max(height, 120), 100_000))
    let page = Rectangle(left: 0, top: 0, right: Double(width), bottom: Double(height))
    var body = Markup()
    body.add("<rect class=\"bg\" width=\"\(width)\" height=\"\(height)\"/>\n")
    content(&body, page)
    return """
        <svg xmlns="http://www.w3.org/2000/svg" class="\(theme.name)" role="img" width="\(width)" height="\(height)" \
        viewBox="0 0 \(width) \(height)" style="max-width:100%;height:auto">
        <title>\(escaped(title.isEmpty ? "Plot" : title))</title>
        <desc>\(escaped(summary))</desc>
        <style>\(theme.css(inks: body.inks))</style>
        \(body.text)</svg>

        """
}
