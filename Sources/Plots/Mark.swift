/// Something that is drawn between the axes of a ``Plot``.
///
/// A mark says in which shapes it is drawn, in the units of the axes. So a new mark is a struct of a few lines, which every way of drawing
/// understands:
///
/// ```swift
/// struct Span: Mark {
///     var label: String?
///     var ink = Ink.muted
///     let from: Double, to: Double
///     var shapes: [PlotShape] { [.rule(.vertical, at: from, .dashed), .rule(.vertical, at: to, .dashed)] }
/// }
/// ```
public protocol Mark: Sendable {
    /// What the legend calls it; nil keeps it out of the legend.
    var label: String? { get }
    /// What it is drawn with.
    var ink: Ink { get }
    /// What is drawn, from back to front.
    var shapes: [PlotShape] { get }
}

/// What a mark is drawn with. Themes give the colours, which people who cannot tell some colours apart can tell apart.
public enum Ink: Sendable, Hashable {
    /// The next colour that no other automatic mark of the plot has.
    case automatic
    /// A colour by its number from 0: marks that belong together share one. From the seventh on colours come again, with dashed lines.
    case series(Int)
    /// The colour of text.
    case foreground
    /// The grey of what stands back, such as lines of reference.
    case muted
}

/// How a line is interrupted.
public enum Dash: Sendable, Hashable {
    /// Not at all.
    case solid
    /// Long strokes.
    case dashed
    /// Points.
    case dotted
}

/// Along which axis something runs.
public enum Direction: Sendable, Hashable {
    /// From left to right.
    case horizontal
    /// From bottom to top.
    case vertical
}

/// A type whose values can be plotted: `Double`, `Float` and `Int`.
public protocol PlotNumber {
    /// The value, as the plot takes it.
    var plotValue: Double { get }
}

extension Double: PlotNumber {
    /// The number itself.
    public var plotValue: Double { self }
}

extension Float: PlotNumber {
    /// The number, exactly.
    public var plotValue: Double { Double(self) }
}

extension Int: PlotNumber {
    /// The number, rounded where it has more than 53 bits.
    public var plotValue: Double { Double(self) }
}

extension Sequence where Element: PlotNumber {
    var plotValues: [Double] { map(\.plotValue) }
}
