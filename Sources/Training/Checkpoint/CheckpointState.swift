import CKernels
import Serialization
import Tensor

/// The state of a checkpoint's parts, as a value: in memory, or on its way to or from a file.
public struct CheckpointState: Sendable {
    /// The states of the parts by name.
    public var parts: [String: PartState] = [:]
    var generators: [String: Generator.State] = [:]
    /// Other JSON texts, such as a run's position.
    var entries: [String: String] = [:]

    static let format = "kindling.checkpoint"
    static let version = "1"

    init() {}

    /// Reads a checkpoint's file, whatever its parts are.
    ///
    /// - Throws: ``CheckpointError`` where it is none, or is damaged.
    public init(reading path: String) throws(CheckpointError) {
        let tensors: [String: Tensor]
        var metadata: [String: String]
        do { (tensors, metadata) = try Safetensors.read(path) } catch { throw CheckpointError(path, .file(error)) }
        guard metadata["format"] == CheckpointState.format else { throw CheckpointError(path, .notACheckpoint) }
        // The checksum is the same in all versions, so that damage is not taken for a newer one.
        let checksum = metadata.removeValue(forKey: "checksum")
        if checksum != CheckpointState.checksum(tensors, metadata) { throw CheckpointError(path, .checksum) }
        let version = metadata["version"] ?? ""
        if version != CheckpointState.version { throw CheckpointError(path, .newerVersion(version)) }
        func decoded<Value: Decodable>(_ type: Value.Type, _ entry: String) throws(CheckpointError) -> Value {
            guard let text = metadata[entry], let value = try? JSON.decode(type, text) else {
                throw CheckpointError(path, .damaged(entry: entry))
            }
            return value
        }
        for (name, values) in try decoded([String: [String: String]].self, "parts") { parts[name] = PartState(values: values) }
        generators = try decoded([String: Generator.State].self, "generators")
        entries = try decoded([String: String].self, "entries")
        for (name, tensor) in tensors {
            let part = String(name.prefix { $0 != "." })
            parts[part, default: PartState()].tensors[String(name.dropFirst(part.count + 1))] = tensor
        }
    }

    /// Writes it to a file, which is replaced when the new one is complete and on the disk.
    ///
    /// - Throws: ``CheckpointError``; then the file is as it was before.
    public func write(to path: String) throws(CheckpointError) {
        var tensors: [String: Tensor] = [:]
        for (name, part) in parts { for (key, tensor) in part.tensors { tensors["\(name).\(key)"] = tensor } }
        var metadata = ["format": CheckpointState.format, "version": CheckpointState.version]
        do {
            metadata["parts"] = try JSON.encode(parts.mapValues(\.values))
            metadata["generators"] = try JSON.encode(generators)
            metadata["entries"] = try JSON.encode(entries)
        } catch {
            throw CheckpointError(path, .noState(part: "the run", "\(error)"))
        }
        metadata["checksum"] = CheckpointState.checksum(tensors, metadata)
        do { try Safetensors.write(tensors, metadata: metadata, to: path) } catch { throw CheckpointError(path, .file(error)) }
    }

    /// The CRC32C of all names, shapes, elements and texts, in hexadecimal digits.
    private static func checksum(_ tensors: [String: Tensor], _ metadata: [String: String]) -> String {
        var sum: UInt32 = 0
        func add(_ text: String) {
            var text = text
            text.withUTF8 { sum = kindling_crc32c(sum, $0.baseAddress, $0.count) }
        }
        for (key, text) in metadata.sorted(by: { $0.key < $1.key }) {
            add("\(key.utf8.count) \(key) \(text.utf8.count) \(text)")
        }
        for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
            add("\(name.utf8.count) \(name) \(tensor.dtype) \(tensor.shape)")
            tensor.withBytes { sum = kindling_crc32c(sum, $0.baseAddress, $0.count) }
        }
        let digits = String(sum, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
