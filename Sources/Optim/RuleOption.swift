/// An option of an ``UpdateRule``: a name, and where the rule keeps it.
///
/// An optimizer saves the options of a group under these names, `groups/0/weightDecay`, and loads them again, so that a run goes on with
/// those it had. A rule names them in a table:
///
/// ```swift
/// extension SignMomentum {
///     static let options: [RuleOption<SignMomentum>] = [RuleOption("beta", \.beta, in: 0...1)]
/// }
/// ```
public struct RuleOption<Rule: UpdateRule>: Sendable {
    /// The name under which the option is saved.
    public let name: String
    let get: @Sendable (Rule) -> [Double]
    let set: @Sendable (inout Rule, [Double]) -> Void
    /// Whether numbers that were saved may be set.
    let fits: @Sendable ([Double]) -> Bool

    init(
        _ name: String, get: @escaping @Sendable (Rule) -> [Double], set: @escaping @Sendable (inout Rule, [Double]) -> Void,
        fits: @escaping @Sendable ([Double]) -> Bool
    ) {
        (self.name, self.get, self.set, self.fits) = (name, get, set, fits)
    }

    /// An option that is a number, saved as float64.
    ///
    /// - Parameter range: the numbers it may be; those that are not negative where nil.
    public init(_ name: String, _ path: WritableKeyPath<Rule, Double> & Sendable, in range: ClosedRange<Double>? = nil) {
        let range = range ?? .notNegative
        self.init(
            name, get: { [$0[keyPath: path]] }, set: { $0[keyPath: path] = $1[0] },
            fits: { $0.count == 1 && range.contains($0[0]) })
    }

    /// An option that is two numbers, such as decay rates, saved as float64 `[2]`.
    ///
    /// - Parameter range: the numbers they may be; [0, 1) where nil.
    public init(
        _ name: String, _ path: WritableKeyPath<Rule, (Double, Double)> & Sendable, in range: ClosedRange<Double>? = nil
    ) {
        let range = range ?? 0...1.0.nextDown
        self.init(
            name, get: { [$0[keyPath: path].0, $0[keyPath: path].1] }, set: { $0[keyPath: path] = ($1[0], $1[1]) },
            fits: { $0.count == 2 && $0.allSatisfy(range.contains) })
    }

    /// An option that is a choice, saved as 0 or 1.
    public init(_ name: String, _ path: WritableKeyPath<Rule, Bool> & Sendable) {
        self.init(
            name, get: { [$0[keyPath: path] ? 1 : 0] }, set: { $0[keyPath: path] = $1[0] != 0 },
            fits: { $0 == [0] || $0 == [1] })
    }
}

extension UpdateRule {
    /// The options as they are saved, by name.
    var savedOptions: [(name: String, value: Tensor)] {
        Self.options.map { option in
            let values = option.get(self)
            return (option.name, Tensor(values, shape: values.count == 1 ? [] : [values.count], dtype: .float64))
        }
    }

    /// Takes the options that a saved state has under a prefix.
    mutating func takeOptions(_ prefix: String, from state: inout StateReader) {
        for option in Self.options {
            if let values = state.numbers(prefix + option.name, "a valid value", fits: option.fits) {
                option.set(&self, values)
            }
        }
    }
}
