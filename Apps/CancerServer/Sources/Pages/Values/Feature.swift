/// A measurement that a model takes.
public struct Feature: Hashable, Sendable {
    /// Its name in the model: `mean radius`.
    public let name: String
    /// The smallest and largest value among the training rows; nil where the model does not know them.
    public let range: ClosedRange<Double>?

    /// A measurement.
    public init(name: String, range: ClosedRange<Double>?) {
        self.name = name
        self.range = range
    }
}

/// What the thirty names of the Wisconsin data consist of: a property of the cells' nuclei, and a statistic of it over a sample.
enum Statistic: String, CaseIterable {
    case mean, error, worst

    /// The statistic and the property in a name such as `mean radius`, `radius error`, `worst radius`; nil for other names.
    static func parse(_ name: String) -> (statistic: Statistic, property: String)? {
        if name.hasPrefix("mean ") { return (.mean, String(name.dropFirst(5))) }
        if name.hasPrefix("worst ") { return (.worst, String(name.dropFirst(6))) }
        if name.hasSuffix(" error") { return (.error, String(name.dropLast(6))) }
        return nil
    }
}
