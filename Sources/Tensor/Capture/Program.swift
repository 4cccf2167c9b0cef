/// What a function of tensors does, for inputs of certain shapes: a list of steps, with a place for each result.
///
/// Bits are those that the function itself gives: the steps are the same kernels.
package final class Program: Sendable {
    let steps: ProgramSteps
    /// The operands of steps that make tensors, and the outputs, by number.
    let operands: [Operand]
    /// What each slot holds when a run starts.
    let slots: [ProgramSlot]
    let arenaByteCount: Int

    /// The slots of the inputs, of what outlives a run, and of inputs and cells.
    let inputs: [Int]
    let kept: [Int]
    let outside: [Int]
    let cells: [CellRead]
    /// By their numbers among the operands of the steps.
    let outputs: [Int]
    /// Which of them are inputs or cells, or views of them.
    let passedThrough: [Int]
    /// The slot of each that is all of it and has memory that is kept for it alone, else -1.
    let own: [Int]
    let stores: [(cell: any TensorCell, value: Int)]

    /// Whether a run changes more than its outputs, or draws numbers.
    let hasEffects: Bool

    init(_ log: CaptureLog, outputs: [Operand]) {
        var plan = Plan(log, kept: outputs + log.stores.map(\.value))
        self.outputs = outputs.map { plan.steps.add($0) }
        stores = log.stores.map { ($0.cell, plan.steps.add($0.value)) }
        func slots(where isWanted: (Slot, ProgramSlot) -> Bool) -> [Int] {
            log.slots.indices.filter { isWanted(log.slots[$0], plan.slots[$0]) }
        }
        inputs = slots { slot, _ in if case .input = slot.source { true } else { false } }
        kept = slots { _, source in if case .kept = source { true } else { false } }
        outside = slots { slot, _ in
            switch slot.source {
            case .input, .cell: true
            case .constant, .computed: false
            }
        }
        let outside = self.outside
        passedThrough = outputs.indices.filter { outside.contains(outputs[$0].slot) }
        let wanted = outputs + log.stores.map(\.value)
        let kept = self.kept
        own = outputs.map { output in
            output.isWhole && kept.contains(output.slot) && wanted.count { $0.slot == output.slot } == 1 ? output.slot : -1
        }
        cells = log.reads
        steps = plan.steps
        operands = plan.steps.operands
        self.slots = plan.slots
        arenaByteCount = plan.arenaByteCount
        hasEffects = !log.stores.isEmpty || log.instructions.contains { if case .source = $0.action { true } else { false } }
    }
}

/// Where the memory of a slot comes from.
enum ProgramSlot: Sendable {
    /// From outside, or from a step that makes a tensor of its own.
    case given
    case constant(Tensor)
    /// At a place of the arena.
    case planned(Int)
    /// From memory that outlives the run, and has this tensor's layout.
    case kept(Layout, DType)
}
