import CKernels

/// Steps of a graph that pass through memory together: a single one, or several pointwise ones, perhaps after a product.
struct FusionGroup {
    private enum Work {
        /// Pointwise steps of one count, perhaps after a product; or a single other one.
        case kernels([KindlingInstruction])
        case tensors(Graph.Step)
    }

    private var work: Work
    private(set) var operands: [Graph.Value]
    private(set) var results: [Graph.Value]

    private init(_ step: Graph.Step) {
        operands = step.operands
        results = step.result.map { [$0] } ?? []
        work = .tensors(step)
        if case .node(let node) = step, node.result.layout.isContiguous, let kernel = KindlingInstruction(node) {
            work = .kernels([kernel])
        }
    }

    /// The most pointwise steps, each of whose results may need a block on the stack.
    private static let longest = 32

    /// The groups of a graph's steps, in order. Views are no steps.
    ///
    /// Neighbours that are pointwise and of one count become one group, which a product may begin.
    static func groups(of graph: Graph) -> [FusionGroup] {
        var groups: [FusionGroup] = []
        for step in graph.steps where !(step.result?.isView ?? false) {
            let next = FusionGroup(step)
            if case .kernels(let kernels) = next.work, let last = groups.last, case .kernels(let before) = last.work,
                kernels[0].isPointwise, before[0].isPointwise || before[0].isProduct, before[0].count == kernels[0].count,
                before.count < longest,
                next.operands.allSatisfy({ operand in
                    !last.results.contains { $0.id == operand.storage } || operand.isAll(kernels[0].count)
                })
            {
                groups[groups.count - 1].work = .kernels(before + kernels)
                groups[groups.count - 1].operands += next.operands
                groups[groups.count - 1].results += next.results
            } else {
                groups.append(next)
            }
        }
        return groups
    }

    /// The result of a product, which needs memory also where the pointwise steps take it.
    var product: Graph.Value? { if case .kernels(let kernels) = work, kernels[0].isProduct { results[0] } else { nil } }

    /// Whether the results go where they are told to.
    var writesToGivenMemory: Bool { if case .kernels = work { true } else { false } }

    /// - Parameter intermediates: results that nothing but this group reads.
    func add(to steps: inout ProgramSteps, intermediates: Set<Int>) {
        switch work {
        case .kernels(var kernels):
            let start = kernels[0].isPointwise ? 0 : 1
            if start == 1 { kernels[0].group = Int32(kernels.count - 1) }
            if kernels.count > start { kernels[start...] = fused(kernels[start...], intermediates)[...] }
            steps.add(kernels)
        case .tensors(let step): steps.add(step)
        }
    }

    /// The pointwise kernels as C executes them: each intermediate result gets a block of the memory that passes through, which another one takes over when
    /// nothing reads it any more.
    private func fused(_ kernels: ArraySlice<KindlingInstruction>, _ intermediates: Set<Int>) -> [KindlingInstruction] {
        var kernels = Array(kernels)
        var lastUse: [Int32: Int] = [:]
        for (index, kernel) in kernels.enumerated() {
            for operand in [kernel.x, kernel.y, kernel.z] { lastUse[operand.buffer] = index }
        }
        var (offsets, free, byteCount): ([Int32: Int], [Int], Int) = ([:], [], 0)
        func redirect(_ operand: inout KindlingLocation) {
            guard let offset = offsets[operand.buffer] else { return }
            operand = KindlingLocation(buffer: -1, step: operand.step, offset: offset)
        }
        for index in kernels.indices {
            let kernel = kernels[index]
            redirect(&kernels[index].x)
            redirect(&kernels[index].y)
            redirect(&kernels[index].z)
            if intermediates.contains(Int(kernel.result.buffer)) {
                // The widest elements have 8 bytes.
                offsets[kernel.result.buffer] = free.popLast() ?? byteCount
                byteCount = max(byteCount, offsets[kernel.result.buffer]! + min(kernel.count, Int(KINDLING_BLOCK)) * 8)
                redirect(&kernels[index].result)
            }
            for buffer in Set([kernel.x.buffer, kernel.y.buffer, kernel.z.buffer]) where lastUse[buffer] == index {
                if let offset = offsets[buffer] { free.append(offset) }
            }
        }
        kernels[0].group = Int32(kernels.count)
        kernels[0].scratch = byteCount
        return kernels
    }
}

extension Graph.Value {
    /// Whether it is all of a result of so many elements, in its order: other elements are not at hand in a block.
    fileprivate func isAll(_ count: Int) -> Bool { offset == 0 && layout.isContiguous && layout.count == count }
}
