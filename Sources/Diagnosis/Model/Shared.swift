import Metrics

// Values of types of `Metrics`, behind references.
//
// A package that also uses swift-metrics, whose module has the same name, gives `Metrics` another one. The compiler then leaves stored
// properties of its types out of the structs that hold them, and reads the others from wrong places; a reference to a class of
// this module has the same size whatever it leads to.

/// A Platt scaling.
final class SharedScaling: Hashable, Sendable {
    let value: PlattScaling

    init(_ value: PlattScaling) { self.value = value }

    static func == (a: SharedScaling, b: SharedScaling) -> Bool { a.value == b.value }
    func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

/// The scores of a conformal classifier.
final class SharedScores: Hashable, Sendable {
    let value: ConformalClassifier

    init(_ value: ConformalClassifier) { self.value = value }

    static func == (a: SharedScores, b: SharedScores) -> Bool { a.value == b.value }
    func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
