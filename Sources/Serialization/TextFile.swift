/// Text files that are written as ``Safetensors`` are: whole or not at all.
package enum TextFile {
    /// Writes a text to a file. Whatever goes wrong, an existing file stays as it was.
    package static func write(_ text: String, to path: String) throws(SafetensorsError) {
        var text = text
        let file = try FileWriter(replacing: path, size: text.utf8.count)
        try text.withUTF8 { file.write(UnsafeRawBufferPointer($0)) }.get()
        try file.finish()
    }

    /// Throws the error that ``write(_:to:)`` would throw if no file can be created at the path.
    package static func requireWritable(_ path: String) throws(SafetensorsError) { _ = try FileWriter(replacing: path) }
}
