import Foundation
import Kindling

/// A folder of its own, gone afterwards.
final class Folder: Sendable {
    let path: String

    init(_ files: [String: String] = [:]) throws {
        path = FileManager.default.temporaryDirectory.appending(path: "cancer-app-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        for (name, text) in files { try write(text, to: name) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// What is in it.
    var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() } }

    func url(_ name: String) -> URL { URL(filePath: path).appending(path: name) }
    func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }
    func write(_ bytes: [UInt8], to name: String) throws { try Data(bytes).write(to: url(name)) }
    func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: url(name))) }
    func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

    /// The elements of a model file's tensors, by name.
    func weights(_ name: String) throws -> [String: [Double]] {
        try Safetensors.read(bytes: bytes(name)).tensors.mapValues { $0.array(of: Double.self) }
    }

    /// The paths of a run's checkpoints, the oldest first.
    func checkpoints(_ run: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: url("\(run)/checkpoints").path).filter {
            $0.hasSuffix(".safetensors")
        }
        .sorted().map { "\(run)/checkpoints/\($0)" }
    }

    /// The step of a run's newest checkpoint.
    func newestCheckpoint(_ run: String) throws -> Int? {
        try checkpoints(run).last.flatMap { Int($0.drop { !$0.isNumber }.prefix { $0.isNumber }) }
    }
}
