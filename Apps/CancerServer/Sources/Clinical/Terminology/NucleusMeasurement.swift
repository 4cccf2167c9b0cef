/// A measurement of the cell nuclei in a fine needle aspirate, as the Wisconsin data set defines it.
///
/// The data set measures ten characteristics of each nucleus in a digitized image and states three statistics of each. Lengths and
/// areas are counted in the image's pixels, the rest are ratios, so that the unit of all is UCUM's `1`.
public struct NucleusMeasurement: Hashable, Sendable {
    /// The name in the data and in models: `mean radius`.
    public let feature: String
    /// What is measured.
    public let definition: String

    /// The code in ``Canonical/measurements``: `mean-radius`.
    public var code: String { feature.replacing(" ", with: "-") }

    /// UCUM's code of the unit.
    public static let unit = "1"

    /// All measurements, in the order of the data's columns.
    public static let all: [NucleusMeasurement] = statistics.flatMap { statistic in
        characteristics.map { name, definition in
            NucleusMeasurement(feature: statistic.feature(name), definition: "\(statistic.definition): \(definition)")
        }
    }

    static let byCode = Dictionary(uniqueKeysWithValues: all.map { ($0.code, $0) })
    static let byFeature = Dictionary(uniqueKeysWithValues: all.map { ($0.feature, $0) })

    private static let statistics: [(feature: @Sendable (String) -> String, definition: String)] = [
        ({ "mean \($0)" }, "Mean over the nuclei"),
        ({ "\($0) error" }, "Standard error over the nuclei"),
        ({ "worst \($0)" }, "Mean of the three largest values"),
    ]

    private static let characteristics: [(name: String, definition: String)] = [
        ("radius", "distance from the centre to the points of the contour"),
        ("texture", "standard deviation of the gray values"),
        ("perimeter", "length of the contour"),
        ("area", "pixels inside the contour"),
        ("smoothness", "local variation of the radius"),
        ("compactness", "perimeter² / area - 1"),
        ("concavity", "depth of the contour's concave portions"),
        ("concave points", "number of the contour's concave portions"),
        ("symmetry", "difference between lines to either side of the longest axis"),
        ("fractal dimension", "coastline approximation - 1"),
    ]
}
