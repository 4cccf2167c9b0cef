import Access
import Diagnosis
import FoundationEssentials

/// A classifier that was read from a file, and which file that was.
public struct LoadedModel: Sendable {
    /// The model's name: that of its folder.
    public let name: String
    /// Its version: that of its file.
    public let version: String
    /// The file's SHA-256, in hexadecimal.
    public let sha256: String
    /// What predicts.
    public let classifier: Classifier
    /// The names of its measurements, to be found in requests.
    let names: MeasurementNames

    /// Reads a file.
    ///
    /// - Throws: What ``/Diagnosis/Classifier`` throws, or ``ModelError`` where the file changes while it is read.
    public init(name: String, version: String, path: String) throws {
        func hash() throws -> String { Digest256(of: try [UInt8](Data(contentsOf: URL(filePath: path)))).hexadecimal }
        let before = try hash()
        let classifier = try Classifier(reading: path)
        guard try hash() == before else { throw ModelError(path: path, problem: "changes while it is read") }
        self.init(name: name, version: version, sha256: before, classifier: classifier)
    }

    /// A classifier under a name and a version.
    public init(name: String, version: String, sha256: String, classifier: Classifier) {
        self.name = name
        self.version = version
        self.sha256 = sha256
        self.classifier = classifier
        names = MeasurementNames(classifier.features)
    }
}

/// A problem with the files of models.
public struct ModelError: Error, Equatable, CustomStringConvertible {
    /// The file or the folder.
    public let path: String
    /// What is wrong.
    public let problem: String

    public var description: String { "\(path): \(problem)" }
}
