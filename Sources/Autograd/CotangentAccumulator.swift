import Tensor

/// The nodes that the backward pass has still to visit, with the sums of their cotangents so far.
///
/// Most graphs are chains, so a single waiting node is kept in a field of its own. A few are searched one by one, more are kept
/// in a heap.
struct CotangentAccumulator {
    struct Entry {
        let node: Node
        var cotangent: Tensor
    }

    private static let few = 12

    private var only: Entry?
    private var entries: [Entry] = []
    /// The index of a node in the heap; used once there are many.
    private var positions: [ObjectIdentifier: Int] = [:]
    private var isHeap = false

    mutating func add(_ cotangent: consuming Tensor, for node: consuming Node) {
        if entries.isEmpty {
            guard let first = only.take() else {
                only = Entry(node: node, cotangent: cotangent)
                return
            }
            if first.node === node {
                only = Entry(node: node, cotangent: first.cotangent + cotangent)
                return
            }
            entries.append(first)
        }
        if let position = position(of: node) {
            entries[position].cotangent = entries[position].cotangent + cotangent
            return
        }
        entries.append(Entry(node: node, cotangent: cotangent))
        if isHeap {
            positions[ObjectIdentifier(entries.last!.node)] = entries.count - 1
            siftUp(from: entries.count - 1)
        } else if entries.count > CotangentAccumulator.few {
            makeHeap()
        }
    }

    /// Adds the cotangent of a slice of the node's result, whose shape is given. Those of many slices are gathered in one tensor.
    mutating func add(_ cotangent: Tensor, at slice: Slice, of shape: Shape, for node: Node) {
        if entries.isEmpty, only?.node === node {
            only?.cotangent.add(cotangent, at: slice)
        } else if let position = position(of: node) {
            entries[position].cotangent.add(cotangent, at: slice)
        } else {
            add(Operation.sliceScatter(slice, into: shape)(cotangent), for: node)
        }
    }

    mutating func popDeepest() -> Entry? {
        if entries.isEmpty { return only.take() }
        if !isHeap {
            var deepest = 0
            for position in entries.indices.dropFirst() where entries[position].node.depth > entries[deepest].node.depth {
                deepest = position
            }
            entries.swapAt(deepest, entries.count - 1)
            return entries.removeLast()
        }
        swap(0, entries.count - 1)
        let entry = entries.removeLast()
        positions[ObjectIdentifier(entry.node)] = nil
        siftDown()
        isHeap = !entries.isEmpty
        return entry
    }

    private func position(of node: Node) -> Int? {
        isHeap ? positions[ObjectIdentifier(node)] : entries.firstIndex { $0.node === node }
    }

    private mutating func makeHeap() {
        isHeap = true
        // Sorted from the deepest on, an array is a heap.
        entries.sort { $0.node.depth > $1.node.depth }
        for (position, entry) in entries.enumerated() { positions[ObjectIdentifier(entry.node)] = position }
    }

    private mutating func swap(_ a: Int, _ b: Int) {
        entries.swapAt(a, b)
        positions[ObjectIdentifier(entries[a].node)] = a
        positions[ObjectIdentifier(entries[b].node)] = b
    }

    private mutating func siftUp(from start: Int) {
        var child = start
        while child > 0, entries[(child - 1) / 2].node.depth < entries[child].node.depth {
            swap(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    private mutating func siftDown() {
        var parent = 0
        while true {
            var deepest = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < entries.count && entries[child].node.depth > entries[deepest].node.depth {
                deepest = child
            }
            if deepest == parent { return }
            swap(parent, deepest)
            parent = deepest
        }
    }
}
