import Foundation
import Testing

/// The executable, run as a user runs it.
enum App {
    /// Where the build put it: beside the tests.
    static let path = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "CancerApp").path

    struct Result {
        let output: String
        let errors: String
        /// The exit code, or minus the signal that ended it.
        let status: Int32

        /// The output as one JSON value.
        func json() throws -> Any { try JSONSerialization.jsonObject(with: Data(output.utf8)) }

        func decode<T: Decodable>(_ type: T.Type = T.self) throws -> T {
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            return try decoder.decode(type, from: Data(output.utf8))
        }
    }

    /// Runs it in a folder, to its end.
    static func run(_ arguments: [String], in folder: Folder, input: String = "") throws -> Result {
        try Running(path, arguments, in: folder, input: input).result()
    }

    /// The same, with arguments that have no blanks.
    static func run(_ arguments: String, in folder: Folder, input: String = "") throws -> Result {
        try run(arguments.split(separator: " ").map(String.init), in: folder, input: input)
    }

    /// What it prints where all goes well.
    static func succeed(_ arguments: String, in folder: Folder, input: String = "") throws -> Result {
        let result = try run(arguments, in: folder, input: input)
        try #require(result.status == 0 && result.errors == "", "\(arguments): \(result.errors)")
        return result
    }

    /// Runs a line of the shell in which $APP is the executable.
    static func shell(_ line: String, in folder: Folder) throws -> Result {
        try Running("/bin/sh", ["-c", "APP='\(path)'; \(line)"], in: folder).result()
    }
}

/// A process with its streams in files, so that none waits for the other.
final class Running {
    private let process = Process()
    private let streams: Folder

    init(_ path: String, _ arguments: [String], in folder: Folder, input: String = "") throws {
        streams = try Folder()
        for stream in ["output", "errors"] { try streams.write("", to: stream) }
        try streams.write(input, to: "input")
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: folder.path)
        process.standardInput = try FileHandle(forReadingFrom: streams.url("input"))
        process.standardOutput = try FileHandle(forWritingTo: streams.url("output"))
        process.standardError = try FileHandle(forWritingTo: streams.url("errors"))
        try process.run()
    }

    deinit { if process.isRunning { process.terminate() } }

    /// What it has printed by now.
    var output: String { get throws { try streams.text("output") } }

    var isRunning: Bool { process.isRunning }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits for its end.
    func result() throws -> App.Result {
        process.waitUntilExit()
        let status = process.terminationStatus
        return App.Result(
            output: try output, errors: try streams.text("errors"),
            status: process.terminationReason == .exit ? status : -status)
    }
}
