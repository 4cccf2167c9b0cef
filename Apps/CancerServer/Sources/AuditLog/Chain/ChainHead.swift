import Foundation

extension AuditLog {
    /// The end of the chain at some time: how many entries there were, and a keyed code that stands for all of them.
    ///
    /// Kept where those who can write the log cannot (on paper, in another system's log), it lets ``AuditLog/verify(head:)`` find that the log was cut off,
    /// put back to an earlier state, or rewritten by somebody who has the key. Its text is `42:9f86…`.
    public struct ChainHead: Sendable, Hashable, LosslessStringConvertible {
        /// How many entries the chain had.
        public let count: Int64
        let code: Data

        init(count: Int64, code: Data) { (self.count, self.code) = (count, code) }

        /// Reads a head's text; nil where it is not one.
        public init?(_ description: String) {
            let parts = description.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, let count = Int64(parts[0]), count >= 0,
                let code = [UInt8](hexadecimal: String(parts[1])), code.count == 32
            else { return nil }
            self.init(count: count, code: Data(code))
        }

        /// The count and the code in hexadecimal, with a colon between them.
        public var description: String { "\(count):\(code.hexadecimal)" }
    }
}
