import CKernels

/// What is done as one: an instruction, or a chain of pointwise ones, perhaps of what a product gives.
struct Unit {
    private enum Work {
        /// Steps of a chain, which have one count; or a single other one.
        case steps([KindlingInstruction])
        case tensors(Instruction, Slot?)
    }

    private var work: Work
    private(set) var operands: [Operand]
    private(set) var results: [Int]

    init(_ instruction: Instruction, _ slots: [Slot]) {
        operands = instruction.operands.compactMap(\.self)
        results = instruction.result.map { [$0] } ?? []
        work = .tensors(instruction, instruction.result.map { slots[$0] })
        if case .operation(let operation) = instruction.action, let slot = instruction.result, slots[slot].tensor.isContiguous,
            let step = KindlingInstruction(operation, operands, slot, slots[slot].tensor)
        {
            work = .steps([step])
        }
    }

    /// Steps of a chain, each of whose results may need a block on the stack.
    private static let longest = 32

    /// Neighbours that are pointwise and of one count become a chain, which a product may begin.
    static func grouped(_ units: [Unit]) -> [Unit] {
        var result: [Unit] = []
        for unit in units {
            if case .steps(let steps) = unit.work, let last = result.last, case .steps(let before) = last.work,
                steps[0].isPointwise, before[0].isPointwise || before[0].isProduct, before[0].count == steps[0].count,
                before.count < longest,
                unit.operands.allSatisfy({ !last.results.contains($0.slot) || $0.isAll(steps[0].count) })
            {
                result[result.count - 1].work = .steps(before + steps)
                result[result.count - 1].operands += unit.operands
                result[result.count - 1].results += unit.results
            } else {
                result.append(unit)
            }
        }
        return result
    }

    /// The result of a product, which needs memory also where a chain takes it.
    var product: Int? { if case .steps(let steps) = work, steps[0].isProduct { results[0] } else { nil } }

    /// Whether the results go where they are told to.
    var writesToGivenMemory: Bool { if case .steps = work { true } else { false } }

    /// - Parameter inside: results that nothing but this unit reads.
    func add(to steps: inout ProgramSteps, inside: Set<Int>) {
        switch work {
        case .steps(var kernels):
            let start = kernels[0].isPointwise ? 0 : 1
            if start == 1 { kernels[0].chain = Int32(kernels.count - 1) }
            if kernels.count > start { kernels[start...] = chained(kernels[start...], inside)[...] }
            steps.add(kernels)
        case .tensors(let instruction, let slot): steps.add(instruction.step(&steps, slot?.tensor))
        }
    }

    /// The steps as a chain: each result inside gets a place in the memory that passes through, which another one takes over when
    /// nothing reads it any more.
    private func chained(_ steps: ArraySlice<KindlingInstruction>, _ inside: Set<Int>) -> [KindlingInstruction] {
        var steps = Array(steps)
        var lastUse: [Int32: Int] = [:]
        for (index, step) in steps.enumerated() {
            for place in [step.x, step.y, step.z] { lastUse[place.slot] = index }
        }
        var (places, free, byteCount): ([Int32: Int], [Int], Int) = ([:], [], 0)
        func pass(_ place: inout KindlingPlace) {
            guard let offset = places[place.slot] else { return }
            place = KindlingPlace(slot: -1, step: place.step, offset: offset)
        }
        for index in steps.indices {
            let step = steps[index]
            pass(&steps[index].x)
            pass(&steps[index].y)
            pass(&steps[index].z)
            if inside.contains(Int(step.result.slot)) {
                // The widest elements have 8 bytes.
                places[step.result.slot] = free.popLast() ?? byteCount
                byteCount = max(byteCount, places[step.result.slot]! + min(step.count, Int(KINDLING_BLOCK)) * 8)
                pass(&steps[index].result)
            }
            for slot in Set([step.x.slot, step.y.slot, step.z.slot]) where lastUse[slot] == index {
                if let offset = places[slot] { free.append(offset) }
            }
        }
        steps[0].chain = Int32(steps.count)
        steps[0].scratch = byteCount
        return steps
    }
}

extension Operand {
    /// Whether it is all of a result of so many elements, in its order: a chain has no other part of it at hand.
    fileprivate func isAll(_ count: Int) -> Bool { offset == 0 && layout.isContiguous && layout.count == count }
}

/// What a program does, in order.
struct ProgramSteps: Sendable {
    enum Stretch: Sendable {
        /// Of the kernels.
        case kernels(from: Int, count: Int)
        case tensors(@Sendable (Run) -> Void)
    }

    private(set) var kernels: [KindlingInstruction] = []
    private(set) var stretches: [Stretch] = []
    /// Operands of the other steps.
    private(set) var operands: [Operand] = []

    mutating func add(_ steps: [KindlingInstruction]) {
        if case .kernels(let start, let count)? = stretches.last {
            stretches[stretches.count - 1] = .kernels(from: start, count: count + steps.count)
        } else {
            stretches.append(.kernels(from: kernels.count, count: steps.count))
        }
        kernels += steps
    }

    mutating func add(_ step: @escaping @Sendable (Run) -> Void) { stretches.append(.tensors(step)) }

    /// The number by which runs know an operand.
    mutating func add(_ operand: Operand) -> Int {
        operands.append(operand)
        return operands.count - 1
    }
}

extension Instruction {
    /// The instruction as one that makes tensors.
    fileprivate func step(_ steps: inout ProgramSteps, _ captured: Tensor?) -> @Sendable (Run) -> Void {
        let numbers = operands.map { $0.map { steps.add($0) } }
        // Not the tensor itself, which would keep its memory.
        let (result, layout, dtype) = (self.result, captured?.storage.layout, captured?.dtype)
        switch action {
        case .source(let make):
            return { $0.hold(make(), in: result!, as: layout!, dtype!) }
        case .check(let body):
            return { run in
                do throws(InputError) { try body(run.tensor(numbers[0]!)) } catch { run.fail(error) }
            }
        case .operation(.loss(let loss, let reduction)):
            let (prediction, target) = (numbers[0]!, numbers[1]!)
            return { run in
                do throws(InputError) {
                    let tensor = try CPU().loss(loss, reduction, run.tensor(prediction), run.tensor(target))
                    run.hold(tensor, in: result!, as: layout!, dtype!)
                } catch { run.fail(error) }
            }
        case .operation(.custom(let custom)):
            // It may keep its operands, and give anything.
            return { run in
                let tensors = numbers.compactMap { number in number.map { run.tensorToKeep($0) } }
                run.hold(custom.forward(tensors).detached(), in: result!, as: layout!, dtype!)
            }
        case .operation(let operation):
            let (x, y, z, rest) = (numbers[0]!, numbers[1], numbers[2], numbers.dropFirst(3).compactMap(\.self))
            return { run in
                let tensor = CPU().compute(
                    operation, run.tensor(x), y.map { run.tensor($0) }, z.map { run.tensor($0) },
                    rest.isEmpty ? [] : rest.map { run.tensor($0) })
                run.hold(tensor, in: result!, as: layout!, dtype!)
            }
        }
    }
}
