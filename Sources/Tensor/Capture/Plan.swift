/// How a program is to be run: its units, what memory they share.
struct Plan {
    var steps = ProgramSteps()
    private(set) var slots: [ProgramSlot]
    private(set) var arenaByteCount = 0

    /// - Parameter kept: what must be there in the end.
    init(_ log: CaptureLog, kept: [Operand]) {
        slots = log.slots.map { if case .constant = $0.source { .constant($0.tensor) } else { .given } }
        let units = Unit.grouped(Plan.needed(log, kept).map { Unit($0, log.slots) })
        var lastUse = [Int](repeating: -1, count: slots.count)
        for (index, unit) in units.enumerated() { for operand in unit.operands { lastUse[operand.slot] = index } }
        for operand in kept { lastUse[operand.slot] = units.count }

        var arena = Arena()
        for (index, unit) in units.enumerated() {
            var inside: Set<Int> = []
            for slot in unit.results {
                let tensor = log.slots[slot].tensor
                if lastUse[slot] == units.count {
                    if unit.writesToGivenMemory { slots[slot] = .kept(tensor.storage.layout, tensor.dtype) }
                } else if lastUse[slot] == index && slot != unit.product {
                    inside.insert(slot)
                } else if unit.writesToGivenMemory {
                    slots[slot] = .planned(arena.place(tensor.count * tensor.dtype.size, until: lastUse[slot]))
                }
            }
            unit.add(to: &steps, inside: inside)
            arena.release(after: index)
            for operand in unit.operands where lastUse[operand.slot] == index {
                let slot = operand.slot
                if case .given = slots[slot], case .computed = log.slots[slot].source { steps.add { $0.drop(slot) } }
            }
        }
        arenaByteCount = arena.byteCount
    }

    /// The instructions that lead to what is kept, and those that have effects or check values.
    private static func needed(_ log: CaptureLog, _ kept: [Operand]) -> [Instruction] {
        var wanted = Set(kept.map(\.slot))
        var result: [Instruction] = []
        for instruction in log.instructions.reversed() {
            if case .operation(let operation) = instruction.action, !operation.checksValues,
                !wanted.contains(instruction.result!)
            {
                continue
            }
            wanted.formUnion(instruction.operands.compactMap { $0?.slot })
            result.append(instruction)
        }
        return result.reversed()
    }
}

extension Operation {
    /// Whether it traps over some values, so that it must be computed even where nothing reads the result.
    fileprivate var checksValues: Bool { if case .loss(.binaryCrossEntropy, _) = self { true } else { false } }
}

/// Memory that results share, each for as long as it is used.
private struct Arena {
    private(set) var byteCount = 0
    private var taken: [(range: Range<Int>, until: Int)] = []

    /// The lowest place that is free until a unit is through.
    mutating func place(_ bytes: Int, until last: Int) -> Int {
        let size = (max(bytes, 1) + 63) & ~63
        var start = 0
        for (range, _) in taken.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            if start + size <= range.lowerBound { break }
            start = max(start, range.upperBound)
        }
        taken.append((start..<start + size, last))
        byteCount = max(byteCount, start + size)
        return start
    }

    mutating func release(after unit: Int) { taken.removeAll { $0.until <= unit } }
}
