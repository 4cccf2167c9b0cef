extension AuditLog {
    /// What ``AuditLog/verify(head:)`` has found.
    public struct Verification: Sendable, Equatable {
        /// How many entries the chain has.
        public let entries: Int
        /// How many of them had their contents erased, as entries of the chain say.
        public let erased: Int
        /// What is not as it was written, in the entries' order.
        public let findings: [Finding]
        /// The chain's end as it was verified; nil where there are findings.
        public let head: ChainHead?

        /// Whether nothing was found.
        public var isIntact: Bool { findings.isEmpty }

        /// With so many findings the reading ends: most of the log is not as it was written.
        public static let maximumFindings = 1000
    }

    /// A place where a log is not as it was written.
    public struct Finding: Sendable, Hashable, CustomStringConvertible {
        /// The entries that it concerns; one, unless some are missing together.
        public let entries: ClosedRange<Int64>
        /// What is wrong.
        public let problem: Problem

        /// What can be wrong with entries.
        public enum Problem: Sendable, Hashable {
            /// The content, or what the chain holds of it, is not what was written.
            case changed
            /// The entries are not in the chain, though later ones are.
            case missing
            /// The content is gone, and no erasure says so.
            case contentMissing
            /// An erasure says that the content is gone, but it is there.
            case contentKept
            /// What stands here was written as another entry.
            case reordered(from: Int64)
            /// Nothing was written here: a row was added from outside.
            case added
            /// The chain had entries here, and ends before.
            case cutOff
            /// The chain up to here is not the one whose head was given, or was written last: it was rewritten, or put back to an earlier state.
            case differsFromHead
            /// What the log says about its own end is not what was written last.
            case headAltered
        }

        /// One line, e.g. `entry 17: changed`.
        public var description: String {
            let entries =
                entries.lowerBound == entries.upperBound
                ? "entry \(entries.lowerBound)"
                : "entries \(entries.lowerBound) to \(entries.upperBound)"
            return "\(entries): \(problem)"
        }

        init(_ entries: ClosedRange<Int64>, _ problem: Problem) { (self.entries, self.problem) = (entries, problem) }
        init(_ entry: Int64, _ problem: Problem) { self.init(entry...entry, problem) }
    }
}

extension AuditLog.Finding.Problem: CustomStringConvertible {
    /// What is wrong, in words.
    public var description: String {
        switch self {
        case .changed: "changed"
        case .missing: "missing"
        case .contentMissing: "the content is missing, and no erasure says so"
        case .contentKept: "the content is there, though an erasure says that it is gone"
        case .reordered(let from): "reordered: this was entry \(from)"
        case .added: "added from outside"
        case .cutOff: "cut off"
        case .headAltered: "what the log says about its end was altered"
        case .differsFromHead: "the chain up to here is not the one that the head stands for"
        }
    }
}
