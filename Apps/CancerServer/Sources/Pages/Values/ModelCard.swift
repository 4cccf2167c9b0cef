/// What readers should know of a model before they believe it.
public struct ModelCard: Sendable {
    /// The name under which it is served.
    public var name: String
    /// Its version.
    public var version: String
    /// The hash of its file, in hexadecimal digits.
    public var hash: String
    /// What it is: `logistic`.
    public var architecture: String
    /// The number of models whose mean it is.
    public var members: Int
    /// What it measures, in its order.
    public var features: [Feature]
    /// Whether missing measurements are replaced.
    public var imputes: Bool
    /// The lowest probability at which a tumour is called malignant.
    public var threshold: Double
    /// The share of the members whose probabilities an answer's interval holds; nil where answers have no interval.
    public var interval: Double?
    /// The share of patients whose diagnosis is among the conformal prediction's; nil where there is none.
    public var coverage: Double?
    /// What it was trained on; nil where its file does not say.
    public var training: Training?
    /// Figures of how well it does, as the model file holds them: a name in English, and the figure.
    public var figures: [Figure]

    /// What a model was trained on.
    public struct Training: Sendable {
        /// The name of the data's file.
        public var data: String
        /// The hash of its content.
        public var checksum: String
        /// The number of patients.
        public var rows: Int
        /// The number of patients whose tumour was malignant.
        public var malignant: Int

        /// What a model was trained on.
        public init(data: String, checksum: String, rows: Int, malignant: Int) {
            self.data = data
            self.checksum = checksum
            self.rows = rows
            self.malignant = malignant
        }
    }

    /// A figure of how well a model does.
    public struct Figure: Sendable {
        /// Its name: `AUROC`.
        public var name: String
        /// The figure.
        public var value: Double
        /// Its interval; nil where there is none.
        public var interval: ClosedRange<Double>?

        /// A figure.
        public init(name: String, value: Double, interval: ClosedRange<Double>? = nil) {
            self.name = name
            self.value = value
            self.interval = interval
        }
    }

    /// A model card.
    public init(
        name: String, version: String, hash: String, architecture: String, members: Int = 1, features: [Feature],
        imputes: Bool = false, threshold: Double, interval: Double? = nil, coverage: Double? = nil, training: Training? = nil,
        figures: [Figure] = []
    ) {
        self.name = name
        self.version = version
        self.hash = hash
        self.architecture = architecture
        self.members = members
        self.features = features
        self.imputes = imputes
        self.threshold = threshold
        self.interval = interval
        self.coverage = coverage
        self.training = training
        self.figures = figures
    }
}
