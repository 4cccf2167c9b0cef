import ArgumentParser
import Diagnosis
import Kindling

/// The options of a training that is kept in a folder.
struct RunOptions: ParsableArguments {
    @Option(
        name: .customLong("run"),
        help: ArgumentHelp("A folder that keeps the training. Where it holds one, that one goes on.", valueName: "folder"),
        transform: folderPath)
    var folder: String?

    @Flag(help: "Begin anew, whatever the folder of --run holds.")
    var fresh = false

    func validate() throws {
        if fresh && folder == nil { throw ValidationError("--fresh needs --run") }
    }

    /// A run of the training, in the folder if there is one. What differs from the run that it holds is named by the options.
    func run(_ training: NetworkTraining, settings: [String: String], isQuiet: Bool) throws -> TrainingRun<EpochRow> {
        do {
            return try training.run(
                in: folder, fresh: fresh, settings: folder == nil ? [:] : settings,
                stoppingOn: folder == nil ? [] : [.interrupt, .terminate]
            ) {
                if folder != nil {
                    CSVLog("history.csv")
                    // An epoch may take microseconds: the clock decides.
                    Checkpoints(every: .minutes(0.1 / 60))
                }
                if !isQuiet {
                    LossLines()
                    Progress(keepsLines: false)
                }
            } report: {
                Console.note($0)
            }
        } catch let error as RunError {
            guard let folder else { throw error }
            switch error.problem {
            case .settings(let differences): throw FileError(file: folder, problem: RunOptions.describe(differences))
            case .locked: throw FileError(file: folder, problem: "another process is using this run")
            case .folder, .checkpoint, .loops: throw error
            }
        }
    }

    private static func describe(_ differences: [(name: String, value: String?, former: String?)]) -> String {
        var (changed, missing): ([String], [String]) = ([], [])
        for (name, value, former) in differences {
            switch (name, value, former) {
            case ("--data", nil, _), ("--data", _, nil): return "the run in it is of another model"
            case ("--data", _, _): changed.append("the data differ from those it began with")
            case (_, let value?, let former?): changed.append("\(name) is \(value), it began with \(former)")
            case (_, let value?, nil): missing.append("\(name) is \(value), it began without")
            case (_, nil, let former?): missing.append("\(name) is not given, it began with \(former)")
            case (_, nil, nil): break
            }
        }
        // Where one of two options is not given, another one may differ that excludes it.
        let options = changed.isEmpty ? missing : changed
        return "the run in it cannot go on so: \(options.joined(separator: "; ")) (--fresh begins anew)"
    }
}
