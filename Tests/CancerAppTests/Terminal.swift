import Foundation
import Testing

/// A terminal that the app runs in.
enum Terminal {
    /// What a process writes to it.
    ///
    /// - Parameter name: what `TERM` says.
    static func run(_ path: String, _ arguments: [String], name: String) throws -> String {
        let master = posix_openpt(O_RDWR | O_NOCTTY)
        try #require(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0)
        defer { close(master) }
        let slave = open(try #require(ptsname(master).map { String(cString: $0) }), O_RDWR | O_NOCTTY)
        try #require(slave >= 0)
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(["TERM": name]) { $1 }
        process.standardOutput = FileHandle(fileDescriptor: slave, closeOnDealloc: false)
        try process.run()
        close(slave)
        // Until the process has ended, when reading fails.
        var (bytes, block) = ([UInt8](), [UInt8](repeating: 0, count: 4096))
        while case let count = read(master, &block, block.count), count > 0 { bytes += block[..<count] }
        process.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self)
    }
}
