/// What a capture has written down so far.
struct CaptureLog {
    private(set) var problem: Uncapturable?
    private(set) var slots: [Slot] = []
    private(set) var instructions: [Instruction] = []
    private(set) var stores: [(cell: any TensorCell, value: Operand)] = []

    /// What a cell that was read holds.
    private(set) var cells: [ObjectIdentifier: Tensor?] = [:]
    private(set) var reads: [CellRead] = []

    /// Slots by the memory that they name, which they keep: another tensor cannot get the same.
    private var places: [ObjectIdentifier: Int] = [:]

    init(inputs: [Tensor]) {
        for (index, input) in inputs.enumerated() { add(Slot(.input(index), input)) }
    }

    mutating func end(_ reason: String) {
        if problem == nil { problem = Uncapturable(description: reason) }
        // Nothing of it is needed any more.
        (instructions, stores) = ([], [])
    }

    /// A primitive's result, which is no entry where it is constant, or a view of known memory.
    mutating func record(_ action: Instruction.Action, _ operands: [Tensor?], _ result: Tensor?) {
        if problem != nil { return }
        let isEffect = if case .operation = action { false } else { true }
        if !isEffect && !operands.contains(where: { $0.map(isDynamic) ?? false }) { return }
        if case .operation(.nonZero) = action { return end("the shape of nonZero's result depends on the inputs") }
        var slot: Int?
        if let result {
            if places[result.storage.memory] != nil { return }
            slot = add(Slot(.computed, result.detached()))
        }
        instructions.append(Instruction(action: action, operands: operands.map { $0.map { operand($0) } }, result: slot))
    }

    /// Whether a tensor depends on inputs, cells or what is made anew.
    func isDynamic(_ x: Tensor) -> Bool {
        guard let slot = places[x.storage.memory] else { return false }
        if case .constant = slots[slot].source { return false }
        return true
    }

    /// Where a tensor lies. What is not known is constant.
    mutating func operand(_ x: Tensor) -> Operand {
        let slot = places[x.storage.memory] ?? add(Slot(.constant, x.detached()))
        let offset = x.storage.base - slots[slot].tensor.storage.base
        let layout = slots[slot].tensor.storage.layout
        let isWhole = offset == 0 && x.shape == layout.shape && x.strides == layout.strides
        return Operand(slot: slot, offset: offset, layout: x.storage.layout, dtype: x.dtype, isWhole: isWhole)
    }

    mutating func read(_ cell: any TensorCell, _ tensor: Tensor?, _ isWatched: Bool) {
        cells[ObjectIdentifier(cell)] = .some(tensor)
        let slot = tensor.map { add(Slot(.cell, $0)) }
        reads.append(CellRead(cell, slot: slot, tensor, isWatched: isWatched))
    }

    mutating func store(_ tensor: Tensor?, in cell: any TensorCell) {
        if problem != nil { return }
        guard let tensor else { return end("a parameter was removed") }
        cells[ObjectIdentifier(cell)] = .some(tensor.detached())
        stores.removeAll { $0.cell === cell }
        stores.append((cell, operand(tensor)))
    }

    @discardableResult
    private mutating func add(_ slot: Slot) -> Int {
        slots.append(slot)
        places[slot.tensor.storage.memory] = slots.count - 1
        return slots.count - 1
    }
}

/// A block of memory that a program knows.
struct Slot {
    enum Source { case input(Int), cell, constant, computed }

    let source: Source
    /// What was there in the capture.
    let tensor: Tensor

    init(_ source: Source, _ tensor: Tensor) {
        self.source = source
        self.tensor = tensor
    }
}

/// A tensor of a program: a slot's memory, and how it is read.
final class Operand: Sendable {
    let slot: Int
    /// In bytes from where the slot starts.
    let offset: Int
    let layout: Layout
    let dtype: DType
    /// Whether it is what is in the slot, and no view of that.
    let isWhole: Bool

    init(slot: Int, offset: Int, layout: Layout, dtype: DType, isWhole: Bool) {
        self.slot = slot
        self.offset = offset
        self.layout = layout
        self.dtype = dtype
        self.isWhole = isWhole
    }
}

/// An entry of a program.
struct Instruction {
    enum Action: Sendable {
        case operation(Operation)
        case source(@Sendable () -> Tensor)
        case check(@Sendable (Tensor) throws(InputError) -> Void)
    }

    let action: Action
    /// x, y, z and the rest, as a primitive takes them.
    let operands: [Operand?]
    /// The slot of the result, where there is one.
    let result: Int?
}

/// A cell that was read, and what was in it.
final class CellRead: Sendable {
    let cell: any TensorCell
    let slot: Int?
    let shape: Shape?
    let dtype: DType?
    let isWatched: Bool

    init(_ cell: any TensorCell, slot: Int?, _ tensor: Tensor?, isWatched: Bool) {
        self.cell = cell
        self.slot = slot
        (shape, dtype) = (tensor?.shape, tensor?.dtype)
        self.isWatched = isWatched
    }

    /// Whether a tensor is like the one that was there.
    func fits(_ body: Storage?, _ isWatched: Bool) -> Bool {
        isWatched == self.isWatched && body?.dtype == dtype && body?.layout.shape == shape
    }
}

extension Storage {
    /// Tells the memory from all other; views have their source's.
    var memory: ObjectIdentifier { ObjectIdentifier(owner ?? self) }
}
