import Foundation
import Kindling

/// All that is compared: the files of a folder laid out like `Cases`, in order, and each file's cases.
struct Suite {
    /// An index in the order.
    struct Position: Codable, Sendable {
        var file = 0
        var item = 0
    }

    let files: [URL]

    init() throws {
        let folder =
            ProcessInfo.processInfo.environment["CONFORMANCE_CASES"].map { URL(fileURLWithPath: $0, isDirectory: true) }
            ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Cases", isDirectory: true)
        files = ["ops", "training"].flatMap { folderName in
            let path = folder.appendingPathComponent(folderName, isDirectory: true)
            let contents = try? FileManager.default.contentsOfDirectory(at: path, includingPropertiesForKeys: nil)
            return (contents ?? [])
                .filter { ["safetensors", "json"].contains($0.pathExtension) }
                .sorted { $0.lastPathComponent < $1.lastPathComponent }
        }
        if files.isEmpty { throw BadCase("no case files in \(folder.path)") }
    }

    /// Compares the cases from a position on. `begin` is told before each what it is called, and where to go on after it;
    /// `end` what became of it.
    func run(from start: Position, begin: (_ name: String, _ next: Position) -> Void, end: (Verdict) -> Void) {
        for position in files.indices.dropFirst(start.file) {
            let name = files[position].lastPathComponent
            begin(name, Position(file: position + 1))
            do {
                let file = try read(files[position])
                for item in (position == start.file ? start.item : 0)..<file.count {
                    begin(file.id(item).map { "\(name) \($0)" } ?? name, Position(file: position, item: item + 1))
                    end(Verdict { try file.verdict(item) })
                }
            } catch {
                end(.failed("\(error)"))
            }
        }
    }

    private func read(_ file: URL) throws -> any CaseFile {
        let name = file.lastPathComponent
        if file.deletingLastPathComponent().lastPathComponent == "ops" { return try OperationFile(contentsOf: file) }
        if name.hasPrefix("optimizer.") { return try OptimizerTrajectory(contentsOf: file) }
        if name == "schedules.json" { return try Schedules(contentsOf: file) }
        return try Lesson(contentsOf: file)
    }
}
