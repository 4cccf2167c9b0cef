/// What a function of tensors does: the primitives that it applies, in order of execution, as a value that anyone can read.
///
/// A graph comes from ``tracing(_:function:)-(Tensor...,_)``, or for a model from `model.graph(for:)`. A reader goes through ``nodes``:
///
/// ```swift
/// let graph = try Graph.tracing(x) { [($0[0] * 2).exp()] }
/// for node in graph.nodes { print(node.operation.name, node.operands, node.shape) }
/// ```
///
/// - Shapes are those of the example that the function was traced with, and so is every decision that the function took.
/// - What depends neither on the inputs nor on parameters, buffers and random numbers is a constant.
/// - Nodes whose results lead to no output, check or store are left out.
/// - ``steps`` has, besides the nodes, random numbers that are drawn and values that are checked, each at its index in the order.
public struct Graph: Sendable {
    /// The arguments of the function.
    public let inputs: [Value]

    /// The parameters and buffers that the graph reads, in the order of the first reading.
    public let variables: [Variable]

    /// Tensors that are the same in each execution.
    public let constants: [Constant]

    /// What is executed, in order.
    public let steps: [Step]

    /// What the function returns.
    public let outputs: [Value]

    /// What is written to parameters and buffers once all steps have been executed, such as running means.
    public let stores: [Store]

    /// How many values there are: their ids are `0 ..< valueCount`.
    public let valueCount: Int

    /// All variables that the function looked at, those without a tensor too: the graph holds while they are as they were.
    package let readings: [VariableReading]

    /// The primitives, in order of execution.
    public var nodes: [Node] { steps.compactMap { if case .node(let node) = $0 { node } else { nil } } }

    /// Where random numbers are drawn.
    public var randomSources: [RandomDraw] { steps.compactMap { if case .draw(let draw) = $0 { draw } else { nil } } }

    /// What is checked of values.
    public var checks: [Check] { steps.compactMap { if case .check(let check) = $0 { check } else { nil } } }

    /// The variables that are trained.
    public var parameters: [Variable] { variables.filter { $0.kind == .parameter } }

    /// The variables that are state.
    public var buffers: [Variable] { variables.filter { $0.kind == .buffer } }

    /// Whether an execution does more than give outputs: it draws random numbers, or stores.
    public var hasEffects: Bool { !stores.isEmpty || steps.contains { if case .draw = $0 { true } else { false } } }

    /// The device that all inputs, variables and results of nodes are on; nil where there are several. The CPU for a graph of constants.
    ///
    /// Constants and random numbers may be on the CPU where other values are on another device.
    public var device: Device? {
        let devices = Set((inputs + variables.map(\.value) + nodes.map(\.result)).map(\.device))
        return devices.count > 1 ? nil : devices.first ?? .cpu
    }
}

extension Graph {
    /// A tensor of a graph: who makes it and who reads it is told by its id.
    public struct Value: Sendable, Hashable, Identifiable, CustomStringConvertible {
        /// Counts the values of a graph: inputs first, then variables, constants and results.
        public let id: Int
        /// The type of the elements.
        public let dtype: DType
        /// Where it was in the example.
        public let device: Device
        /// The value in whose memory this one lies; its own id, but for views.
        package let storage: Int
        /// Bytes from where that one begins.
        let offset: Int
        let layout: Layout
        /// Whether it is all of what lies there, read in the same way.
        let isWhole: Bool

        /// The sizes of the dimensions.
        public var shape: Shape { layout.shape }

        /// The distance between neighbours in each dimension, in elements, as the tracing backend laid the tensor out.
        public var strides: Shape { layout.strides }

        /// The number of elements.
        public var count: Int { layout.count }

        /// Bytes of the elements, each counted once: `count * dtype.size`.
        public var byteCount: Int { count * dtype.size }

        /// Whether the value is another reading of an operand's memory, so that it costs neither time nor memory.
        public var isView: Bool { storage != id }

        /// The id: `%3`.
        public var description: String { "%\(id)" }

        /// Whether both are the same value of one graph.
        public static func == (a: Value, b: Value) -> Bool { a.id == b.id }

        /// Hashes the id.
        public func hash(into hasher: inout Hasher) { hasher.combine(id) }
    }

    /// A primitive that is applied to values.
    public struct Node: Sendable {
        /// What is computed.
        public let operation: Operation
        /// The first operand. Their meaning is said at each case of ``Operation``.
        public let x: Value
        /// The second operand; nil where the primitive takes none, or it is absent.
        public let y: Value?
        /// The third operand; nil where the primitive takes none, or it is absent.
        public let z: Value?
        /// The operands past the third.
        public let rest: [Value]
        /// What comes of it.
        public let result: Value

        /// The operands that are there, in order.
        public var operands: [Value] { [x] + [y, z].compactMap(\.self) + rest }

        /// The shape of the result.
        public var shape: Shape { result.shape }

        /// The dtype of the result.
        public var dtype: DType { result.dtype }
    }

    /// A parameter or buffer that the function reads.
    public struct Variable: Sendable {
        /// What becomes of a variable.
        public enum Kind: Sendable, Hashable {
            /// It is trained.
            case parameter
            /// It is state, such as a running mean.
            case buffer
        }

        /// The path in the module, where it was given: `linear.weight`; else `parameter0`, `buffer0` and so on.
        public let name: String
        /// What becomes of it.
        public let kind: Kind
        /// What is read.
        public let value: Value
        /// Whether its gradient was wanted in the example.
        public let requiresGradient: Bool
        package let source: any VariableSource

        /// The tensor that is there now.
        public var tensor: Tensor? { source.content.tensor }
    }

    /// A tensor that is the same in each execution.
    public struct Constant: Sendable {
        /// What is read.
        public let value: Value
        /// The elements.
        public let tensor: Tensor
    }

    /// Random numbers that each execution draws again.
    public struct RandomDraw: Sendable {
        /// The distribution, and the generator that the numbers come from.
        public let source: RandomSource
        /// The tensor of random numbers.
        public let result: Value
    }

    /// A property of a value's elements that each execution checks.
    public struct Check: Sendable {
        /// What must hold.
        public let requirement: Requirement
        /// Of which value.
        public let value: Value
    }

    /// A step of the execution.
    public enum Step: Sendable {
        /// A primitive is applied.
        case node(Node)
        /// Random numbers are drawn.
        case draw(RandomDraw)
        /// A value is checked.
        case check(Check)

        /// What the step makes; nil for a check.
        public var result: Value? {
            switch self {
            case .node(let node): node.result
            case .draw(let draw): draw.result
            case .check: nil
            }
        }

        /// What the step reads.
        public var operands: [Value] {
            switch self {
            case .node(let node): node.operands
            case .draw: []
            case .check(let check): [check.value]
            }
        }
    }

    /// A new tensor for a parameter or a buffer.
    public struct Store: Sendable {
        /// The path in the module; see ``Variable/name``.
        public let name: String
        /// What becomes of the variable.
        public let kind: Variable.Kind
        /// What is stored.
        public let value: Value
        package let source: any VariableSource
    }
}
