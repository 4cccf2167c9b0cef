/// Where a program finds each value's memory.
enum Buffer: Sendable {
    /// From outside, or from a step that makes a tensor of its own.
    case external
    case constant(Tensor)
    /// At an offset of the arena, which results share.
    case arena(Int)
    /// Memory that outlives the execution, with this tensor's layout.
    case persistent(Layout, DType)
}

/// The steps of a graph as the CPU executes them, and what memory they share.
struct BufferAssignment {
    private(set) var steps = ProgramSteps()
    /// By the ids of values.
    private(set) var buffers: [Buffer]
    private(set) var arenaByteCount = 0
    /// Where the graph's outputs and what it stores are found.
    let outputs, stored: [Graph.Value]

    init(_ graph: Graph) {
        (outputs, stored) = (graph.outputs, graph.stores.map(\.value))
        buffers = [Buffer](repeating: .external, count: graph.valueCount)
        for constant in graph.constants { buffers[constant.value.id] = .constant(constant.tensor) }
        let computed = Set(graph.steps.compactMap { $0.result?.id })
        let groups = FusionGroup.groups(of: graph)
        var lastUse = [Int](repeating: -1, count: graph.valueCount)
        for (index, group) in groups.enumerated() { for operand in group.operands { lastUse[operand.storage] = index } }
        for value in outputs + stored { lastUse[value.storage] = groups.count }

        var arena = Arena()
        for (index, group) in groups.enumerated() {
            var intermediates: Set<Int> = []
            for value in group.results {
                if lastUse[value.id] == groups.count {
                    if group.writesToGivenMemory { buffers[value.id] = .persistent(value.layout, value.dtype) }
                } else if lastUse[value.id] == index && value != group.product {
                    intermediates.insert(value.id)
                } else if group.writesToGivenMemory {
                    buffers[value.id] = .arena(arena.allocate(value.byteCount, until: lastUse[value.id]))
                }
            }
            group.add(to: &steps, intermediates: intermediates)
            arena.release(after: index)
            for operand in group.operands where lastUse[operand.storage] == index {
                let buffer = operand.storage
                if case .external = buffers[buffer], computed.contains(buffer) { steps.add { $0.drop(buffer) } }
            }
        }
        arenaByteCount = arena.byteCount
    }

    /// One step, by which a backend executes the graph: all that it gives is external.
    init(_ graph: Graph, by executable: any Executable) {
        buffers = [Buffer](repeating: .external, count: graph.valueCount + graph.outputs.count + graph.stores.count)
        let results = (graph.outputs + graph.stores.map(\.value)).enumerated().map { index, value in
            Graph.Value(
                id: graph.valueCount + index, dtype: value.dtype, device: value.device, storage: graph.valueCount + index,
                offset: 0,
                layout: Layout(value.shape), isWhole: true)
        }
        outputs = Array(results.prefix(graph.outputs.count))
        stored = Array(results.dropFirst(graph.outputs.count))
        let inputs = graph.inputs.map { steps.add($0) }
        let variables = graph.variables.map { steps.add($0.value) }
        steps.add { execution in
            do throws(InputError) {
                let (outputs, stores) = try executable.execute(
                    inputs.map { execution.tensor($0) }, variables: variables.map { execution.tensor($0) })
                let tensors = outputs + stores
                if tensors.count != results.count {
                    trap(
                        "execute", "gave \(outputs.count) outputs and \(stores.count) stores, expected \(results.count) in all")
                }
                for (tensor, value) in zip(tensors, results) { execution.adopt(tensor, for: value) }
            } catch { execution.fail(error) }
        }
    }

    /// The number by which executions know a value.
    mutating func number(of value: Graph.Value) -> Int { steps.add(value) }
}

/// Memory that results share, each for as long as it is used.
private struct Arena {
    private(set) var byteCount = 0
    private var taken: [(range: Range<Int>, until: Int)] = []

    /// The lowest offset that is free until a group is through.
    mutating func allocate(_ bytes: Int, until last: Int) -> Int {
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

    mutating func release(after group: Int) { taken.removeAll { $0.until <= group } }
}
