import Tensor

extension Safetensors {
    /// Writes tensors and metadata to a file.
    ///
    /// The file is written to a temporary one in the same directory and renamed when it is complete: whatever goes wrong, an
    /// existing file stays as it was.
    ///
    /// - Parameters:
    ///   - tensors: the tensors by name; views are written as contiguous elements.
    ///   - metadata: strings for the header's `__metadata__`.
    ///   - path: the file to write or to replace.
    public static func write(
        _ tensors: [String: Tensor], metadata: [String: String] = [:], to path: String
    ) throws(SafetensorsError) {
        let (header, names, size) = try header(tensors, metadata, file: path)
        let file = try FileWriter(replacing: path, size: size)
        try header.withUnsafeBytes { file.write($0) }.get()
        for name in names { try tensors[name]?.withBytes { file.write($0) }.get() }
        try file.finish()
    }

    /// Throws the error that ``write(_:metadata:to:)`` would throw if no file can be created at the path. It is for checking
    /// before long work.
    public static func requireWritable(_ path: String) throws(SafetensorsError) { _ = try FileWriter(replacing: path) }

    /// The bytes of a file with these tensors and metadata: what ``write(_:metadata:to:)`` writes.
    public static func encode(
        _ tensors: [String: Tensor], metadata: [String: String] = [:]
    ) throws(SafetensorsError) -> [UInt8] {
        let (header, names, _) = try header(tensors, metadata, file: "safetensors")
        var bytes = header
        for name in names { tensors[name]?.withBytes { bytes.append(contentsOf: $0) } }
        return bytes
    }

    /// The header with its length prefix, the names in the order of their data, and the size of the whole file.
    private static func header(
        _ tensors: [String: Tensor], _ metadata: [String: String], file: String
    ) throws(SafetensorsError) -> (bytes: [UInt8], names: [String], size: Int) {
        if tensors[Header.metadataName] != nil {
            throw SafetensorsError(file: file, tensor: Header.metadataName, .reservedName)
        }
        // By descending element size, which aligns each tensor to its elements.
        let sorted = tensors.sorted { a, b in
            a.value.dtype.size != b.value.dtype.size
                ? a.value.dtype.size > b.value.dtype.size : a.key.utf8.lexicographicallyPrecedes(b.key.utf8)
        }
        var parts: [String] = []
        if !metadata.isEmpty {
            let texts = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
                .map { "\(quoted($0.key)):\(quoted($0.value))" }
            parts.append("\(quoted(Header.metadataName)):{\(texts.joined(separator: ","))}")
        }
        var offset = 0
        for (name, tensor) in sorted {
            // An expanded tensor may have more elements than fit in memory.
            let (size, overflow) = tensor.count.multipliedReportingOverflow(by: tensor.dtype.size)
            if overflow || size > .max - maximumHeaderLength - 8 - offset {
                throw SafetensorsError(file: file, tensor: name, .tooLarge(Array(tensor.shape)))
            }
            let end = offset + size
            let sizes = tensor.shape.map(String.init).joined(separator: ",")
            parts.append(
                "\(quoted(name)):{\"dtype\":\"\(StoredType.name(of: tensor.dtype))\",\"shape\":[\(sizes)],\"data_offsets\":[\(offset),\(end)]}"
            )
            offset = end
        }
        var json = Array("{\(parts.joined(separator: ","))}".utf8)
        // Padded with spaces, so that the data begins at a multiple of 8.
        json.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - json.count % 8) % 8))
        if json.count > maximumHeaderLength {
            throw SafetensorsError(file: file, .headerLength(UInt64(json.count), limit: maximumHeaderLength))
        }
        let length = withUnsafeBytes(of: UInt64(json.count).littleEndian) { Array($0) }
        return (length + json, sorted.map(\.key), 8 + json.count + offset)
    }

    /// A JSON string literal.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.value < 0x20:
                result += "\\u00" + (scalar.value < 0x10 ? "0" : "") + String(scalar.value, radix: 16)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
