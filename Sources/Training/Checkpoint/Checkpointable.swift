import Tensor

/// Something whose state can be part of a ``Checkpoint``: optimizers, schedules, averages, and types of one's own. Models need not
/// conform, see ``Saved``.
///
/// ```swift
/// extension ReplayBuffer: Checkpointable {
///     func checkpointState() throws -> PartState {
///         var state = PartState(tensors: ["observations": observations])
///         try state.encode(position, as: "position")
///         return state
///     }
///
///     func prepareToLoad(_ state: PartState) throws -> () -> Void {
///         let (observations, position) = (try state.tensor("observations"), try state.decode(Int.self, "position"))
///         return { (self.observations, self.position) = (observations, position) }
///     }
/// }
/// ```
public protocol Checkpointable {
    /// The present state, as a value: later changes do not reach it. It is written by another thread.
    func checkpointState() throws -> PartState

    /// Checks a whole state, and returns what loads it, which cannot fail. Nothing changes until that is called.
    ///
    /// - Throws: an error that describes every difference. The file, and the part's name, are added.
    func prepareToLoad(_ state: PartState) throws -> () -> Void
}

/// The state of one part of a checkpoint: tensors by name, and other values as JSON.
public struct PartState: Sendable {
    /// The tensors by name. In the file, the part's name and a dot come before it.
    public var tensors: [String: Tensor]
    /// JSON texts by name.
    public var values: [String: String]

    /// A state of tensors and JSON texts.
    public init(tensors: [String: Tensor] = [:], values: [String: String] = [:]) {
        self.tensors = tensors
        self.values = values
    }

    /// Adds a value. Doubles keep all their bits; NaN and infinities too are possible.
    ///
    /// - Throws: an `EncodingError` of the value's type.
    public mutating func encode(_ value: some Encodable, as key: String) throws { values[key] = try JSON.encode(value) }

    /// The value of a key.
    ///
    /// - Throws: ``PartStateError`` where there is none, or none of this type.
    public func decode<Value: Decodable>(_ type: Value.Type, _ key: String) throws(PartStateError) -> Value {
        guard let text = values[key] else { throw PartStateError("\(key) is missing") }
        do { return try JSON.decode(type, text) } catch { throw PartStateError("\(key) is not a value of the type \(type)") }
    }

    /// The tensor of a key.
    ///
    /// - Throws: ``PartStateError`` where there is none.
    public func tensor(_ key: String) throws(PartStateError) -> Tensor {
        guard let tensor = tensors[key] else { throw PartStateError("the tensor \(key) is missing") }
        return tensor
    }
}

/// A part's state that does not fit.
public struct PartStateError: Error, Sendable, CustomStringConvertible {
    /// What does not fit.
    public let description: String

    /// An error with this text.
    public init(_ description: String) { self.description = description }
}
