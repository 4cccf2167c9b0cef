import Foundation

extension AuditLog {
    /// What a prediction was: the content of an entry, as its caller gives it.
    ///
    /// The texts are kept as they are; the log does not interpret them. They must not hold NUL characters, and must not name the patient: a pseudonym
    /// is given to ``AuditLog/append(_:pseudonym:)``, which keeps only a keyed code of it.
    public struct Record: Sendable, Equatable {
        /// Who asked: the name of an access token, say.
        public var who: String
        /// The hash of the model's file.
        public var model: String
        /// The model's version, as it is served.
        public var version: String
        /// The measurements, e.g. as JSON.
        public var inputs: String
        /// The answer, e.g. as JSON.
        public var output: String
        /// What the person or system was shown with the answer: the interface, the language, warnings.
        public var shown: String

        /// A record of the given texts.
        public init(who: String, model: String, version: String, inputs: String, output: String, shown: String) {
            self.who = who
            self.model = model
            self.version = version
            self.inputs = inputs
            self.output = output
            self.shown = shown
        }

        /// The most bytes that the texts of one record may have together.
        public static let maximumBytes = 16 << 20

        /// Every text under its name.
        var fields: [(name: String, text: String)] {
            [
                ("who", who), ("model", model), ("version", version),
                ("inputs", inputs), ("output", output), ("shown", shown),
            ]
        }

        /// What the texts take together.
        var bytes: Int { fields.reduce(0) { $0 + $1.text.utf8.count } }

        func validate() throws(AuditLogError) {
            for (name, text) in fields where text.holdsNUL { throw .invalidText(field: name) }
            if bytes > Self.maximumBytes { throw .tooLarge(bytes: bytes, maximum: Self.maximumBytes) }
        }
    }

    /// An entry as it is read from the log.
    public struct Entry: Sendable, Equatable, Identifiable {
        /// The entry's number in the chain, from 1.
        public let id: Int64
        /// When it was made, in microseconds' resolution.
        public let time: Date
        /// What was predicted, from what, for whom.
        public let record: Record
        /// A keyed code of the patient's pseudonym, in hexadecimal; entries of one patient have the same. nil where no pseudonym was given.
        public let pseudonymCode: String?
    }

    /// An entry of the chain that says which entries' contents were erased.
    public struct Erasure: Sendable, Equatable, Identifiable {
        /// Why contents were erased.
        public enum Reason: String, Sendable, CaseIterable {
            /// Somebody asked for a patient's contents to be erased.
            case pseudonym
            /// They were older than ``Settings/retentionDays``.
            case age
            /// The log was larger than ``Settings/maximumBytes``.
            case size
        }

        /// The erasure's own number in the chain.
        public let id: Int64
        /// When it happened.
        public let time: Date
        /// Who asked for it; empty where a setting did.
        public let who: String
        /// Why it happened.
        public let reason: Reason
        /// The numbers of the entries whose contents were erased, in ascending order.
        public let entries: [ClosedRange<Int64>]
    }
}
