import Synchronization

/// What variables held at one time. A task that reads it finds that in them, whatever is written to them meanwhile.
package final class VariableSnapshot: Sendable {
    package typealias Content = (tensor: Tensor?, isTracked: Bool)

    /// Keeps the variables, so that no other one gets the identity of one of them.
    private let contents: [ObjectIdentifier: (source: any VariableSource, content: Content)]
    /// Whether variables may be written to meanwhile. What is read stays the same.
    package let isWritable: Bool

    /// How many snapshots there are: one look tells all who read none.
    private static let alive = Atomic<Int>(0)

    @TaskLocal private static var current: VariableSnapshot?

    /// Whether a task may read a snapshot.
    @inline(__always)
    package static var areAny: Bool { alive.load(ordering: .relaxed) != 0 }

    /// The snapshot that this task reads.
    @inline(__always)
    package static var now: VariableSnapshot? { areAny ? current : nil }

    package init(_ contents: [(source: any VariableSource, content: Content)], isWritable: Bool = false) {
        self.contents = Dictionary(contents.map { (ObjectIdentifier($0.source), $0) }) { first, _ in first }
        self.isWritable = isWritable
        VariableSnapshot.alive.add(1, ordering: .relaxed)
    }

    deinit { VariableSnapshot.alive.subtract(1, ordering: .relaxed) }

    /// What a variable held; nil where it is none of the snapshot's.
    package subscript(source: any VariableSource) -> Content? { contents[ObjectIdentifier(source)]?.content }

    /// Runs `body`, which reads the snapshot.
    package func reading<R>(_ body: () throws -> R) rethrows -> R {
        try VariableSnapshot.$current.withValue(self, operation: body)
    }
}
