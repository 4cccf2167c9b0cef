import FoundationEssentials

/// An entry of the audit log as its owner sees it.
public struct HistoryEntry: Sendable {
    /// Its number in the log.
    public var number: Int
    /// When it was written.
    public var time: Date
    /// The interface that was used: `page`, `predict`, `fhir`.
    public var interface: String
    /// The model and its version.
    public var model: String
    /// What was answered, a line for each row; nil where the content was deleted.
    public var results: [Result]?

    /// What was answered for one row.
    public struct Result: Sendable {
        /// The probability of malignancy.
        public var probability: Double
        /// The diagnosis at the model's threshold.
        public var diagnosis: Diagnosis

        /// A result.
        public init(probability: Double, diagnosis: Diagnosis) {
            self.probability = probability
            self.diagnosis = diagnosis
        }
    }

    /// An entry.
    public init(number: Int, time: Date, interface: String, model: String, results: [Result]?) {
        self.number = number
        self.time = time
        self.interface = interface
        self.model = model
        self.results = results
    }
}
