/// A run that cannot begin or go on.
public struct RunError: Error, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Problem: Sendable {
        /// The folder cannot be made, read or written, for the system's reason.
        case folder(String)
        /// Another process, or another ``TrainingRun`` of this one, has the folder.
        case locked
        /// Options that shape the computation differ from those the run began with.
        case settings([(name: String, value: String?, former: String?)])
        /// The run's newest checkpoint is of a newer version, or does not fit, or none of its checkpoints can be read.
        case checkpoint(CheckpointError)
        /// The loops of the epoch are others than when the checkpoint was saved.
        case loops(String)
    }

    /// The run's folder.
    public let folder: String
    /// What is wrong.
    public let problem: Problem

    init(_ folder: String, _ problem: Problem) {
        self.folder = folder
        self.problem = problem
    }

    /// What is wrong, and with which run.
    public var description: String {
        switch problem {
        case .folder(let reason): return "\(folder): \(reason)"
        case .locked: return "\(folder): the run is in use by another process, or by another TrainingRun of this one"
        case .settings(let differences):
            let list = differences.map { "\($0.name) is \($0.value ?? "not given"), it was \($0.former ?? "not given")" }
            return "\(folder): the run began with other settings: \(list.joined(separator: "; "))"
        case .checkpoint(let error): return error.description
        case .loops(let reason): return "\(folder): the run cannot be resumed: \(reason)"
        }
    }
}
