import CKernels

/// One execution of a program after the other, and the memory for it.
///
/// `@unchecked Sendable`, and no checks of exclusive access: whoever executes has it alone.
package final class Execution: @unchecked Sendable {
    private let program: Program
    /// Where the buffers lie.
    private let addresses: UnsafeMutablePointer<UnsafeMutableRawPointer>
    /// What keeps the buffers that lie outside of the arena.
    private let owners: UnsafeMutablePointer<Storage?>
    /// The operands that lie where they lay in the last execution.
    private var fixed: [Tensor?] = []
    private let arena: Storage
    // The program's, where they are found without counting references.
    private let kernels: UnsafeMutableBufferPointer<KindlingInstruction>
    private let inputs, persistent, external, exclusive: UnsafeMutableBufferPointer<Int>
    private let readings: UnsafeMutableBufferPointer<Unmanaged<VariableReading>>
    /// Outputs that are inputs or variables, or views of them, by their numbers.
    @exclusivity(unchecked) private var aliased: [Int: Tensor] = [:]

    /// Set by a step whose result is not what it was in the example, or that found a problem: the execution has no outputs then.
    @exclusivity(unchecked) private var isStale = false

    /// What a check of values found in the last execution, which ended there: no variable was changed.
    @exclusivity(unchecked) package private(set) var problem: InputError?

    /// What is read instead of the variables, where the task reads no snapshot of its own.
    @exclusivity(unchecked) private var snapshot: VariableSnapshot?
    @exclusivity(unchecked) private var hasSnapshot = false
    /// The snapshot whose tensors the variables' buffers hold from one execution to the next.
    @exclusivity(unchecked) private var bound: VariableSnapshot?

    package init(_ program: Program, _ snapshot: VariableSnapshot? = nil) {
        self.program = program
        self.snapshot = snapshot
        hasSnapshot = snapshot != nil
        arena = Storage(uninitialized: Layout([program.arenaByteCount]), dtype: .uint8)
        kernels = .copy(of: program.steps.kernels)
        (inputs, persistent) = (.copy(of: program.inputs), .copy(of: program.persistent))
        (external, exclusive) = (.copy(of: program.external), .copy(of: program.exclusive))
        readings = .copy(of: program.readings.map { .passUnretained($0) })
        addresses = .allocate(capacity: program.buffers.count)
        addresses.initialize(repeating: arena.base, count: program.buffers.count)
        owners = .allocate(capacity: program.buffers.count)
        owners.initialize(repeating: nil, count: program.buffers.count)
        for (index, buffer) in program.buffers.enumerated() {
            switch buffer {
            case .external: break
            case .constant(let tensor): hold(tensor.storage, in: index)
            case .arena(let offset): addresses[index] = arena.base + offset
            case .persistent: renew(index)
            }
        }
        fixed = program.operands.map { operand in
            switch program.buffers[operand.storage] {
            case .external, .persistent: nil
            case .constant, .arena: view(operand)
            }
        }
    }

    deinit {
        owners.deinitialize(count: program.buffers.count)
        owners.deallocate()
        addresses.deallocate()
        kernels.deallocate()
        readings.deallocate()
        for list in [inputs, persistent, external, exclusive] { list.deallocate() }
    }

    /// Where an execution comes from, for whoever keeps programs and executions.
    package struct Origin: Sendable {
        /// Which program this executes.
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

    /// Whether the outputs are right without another look: they were proved, or cannot be computed twice.
    package var isTrusted: Bool { origin.isProven || program.hasEffects }

    /// Executes the program, and stores what it stores. Where its outputs are still to be proved, ``contents`` are there until
    /// ``releaseVariables()``.
    ///
    /// - Returns: false where its variables hold something else than in the example, or there is a ``problem``.
    package func execute(_ inputs: [Tensor]) -> Bool {
        execute(inputs) { source, tensor in source.put(tensor) }
    }

    /// Executes the program, and lets `store` do what is to be done with what it stores.
    @inline(__always)
    func execute(_ inputs: [Tensor], store: (any VariableSource, Tensor) -> Void) -> Bool {
        if isStale { (isStale, problem) = (false, nil) }
        if !readVariables() {
            releaseVariables()
            return false
        }
        for index in self.inputs.indices { hold(inputs[index].packed, in: self.inputs[index]) }
        // Memory for what outlives the execution is the last one's, if nobody has it any more.
        for index in persistent.indices where !isKnownUniquelyReferenced(&owners[persistent[index]]) {
            renew(persistent[index])
        }
        for index in 0..<program.steps.stretches.count {
            switch program.steps.stretches[index] {
            case .kernels(let first, let count): replay(first, count)
            case .tensors(let step): step(self)
            }
            // What comes next would read what is not there.
            if isStale { break }
        }
        if !isStale {
            for (source, value) in program.stores { store(source, tensor(value)) }
            for index in program.aliased { aliased[index] = output(index) }
        }
        if bound == nil && (isStale || isTrusted) {
            releaseVariables()
        } else {
            for index in self.inputs.indices { owners[self.inputs[index]] = nil }
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

    /// Ends the execution.
    func fail(_ problem: InputError) { (self.problem, isStale) = (problem, true) }

    /// All that the program gave, once after each execution.
    package var outputs: [Tensor] { (0..<program.outputs.count).map { output($0) } }

    /// What the program gave, once after each execution.
    package func output(_ index: Int) -> Tensor {
        if !aliased.isEmpty, let tensor = aliased.removeValue(forKey: index) { return tensor }
        return tensor(program.outputs[index])
    }

    /// Replaces a tensor by an output, without a second reference to it where it can be: until ``reclaim(_:from:)``.
    package func lend(_ index: Int, to tensor: inout Tensor) {
        let buffer = exclusive[index]
        if buffer < 0 { tensor = output(index) } else { swap(&owners[buffer]!, &tensor.storage) }
    }

    /// Takes back what was lent.
    package func reclaim(_ index: Int, from tensor: inout Tensor) {
        let buffer = exclusive[index]
        if buffer >= 0 { swap(&owners[buffer]!, &tensor.storage) }
    }

    /// Takes what is in the variables: all of one version where it comes from a snapshot, else of each what is there now.
    private func readVariables() -> Bool {
        if hasSnapshot || VariableSnapshot.areAny { return readSnapshot() }
        for reading in readings where !reading._withUnsafeGuaranteedRef({ read($0) }) { return false }
        return true
    }

    @inline(__always)
    private func read(_ reading: VariableReading) -> Bool { reading.source.withContent { hold($0, $1, reading) } }

    @inline(never)
    private func readSnapshot() -> Bool {
        guard let snapshot = VariableSnapshot.now ?? snapshot else {
            for reading in readings where !reading._withUnsafeGuaranteedRef({ read($0) }) { return false }
            return true
        }
        if snapshot === bound { return true }
        bound = nil
        var isAll = true
        for reading in readings {
            let fits = reading._withUnsafeGuaranteedRef { reading in
                if let (tensor, isTracked) = snapshot[reading.source] { return hold(tensor, isTracked, reading) }
                isAll = false
                return read(reading)
            }
            if !fits { return false }
        }
        if isAll && snapshot === self.snapshot { bound = snapshot }
        return true
    }

    /// Takes what is in a variable, if it is like what was there in the example.
    @inline(__always)
    private func hold(_ tensor: Tensor?, _ isTracked: Bool, _ reading: VariableReading) -> Bool {
        let storage = tensor?.packed
        if !reading.fits(storage, isTracked) { return false }
        if reading.buffer >= 0, let storage { hold(storage, in: reading.buffer) }
        return true
    }

    /// What the last execution found in its variables: who reads it sees what the execution saw.
    package var contents: VariableSnapshot {
        let contents = program.readings.map { reading in
            // Of those that the graph does not need, what is there now.
            let unread = reading.isAbsent ? nil : reading.source.content.tensor
            let tensor = reading.buffer < 0 ? unread : owners[reading.buffer].map { Tensor($0) }
            return (source: reading.source, content: (tensor: tensor, isTracked: reading.isTracked))
        }
        return VariableSnapshot(contents, isWritable: true)
    }

    /// Lets go inputs and what was in the variables, so that whoever changes it need not copy it; a snapshot's stays.
    package func releaseVariables() {
        if bound == nil { for index in external.indices { owners[external[index]] = nil } }
    }

    /// Reads a snapshot from now on instead of the variables, or with none the variables.
    package func read(_ snapshot: VariableSnapshot?) {
        (self.snapshot, hasSnapshot, bound) = (snapshot, snapshot != nil, nil)
        releaseVariables()
    }

    private func renew(_ buffer: Int) {
        if case .persistent(let layout, let dtype) = program.buffers[buffer] {
            hold(Storage(uninitialized: layout, dtype: dtype), in: buffer)
        }
    }

    private func hold(_ storage: Storage, in buffer: Int) {
        addresses[buffer] = storage.base
        owners[buffer] = storage
    }

    // What the steps that make tensors do.

    /// Keeps a step's tensor, which is to be laid out as it was in the example.
    func hold(_ tensor: Tensor, for value: Graph.Value) {
        let layout = value.layout
        if tensor.shape != layout.shape || tensor.dtype != value.dtype { return isStale = true }
        if tensor.strides == layout.strides { return hold(tensor.storage, in: value.id) }
        if !layout.isContiguous { return isStale = true }
        hold(CPU().copy(tensor).storage, in: value.id)
    }

    /// Keeps what a backend's executable gave, however it is laid out.
    func adopt(_ tensor: Tensor, for value: Graph.Value) {
        if tensor.shape != value.shape || tensor.dtype != value.dtype || tensor.device != value.device {
            trap(
                "execute",
                "gave \(tensor.dtype) \(tensor.shape) on \(tensor.device), expected \(value.dtype) \(value.shape) on \(value.device)"
            )
        }
        hold(tensor.storage, in: value.id)
    }

    func drop(_ buffer: Int) { owners[buffer] = nil }

    /// An operand of the program's.
    func tensor(_ number: Int) -> Tensor {
        if let tensor = fixed[number] { return tensor }
        return view(program.operands[number])
    }

    /// An operand in memory that no later execution writes to.
    func tensorToKeep(_ number: Int) -> Tensor {
        let tensor = tensor(number)
        if case .arena = program.buffers[program.operands[number].storage] { return CPU().copy(tensor) }
        return tensor
    }

    private func view(_ operand: Graph.Value) -> Tensor {
        let owner = owners[operand.storage]
        if let owner, operand.isWhole { return Tensor(owner) }
        return Tensor(
            Storage(
                base: addresses[operand.storage] + operand.offset, layout: operand.layout, dtype: operand.dtype,
                device: operand.device,
                owner: owner.map { $0.owner ?? $0 } ?? arena))
    }
}

extension Tensor {
    /// The elements as the CPU's kernels take them: without gaps. Backends of other devices take any strides.
    fileprivate var packed: Storage { storage.layout.isContiguous || device != .cpu ? storage : CPU().copy(self).storage }
}

extension UnsafeMutableBufferPointer {
    fileprivate static func copy(of elements: [Element]) -> UnsafeMutableBufferPointer {
        let copy = allocate(capacity: elements.count)
        _ = copy.initialize(from: elements)
        return copy
    }
}
