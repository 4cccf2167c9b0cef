import CKernels

/// The memory in which a program is run, one run after the other.
///
/// `@unchecked Sendable`, and no checks of exclusive access: whoever runs it has it alone.
package final class Run: @unchecked Sendable {
    private let program: Program
    /// Where the slots lie.
    private let addresses: UnsafeMutablePointer<UnsafeMutableRawPointer>
    /// What keeps the slots that lie outside of the arena.
    private let held: UnsafeMutablePointer<Storage?>
    /// The operands that lie where they lay in the last run.
    private var fixed: [Tensor?] = []
    private let arena: Storage
    // The program's, where they are found without counting references.
    private let kernels: UnsafeMutableBufferPointer<KindlingInstruction>
    private let inputs, kept, outside, own: UnsafeMutableBufferPointer<Int>
    private let cells: UnsafeMutableBufferPointer<Unmanaged<CellRead>>
    /// Outputs that are inputs or cells, or views of them, by their numbers.
    @exclusivity(unchecked) private var passedThrough: [Int: Tensor] = [:]

    /// Set by a step whose result is not what it was in the capture, or that found a problem: the run has no outputs then.
    @exclusivity(unchecked) private var isStale = false

    /// What a check of values found in the last run, which ended there: no cell was changed.
    @exclusivity(unchecked) package private(set) var problem: InputError?

    /// What runs read instead of the cells, where the task reads no snapshot of its own.
    @exclusivity(unchecked) private var snapshot: CellSnapshot?
    @exclusivity(unchecked) private var hasSnapshot = false
    /// The snapshot whose tensors the cells' slots hold from one run to the next.
    @exclusivity(unchecked) private var bound: CellSnapshot?

    /// Whether a run changes more than its outputs, or draws numbers.
    package var hasEffects: Bool { program.hasEffects }

    package init(_ program: Program, _ snapshot: CellSnapshot? = nil) {
        self.program = program
        self.snapshot = snapshot
        hasSnapshot = snapshot != nil
        arena = Storage(uninitialized: Layout([program.arenaByteCount]), dtype: .uint8)
        kernels = .copy(of: program.steps.kernels)
        (inputs, kept) = (.copy(of: program.inputs), .copy(of: program.kept))
        (outside, own) = (.copy(of: program.outside), .copy(of: program.own))
        cells = .copy(of: program.cells.map { .passUnretained($0) })
        addresses = .allocate(capacity: program.slots.count)
        addresses.initialize(repeating: arena.base, count: program.slots.count)
        held = .allocate(capacity: program.slots.count)
        held.initialize(repeating: nil, count: program.slots.count)
        for (slot, source) in program.slots.enumerated() {
            switch source {
            case .given: break
            case .constant(let tensor): hold(tensor.storage, in: slot)
            case .planned(let offset): addresses[slot] = arena.base + offset
            case .kept: renew(slot)
            }
        }
        fixed = program.operands.map { operand in
            switch program.slots[operand.slot] {
            case .given, .kept: nil
            case .constant, .planned: view(operand)
            }
        }
    }

    deinit {
        held.deinitialize(count: program.slots.count)
        held.deallocate()
        addresses.deallocate()
        kernels.deallocate()
        cells.deallocate()
        for list in [inputs, kept, outside, own] { list.deallocate() }
    }

    /// Where a run comes from, for whoever keeps programs and runs.
    package struct Origin: Sendable {
        /// Which program this is a run of.
        package let number: Int
        /// Tells that program from another one that had the number before or has it by now.
        package let identity: Int
        /// Whether the program's outputs were found to be right.
        let isProven: Bool

        package init(number: Int, identity: Int, isProven: Bool) {
            (self.number, self.identity, self.isProven) = (number, identity, isProven)
        }
    }

    @exclusivity(unchecked) package var origin = Origin(number: 0, identity: 0, isProven: false)
    package var number: Int { origin.number }
    package var isProven: Bool { origin.isProven }

    /// Runs the program. Where its outputs are still to be proved, ``contents`` are there until ``dropCells()``.
    ///
    /// - Returns: false where its cells hold something else than in the capture, or there is a ``problem``.
    package func execute(_ inputs: [Tensor]) -> Bool {
        if isStale { (isStale, problem) = (false, nil) }
        if !readCells() {
            dropCells()
            return false
        }
        for index in self.inputs.indices { hold(inputs[index].packed, in: self.inputs[index]) }
        // Memory for what outlives the run is the last run's, if nobody has it any more.
        for index in kept.indices where !isKnownUniquelyReferenced(&held[kept[index]]) { renew(kept[index]) }
        for index in 0..<program.steps.stretches.count {
            switch program.steps.stretches[index] {
            case .kernels(let first, let count): replay(first, count)
            case .tensors(let step): step(self)
            }
            // What comes next would read what is not there.
            if isStale { break }
        }
        if !isStale {
            for (cell, value) in program.stores { cell.put(tensor(value)) }
            for index in program.passedThrough { passedThrough[index] = output(index) }
        }
        if bound == nil && (isProven || isStale || hasEffects) {
            dropCells()
        } else {
            for index in self.inputs.indices { held[self.inputs[index]] = nil }
        }
        return !isStale
    }

    private func replay(_ first: Int, _ count: Int) {
        var next = UnsafePointer(kernels.baseAddress! + first)
        let end = next + count
        while let loss = kindling_replay(next, end - next, addresses) {
            if let problem = loss.pointee.probabilityProblem(addresses) { return fail(problem) }
            next = loss + 1
        }
    }

    /// Ends the run.
    func fail(_ problem: InputError) { (self.problem, isStale) = (problem, true) }

    /// All that the program gave, once after each run.
    package var outputs: [Tensor] { (0..<program.outputs.count).map { output($0) } }

    /// What the program gave, once after each run.
    package func output(_ index: Int) -> Tensor {
        if !passedThrough.isEmpty, let tensor = passedThrough.removeValue(forKey: index) { return tensor }
        return tensor(program.outputs[index])
    }

    /// Puts an output in the place of a tensor, without a second reference to it where it can be: until ``takeBack(_:from:)``.
    package func give(_ index: Int, to tensor: inout Tensor) {
        let slot = own[index]
        if slot < 0 { tensor = output(index) } else { swap(&held[slot]!, &tensor.storage) }
    }

    package func takeBack(_ index: Int, from tensor: inout Tensor) {
        let slot = own[index]
        if slot >= 0 { swap(&held[slot]!, &tensor.storage) }
    }

    /// Takes what is in the cells: all of one version where it comes from a snapshot, else of each cell what is there now.
    private func readCells() -> Bool {
        if hasSnapshot || CellSnapshot.areAny { return readSnapshot() }
        for cell in cells where !cell._withUnsafeGuaranteedRef({ read($0) }) { return false }
        return true
    }

    @inline(__always)
    private func read(_ read: CellRead) -> Bool { read.cell.withContent { hold($0, $1, read) } }

    @inline(never)
    private func readSnapshot() -> Bool {
        guard let snapshot = CellSnapshot.now ?? snapshot else {
            for cell in cells where !cell._withUnsafeGuaranteedRef({ read($0) }) { return false }
            return true
        }
        if snapshot === bound { return true }
        bound = nil
        var isAll = true
        for cell in cells {
            let fits = cell._withUnsafeGuaranteedRef { read in
                if let (tensor, isWatched) = snapshot[read.cell] { return hold(tensor, isWatched, read) }
                isAll = false
                return self.read(read)
            }
            if !fits { return false }
        }
        if isAll && snapshot === self.snapshot { bound = snapshot }
        return true
    }

    /// Takes what is in a cell, if it is like what was there in the capture.
    @inline(__always)
    private func hold(_ tensor: Tensor?, _ isWatched: Bool, _ read: CellRead) -> Bool {
        let storage = tensor?.packed
        if !read.fits(storage, isWatched) { return false }
        if let slot = read.slot, let storage { hold(storage, in: slot) }
        return true
    }

    /// What the last run found in its cells: who reads it sees what the run saw.
    package var contents: CellSnapshot {
        let contents = program.cells.map { read in
            (cell: read.cell, content: (tensor: read.slot.flatMap { held[$0] }.map { Tensor($0) }, isWatched: read.isWatched))
        }
        return CellSnapshot(contents, isWritable: true)
    }

    /// Lets go inputs and what was in the cells, so that whoever changes it need not copy it; a snapshot's stays.
    package func dropCells() {
        if bound == nil { for index in outside.indices { held[outside[index]] = nil } }
    }

    /// Reads a snapshot from now on instead of the cells, or with none the cells.
    package func read(_ snapshot: CellSnapshot?) {
        (self.snapshot, hasSnapshot, bound) = (snapshot, snapshot != nil, nil)
        dropCells()
    }

    private func renew(_ slot: Int) {
        if case .kept(let layout, let dtype) = program.slots[slot] {
            hold(Storage(uninitialized: layout, dtype: dtype), in: slot)
        }
    }

    private func hold(_ storage: Storage, in slot: Int) {
        addresses[slot] = storage.base
        held[slot] = storage
    }

    // What the steps that make tensors do.

    /// Keeps a step's tensor, which is to be laid out as it was in the capture.
    func hold(_ tensor: Tensor, in slot: Int, as layout: Layout, _ dtype: DType) {
        if tensor.shape != layout.shape || tensor.dtype != dtype { return isStale = true }
        if tensor.strides == layout.strides { return hold(tensor.storage, in: slot) }
        if !layout.isContiguous { return isStale = true }
        hold(CPU().copy(tensor).storage, in: slot)
    }

    func drop(_ slot: Int) { held[slot] = nil }

    /// An operand of the program's.
    func tensor(_ number: Int) -> Tensor {
        if let tensor = fixed[number] { return tensor }
        return view(program.operands[number])
    }

    /// An operand in memory that no later run writes to.
    func tensorToKeep(_ number: Int) -> Tensor {
        let tensor = tensor(number)
        if case .planned = program.slots[program.operands[number].slot] { return CPU().copy(tensor) }
        return tensor
    }

    private func view(_ operand: Operand) -> Tensor {
        let owner = held[operand.slot]
        if let owner, operand.isWhole { return Tensor(owner) }
        return Tensor(
            Storage(
                base: addresses[operand.slot] + operand.offset, layout: operand.layout, dtype: operand.dtype, device: .cpu,
                owner: owner.map { $0.owner ?? $0 } ?? arena))
    }
}

extension Tensor {
    /// The elements as a program takes them: without gaps.
    fileprivate var packed: Storage { storage.layout.isContiguous ? storage : CPU().copy(self).storage }
}

extension UnsafeMutableBufferPointer {
    fileprivate static func copy(of elements: [Element]) -> UnsafeMutableBufferPointer {
        let copy = allocate(capacity: elements.count)
        _ = copy.initialize(from: elements)
        return copy
    }
}
