import FoundationEssentials
import Glibc
import Logging
import StrictJSON
import Synchronization

/// Logs one JSON object a line on standard error: time, level, message, then the metadata.
public struct StructuredLog: LogHandler {
    public var metadata: Logger.Metadata = [:]
    public var logLevel = Logger.Level.info
    private let write: @Sendable ([UInt8]) -> Void

    /// A log; `write` gets each line.
    public init(write: @escaping @Sendable ([UInt8]) -> Void = StructuredLog.toStandardError) { self.write = write }

    public subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        var json = JSONWriter()
        json.object { json in
            json.member("time", Date().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
            json.member("level", event.level.rawValue)
            json.member("message", event.message.description)
            let all = metadata.merging(event.metadata ?? [:]) { $1 }
            for (name, value) in all.sorted(by: { $0.key < $1.key }) {
                json.member(name == "hb.request.id" ? "request_id" : name, value.description)
            }
        }
        write(json.bytes + [UInt8(ascii: "\n")])
    }

    /// Writes a line on standard error as a whole.
    public static let toStandardError: @Sendable ([UInt8]) -> Void = { line in
        line.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            _ = Glibc.write(STDERR_FILENO, start, bytes.count)
        }
    }
}
