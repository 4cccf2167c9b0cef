@_exported import Autograd
@_exported import Tensor

/// What an optimizer does with one parameter. Groups, schedules, clipping and saving come with ``Optimizer``.
///
/// ```swift
/// struct SignMomentum: UpdateRule {
///     var beta = 0.9
///
///     func update(_ parameter: inout Tensor, with gradient: Tensor, state: inout Slots, learningRate: Double) {
///         let mean = state["mean", like: parameter].lerp(gradient, 1 - beta)
///         state["mean"] = mean
///         parameter -= learningRate * mean.sign()
///     }
/// }
/// let optimizer = Optimizer(model.parameters, rule: SignMomentum(), learningRate: 1e-4)
/// ```
public protocol UpdateRule: Sendable {
    /// Changes the parameter, and what is remembered of it.
    ///
    /// Tensors here are on no graph. A parameter in half precision comes as float32, its gradient too, so that what is remembered is
    /// float32; the result is rounded once.
    func update(_ parameter: inout Tensor, with gradient: Tensor, state: inout Slots, learningRate: Double)
}

/// A rule with a momentum, which schedules may move (``OneCycleLR``, ``CyclicLR``).
public protocol RuleWithMomentum: UpdateRule {
    var momentum: Double { get set }
}

/// A rule with the decay rates of two running means. The first one's is its momentum.
public protocol RuleWithBetas: RuleWithMomentum {
    var betas: (Double, Double) { get set }
}

extension RuleWithBetas {
    public var momentum: Double {
        get { betas.0 }
        set { betas.0 = newValue }
    }
}

/// What an optimizer remembers of one parameter: tensors by name, and the number of its steps.
public struct Slots: Sendable {
    /// The step that is being made: 1 for the first.
    public internal(set) var step = 0

    private struct Entry {
        let name: String
        var tensor: Tensor
    }

    private var entries: [Entry] = []

    /// Where the parameter is, and the tensors with it.
    var device = Device.cpu

    /// Follows the parameter to another device. Numbers stay on the CPU, where they are read.
    mutating func move(to device: Device) {
        for index in entries.indices where entries[index].tensor.rank > 0 || entries[index].tensor.device != .cpu {
            entries[index].tensor = entries[index].tensor.onDevice(device)
        }
        self.device = device
    }

    private func position(of name: String) -> Int? {
        for position in 0..<entries.count where entries[position].name == name { return position }
        return nil
    }

    /// The tensor of a name; nil before it is first set.
    public subscript(name: String) -> Tensor? {
        get { position(of: name).map { entries[$0].tensor } }
        set {
            switch (position(of: name), newValue) {
            case (let position?, let tensor?): entries[position].tensor = tensor
            case (let position?, nil): entries.remove(at: position)
            case (nil, let tensor?): entries.append(Entry(name: name, tensor: tensor))
            case (nil, nil): break
            }
        }
    }

    /// The tensor of a name; before it is first set, zeros like the prototype.
    ///
    /// - Precondition: the tensor has the prototype's shape and dtype.
    public subscript(name: String, like prototype: Tensor) -> Tensor {
        guard let tensor = self[name] else { return .zeros(like: prototype) }
        if tensor.shape != prototype.shape || tensor.dtype != prototype.dtype { doesNotFit(tensor, name, prototype) }
        return tensor
    }

    /// Where a tensor's elements lie, which nobody else has, until the next access; at first they are zeros. Nil without a name.
    ///
    /// - Precondition: the tensor has the prototype's shape and dtype, float32.
    mutating func floats(_ name: String?, like prototype: Tensor) -> UnsafeMutablePointer<Float>? {
        guard let name else { return nil }
        let found = position(of: name)
        if found == nil { entries.append(Entry(name: name, tensor: .zeros(like: prototype))) }
        let position = found ?? entries.count - 1
        guard let address = entries[position].tensor.ownFloats(like: prototype) else {
            doesNotFit(entries[position].tensor, name, prototype)
        }
        return address
    }

    /// All tensors by name.
    var all: [(name: String, tensor: Tensor)] { entries.map { ($0.name, $0.tensor) } }
}

/// Rules write to memory without looking again, so that a parameter which was replaced by a larger one must not get there.
private func doesNotFit(_ tensor: Tensor, _ name: String, _ prototype: Tensor) -> Never {
    trap(
        "step",
        "\(name) is \(tensor.dtype) \(tensor.shape), the parameter \(prototype.dtype) \(prototype.shape): was it "
            + "replaced? Then it needs a new optimizer")
}
