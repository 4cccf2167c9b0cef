/// Takes a saved state apart, entry by entry, and notes everything that does not fit.
struct StateReader {
    private var rest: [String: Tensor]
    private var problems: [OptimizerStateError.Problem] = []

    init(_ state: [String: Tensor]) { rest = state }

    /// Takes an entry; nil where there is none.
    mutating func take(_ key: String) -> Tensor? { rest.removeValue(forKey: key) }

    /// Takes an entry that must be there and have a shape.
    mutating func take(_ key: String, shape: Shape) -> Tensor? {
        take(key, fits: { $0 == shape }, "\(shape)")
    }

    /// Takes an entry that must be there and have one of some shapes.
    mutating func take(_ key: String, fits: (Shape) -> Bool, _ expected: String) -> Tensor? {
        guard let tensor = take(key) else { return refuse(key, "is missing") }
        return fits(tensor.shape) ? tensor.detached() : refuse(key, "has shape \(tensor.shape), expected \(expected)")
    }

    /// Takes a number that must be in a range; nil where there is none.
    mutating func number(_ key: String, _ meaning: String, in range: ClosedRange<Double> = .notNegative) -> Double? {
        numbers(key, meaning) { $0.count == 1 && range.contains($0[0]) }?.first
    }

    /// Takes numbers that must fit; nil where there are none.
    mutating func numbers(_ key: String, _ meaning: String, fits: ([Double]) -> Bool) -> [Double]? {
        guard let tensor = take(key) else { return nil }
        // Of a tensor that is no option, the elements need not be looked at.
        let values = tensor.count <= 16 ? tensor.array(of: Double.self) : []
        return tensor.count <= 16 && fits(values) ? values : refuse(key, "is not \(meaning)")
    }

    /// Takes a count that must be there.
    mutating func count(_ key: String, _ meaning: String) -> Int? {
        guard let tensor = take(key), let count = tensor.asCount else { return refuse(key, "is not \(meaning)") }
        return count
    }

    /// Puts other entries in the place of what there is.
    mutating func replace(_ body: (inout [String: Tensor]) -> Void) { body(&rest) }

    /// Whether there is an entry that nobody has taken.
    func has(_ key: String) -> Bool { rest[key] != nil }

    /// Notes an entry that does not fit.
    mutating func note(_ key: String, _ problem: String) { problems.append((key, problem)) }

    /// Notes an entry that does not fit, and stands for what it would have been.
    private mutating func refuse<Value>(_ key: String, _ problem: String) -> Value? {
        note(key, problem)
        return nil
    }

    /// Throws what does not fit, with all that nobody has taken.
    mutating func finish(_ leftover: String) throws(OptimizerStateError) {
        problems += rest.keys.sorted().map { ($0, leftover) }
        if !problems.isEmpty { throw OptimizerStateError(problems) }
    }
}

extension ClosedRange<Double> {
    /// The numbers that a learning rate may be, and most options.
    static var notNegative: ClosedRange<Double> { 0...Double.greatestFiniteMagnitude }
}

extension Tensor {
    /// A saved number of steps, nil where it is none; one that can be counted on from.
    var asCount: Int? {
        guard count == 1, let number = Int(exactly: item()), (0...1 << 53).contains(number) else { return nil }
        return number
    }
}

/// A saved state that does not fit an optimizer, or an average of weights, with all differences.
public struct OptimizerStateError: Error, Sendable, CustomStringConvertible {
    /// An entry that does not fit, and what is wrong with it.
    public typealias Problem = (key: String, problem: String)

    /// Everything that does not fit.
    public let problems: [Problem]

    /// The first entry that does not fit.
    public var key: String { problems[0].key }
    /// What is wrong with it.
    public var problem: String { problems[0].problem }

    /// - Precondition: there is a problem.
    init(_ problems: [Problem]) { self.problems = problems }

    /// The entries and what is wrong with each: a line, or one each where there are several.
    public var description: String {
        let lines = problems.map { "\($0.key) \($0.problem)" }
        return lines.count == 1 ? "optimizer state: \(lines[0])" : (["optimizer state:"] + lines).joined(separator: "\n  ")
    }
}
