import NN
import Optim
import Tensor

/// A named part of a ``Checkpoint``.
///
/// ```swift
/// Saved("model", model)
/// Saved("optimizer", optimizer)
/// Saved("noise", generator)
/// Saved("bestScore", get: { bestScore }, set: { bestScore = $0 })
/// ```
public struct Saved {
    /// The name, which is unique in a checkpoint.
    public let name: String
    let part: any Checkpointable
    /// The generators that belong to it, named as the part or prefixed with its name.
    var generators: [(name: String, generator: Generator)] = []
    /// The parameters that it trains, prefixed with its name.
    var parameters: [NamedParameter] = []
    var optimizer: Optimizer? { part as? Optimizer }
    var isModel = false

    private init(name: String, _ part: any Checkpointable) {
        if name.isEmpty || name.contains(where: { ".:/".contains($0) }) {
            trap("Saved", "the name of a part must not be empty or contain '.', ':' or '/', got \(quoted(name))")
        }
        self.name = name
        self.part = part
    }

    /// A part that can give and load its state: an ``/Optim/Optimizer``, a ``/Optim/Scheduler``, a ``/Optim/WeightAverage``, ...
    ///
    /// - Precondition: a name without `.`, `:` and `/`.
    public init(_ name: String, _ part: some Checkpointable) { self.init(name: name, part) }

    /// A model: parameters and buffers under torch's names, and the states of the generators that it uses (dropout's).
    ///
    /// - Precondition: a name without `.`, `:` and `/`.
    public init(_ name: String, _ model: some Module) {
        self.init(name: name, ModelPart(model))
        generators = model.generators.map { ("\(name).\($0.name)", $0.generator) }
        parameters = model.parameters.prefixed(name + ".")
        isModel = true
    }

    /// A generator. Generators that parts share have one state. The default generator is saved without being asked for.
    ///
    /// - Precondition: a name without `.`, `:` and `/`.
    public init(_ name: String, _ generator: Generator) {
        self.init(name: name, NothingElse())
        generators = [(name, generator)]
    }

    /// Any value, which is read when the checkpoint is saved, and written when it is loaded.
    ///
    /// - Precondition: a name without `.`, `:` and `/`.
    public init<Value: Codable>(_ name: String, get: @escaping () -> Value, set: @escaping (Value) -> Void) {
        self.init(name: name, ValuePart(get: get, set: set))
    }
}

/// Lists the parts of a checkpoint.
@resultBuilder public enum SavedBuilder {
    /// One part.
    public static func buildExpression(_ part: Saved) -> [Saved] { [part] }
    /// A list of parts.
    public static func buildExpression(_ parts: [Saved]) -> [Saved] { parts }
    /// All of them.
    public static func buildBlock(_ parts: [Saved]...) -> [Saved] { parts.flatMap { $0 } }
    /// Those of an `if`.
    public static func buildOptional(_ parts: [Saved]?) -> [Saved] { parts ?? [] }
    /// Those of the first branch.
    public static func buildEither(first: [Saved]) -> [Saved] { first }
    /// Those of the second branch.
    public static func buildEither(second: [Saved]) -> [Saved] { second }
    /// Those of a loop.
    public static func buildArray(_ parts: [[Saved]]) -> [Saved] { parts.flatMap { $0 } }
}
