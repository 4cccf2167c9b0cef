/// What an optimizer remembers of one parameter: tensors by name, and the number of its steps.
public struct OptimizerState: Sendable {
    /// The step that is being made: 1 for the first.
    public internal(set) var step = 0

    /// Nothing remembered, before the first step.
    public init() {}

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

    /// A number that is remembered beside the tensors, in float64; nil before it is first set.
    public subscript(number name: String) -> Double? {
        get { self[name]?.item() }
        set { self[name] = newValue.map { Tensor($0, dtype: .float64) } }
    }

    /// Where a tensor's elements lie, which nobody else has, until it is next used; at first they are zeros. Nil without a name.
    ///
    /// - Precondition: the tensor has the prototype's shape and dtype, float32.
    mutating func uniqueFloats(_ name: String?, like prototype: Tensor) -> UnsafeMutablePointer<Float>? {
        guard let name else { return nil }
        let found = position(of: name)
        if found == nil { entries.append(Entry(name: name, tensor: .zeros(like: prototype))) }
        let position = found ?? entries.count - 1
        guard let address = entries[position].tensor.uniqueFloats(like: prototype) else {
            doesNotFit(entries[position].tensor, name, prototype)
        }
        return address
    }

    /// All tensors by name, in the order in which they were first set.
    var all: [(name: String, tensor: Tensor)] { entries.map { ($0.name, $0.tensor) } }
}

/// Rules write to memory without looking again, so that a parameter which was replaced by a larger one must not get there.
private func doesNotFit(_ tensor: Tensor, _ name: String, _ prototype: Tensor) -> Never {
    trap(
        "step",
        "\(name) is \(tensor.dtype) \(tensor.shape), the parameter \(prototype.dtype) \(prototype.shape): was it "
            + "replaced? Then it needs a new optimizer")
}
