/// Why data determine no estimate, or no interval around it. Reported in the place of a number that would mislead.
public enum Undetermined: Error, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    /// All cases are of one class.
    case oneClass
    /// A class has a single case, whose variance cannot be estimated.
    case tooFewCases
    /// All scores are equal.
    case constantScores
    /// A threshold separates the classes without error. A likelihood then has no maximum, and an AUROC's estimated variance is 0.
    case separated
    /// A threshold separates the classes but for ties at the threshold itself. A likelihood then has no maximum.
    case quasiSeparated
    /// Newton's method did not converge in double precision.
    case notConverged

    /// The reason, in words.
    public var description: String {
        switch self {
        case .oneClass: "all cases are of one class"
        case .tooFewCases: "a class has only one case"
        case .constantScores: "all scores are equal"
        case .separated: "the scores separate the classes perfectly"
        case .quasiSeparated: "the scores separate the classes but for ties at one value"
        case .notConverged: "the fit did not converge"
        }
    }
}
