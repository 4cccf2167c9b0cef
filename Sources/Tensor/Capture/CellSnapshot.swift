import Synchronization

/// What cells held at one time. A task that reads it finds that in them, whatever is written to them meanwhile.
package final class CellSnapshot: Sendable {
    package typealias Content = (tensor: Tensor?, isWatched: Bool)

    /// Keeps the cells, so that no other one gets the identity of one of them.
    private let contents: [ObjectIdentifier: (cell: any TensorCell, content: Content)]
    /// Whether cells may be written to meanwhile. What is read stays the same.
    package let isWritable: Bool

    /// How many snapshots there are: one look tells all who read none.
    private static let alive = Atomic<Int>(0)

    @TaskLocal private static var current: CellSnapshot?

    /// Whether a task may read a snapshot.
    @inline(__always)
    package static var areAny: Bool { alive.load(ordering: .relaxed) != 0 }

    /// The snapshot that this task reads.
    @inline(__always)
    package static var now: CellSnapshot? { areAny ? current : nil }

    package init(_ contents: [(cell: any TensorCell, content: Content)], isWritable: Bool = false) {
        self.contents = Dictionary(contents.map { (ObjectIdentifier($0.cell), $0) }) { first, _ in first }
        self.isWritable = isWritable
        CellSnapshot.alive.add(1, ordering: .relaxed)
    }

    deinit { CellSnapshot.alive.subtract(1, ordering: .relaxed) }

    /// What a cell held; nil where it is none of the snapshot's.
    package subscript(cell: any TensorCell) -> Content? { contents[ObjectIdentifier(cell)]?.content }

    /// Runs `body`, which reads the snapshot.
    package func reading<R>(_ body: () throws -> R) rethrows -> R {
        try CellSnapshot.$current.withValue(self, operation: body)
    }
}
