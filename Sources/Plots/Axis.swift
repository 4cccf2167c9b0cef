/// What an axis measures: its label, and how values become places and words.
///
/// ```swift
/// Axis("sensitivity", 0...1)
/// Axis("learning rate", scale: .logarithmic)
/// Axis("accuracy", format: .percent)          // 0.5 is written 50%
/// Axis("time", scale: .logarithmic, format: .quantity("s"))       // 1 ms, 10 ms
/// ```
public struct Axis: Sendable {
    /// How values become places.
    public enum Scale: Sendable {
        /// Equal differences are equally long.
        case linear
        /// Equal ratios are equally long. Zero and negative values cannot be shown, and leave gaps.
        case logarithmic
    }

    /// How values are written at the ticks.
    public enum Format: Sendable, Hashable {
        /// As decimal numbers.
        case number
        /// As percentages: 0.25 is 25%.
        case percent
        /// As quantities of a unit with the prefixes of the SI: of "s", 0.00002 is 20 µs. Without a unit, 20000 is 20 k.
        case quantity(String)
    }

    /// What the axis measures, with its unit.
    public var label: String
    /// The least and the greatest value that is shown. Where it is nil, all data are, with some room around.
    public var range: ClosedRange<Double>?
    /// How values become places.
    public var scale: Scale
    /// How values are written at the ticks.
    public var format: Format
    /// The names at 0, 1, 2 and so on, where the axis has names instead of numbers. ``Bars`` bring their own.
    /// A vertical axis with names runs from the top down.
    public var names: [String]?

    /// An axis.
    ///
    /// - Precondition: the range of a logarithmic axis is above 0.
    public init(
        _ label: String = "", _ range: ClosedRange<Double>? = nil, scale: Scale = .linear, format: Format = .number,
        names: [String]? = nil
    ) {
        if scale == .logarithmic, let range, range.lowerBound <= 0 {
            trap("Axis", "the range of a logarithmic axis is above 0, got \(range)")
        }
        (self.label, self.range, self.scale, self.format, self.names) = (label, range, scale, format, names)
    }
}
