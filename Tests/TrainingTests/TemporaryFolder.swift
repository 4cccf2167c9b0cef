import Foundation

/// A folder that is removed with its contents.
final class TemporaryFolder: Sendable {
    let path: String

    init() {
        path = FileManager.default.temporaryDirectory.appending(path: "kindling-training-\(UUID())").path
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    /// The step of the newest checkpoint of a run's folder; 0 where there is none.
    static func newestStep(in folder: String) -> Int { steps(in: folder).last ?? 0 }

    /// The steps of a run's checkpoints.
    static func steps(in folder: String) -> [Int] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/checkpoints")) ?? []
        return names.filter { $0.hasPrefix("step-") }.compactMap { Int($0.dropFirst(5).prefix { $0.isNumber }) }.sorted()
    }

    /// The path of a file that stays until the process has ended, in a folder that is removed by nobody else.
    static func path(_ name: String) -> String { processFolder.path + "/" + name }

    // A process ends without deinitializing it.
    private static let processFolder: TemporaryFolder = {
        let folder = TemporaryFolder()
        atexit { try? FileManager.default.removeItem(atPath: TemporaryFolder.processFolder.path) }
        return folder
    }()

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
