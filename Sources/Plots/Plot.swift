/// A picture of data: a title, two axes and the marks between them, drawn in the order in which they are listed.
///
/// ```swift
/// let plot = Plot(title: "ROC", x: .init("1 - specificity", 0...1), y: .init("sensitivity", 0...1)) {
///     Line(x: falsePositiveRate, y: truePositiveRate, label: "model, AUC 0.995")
///     Diagonal()
/// }
/// print(plot.text(columns: 72, rows: 20))
/// let page = plot.svg(width: 480, height: 360)
/// ```
///
/// A plot is a value. The same plot gives the same bytes, wherever and whenever it is drawn.
/// Numbers that are not finite, and those beyond ±1e300, leave gaps; so does what a logarithmic axis cannot show.
public struct Plot: Sendable {
    /// What stands above the picture; nothing where it is empty.
    public var title: String
    /// The horizontal axis.
    public var x: Axis
    /// The vertical axis.
    public var y: Axis
    /// What is drawn, from back to front.
    public var marks: [any Mark]
    /// What a screen reader says of the picture. Where it is nil, that is made from the axes and the labels of the marks.
    public var summary: String?

    /// A plot of the marks that the closure lists.
    public init(
        title: String = "", x: Axis = Axis(), y: Axis = Axis(), summary: String? = nil, @MarkBuilder marks: () -> [any Mark]
    ) {
        (self.title, self.x, self.y, self.summary, self.marks) = (title, x, y, summary, marks())
    }
}

/// Collects the marks of a plot, with `if` and `for`.
@resultBuilder
public enum MarkBuilder {
    /// One mark.
    public static func buildExpression(_ mark: any Mark) -> [any Mark] { [mark] }
    /// Marks that were made elsewhere.
    public static func buildExpression(_ marks: [any Mark]) -> [any Mark] { marks }
    /// The marks of a block, in order.
    public static func buildBlock(_ marks: [any Mark]...) -> [any Mark] { marks.flatMap { $0 } }
    /// The marks of an `if` without `else`.
    public static func buildOptional(_ marks: [any Mark]?) -> [any Mark] { marks ?? [] }
    /// The marks of an `if`.
    public static func buildEither(first marks: [any Mark]) -> [any Mark] { marks }
    /// The marks of an `else`.
    public static func buildEither(second marks: [any Mark]) -> [any Mark] { marks }
    /// The marks of a `for`.
    public static func buildArray(_ marks: [[any Mark]]) -> [any Mark] { marks.flatMap { $0 } }
}
