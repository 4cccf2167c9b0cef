import Glibc
import Serialization
import Tensor
import Testing

@Suite struct FileTests {
    /// A folder of its own, gone afterwards.
    final class Folder {
        let path: String

        init() throws {
            var template = Array("\(P_tmpdir)/kindling-XXXXXX".utf8CString)
            path = try #require(
                template.withUnsafeMutableBufferPointer { mkdtemp($0.baseAddress!).map { String(cString: $0) } })
        }

        deinit {
            for name in names { unlink("\(path)/\(name)") }
            rmdir(path)
        }

        var names: [String] {
            guard let directory = opendir(path) else { return [] }
            defer { closedir(directory) }
            var names: [String] = []
            while let entry = readdir(directory) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name != "." && name != ".." { names.append(name) }
            }
            return names.sorted()
        }
    }

    @Test("A file is written, read, and replaced; nothing else is left")
    func files() throws {
        let folder = try Folder()
        let path = "\(folder.path)/model.safetensors"
        try Safetensors.write(["a": Tensor([1.0])], metadata: ["k": "v"], to: path)
        let contents = try Safetensors.read(path)
        #expect(contents.tensors["a"]?.item() == 1 && contents.metadata == ["k": "v"])
        chmod(path, 0o600)
        symlink(path, "\(folder.path)/link")
        let large = Tensor.arange(100_000).reshape(1000, 100).t()
        try Safetensors.write(["b": large, "c": .zeros([0])], to: "\(folder.path)/link")
        #expect(try Safetensors.read(path).tensors["b"]?.array(of: Int.self) == large.array(of: Int.self))
        var information = stat()
        #expect(stat(path, &information) == 0 && information.st_mode & 0o777 == 0o600)
        #expect(folder.names == ["link", "model.safetensors"])
    }

    @Test("What cannot be written leaves what was there, and nothing beside it")
    func unwritable() throws {
        let folder = try Folder()
        let path = "\(folder.path)/model.safetensors"
        try Safetensors.write(["a": Tensor([1.0])], to: path)
        #expect(throws: SafetensorsError.self) { try Safetensors.write(["__metadata__": .zeros([1])], to: path) }
        #expect(try Safetensors.read(path).tensors["a"]?.item() == 1)
        let nowhere = #expect(throws: SafetensorsError.self) { try Safetensors.write([:], to: "\(folder.path)/no/model") }
        #expect(nowhere?.description == "\(folder.path)/no/model: cannot be written: No such file or directory")
        let directory = #expect(throws: SafetensorsError.self) { try Safetensors.write([:], to: folder.path) }
        #expect(directory?.description == "\(folder.path): cannot be written: it is not a regular file")
        #expect(throws: SafetensorsError.self) { try Safetensors.write([:], to: "/dev/null") }
        #expect(throws: SafetensorsError.self) { try Safetensors.write([:], to: "") }
        #expect(folder.names == ["model.safetensors"])
    }

    @Test("Whether a file can be written shows beforehand, and changes nothing")
    func requireWritable() throws {
        let folder = try Folder()
        let path = "\(folder.path)/model.safetensors"
        try Safetensors.requireWritable(path)
        #expect(folder.names.isEmpty)
        try Safetensors.write(["a": Tensor([1.0])], to: path)
        try Safetensors.requireWritable(path)
        #expect(try Safetensors.read(path).tensors["a"]?.item() == 1 && folder.names == ["model.safetensors"])
        #expect(throws: SafetensorsError.self) { try Safetensors.requireWritable("") }
        let nowhere = #expect(throws: SafetensorsError.self) { try Safetensors.requireWritable("\(path)/model") }
        #expect(nowhere?.description == "\(path)/model: cannot be written: Not a directory")
    }

    @Test("What cannot be read says why")
    func unreadable() throws {
        let folder = try Folder()
        let missing = #expect(throws: SafetensorsError.self) { try Safetensors.read("\(folder.path)/none") }
        #expect(missing?.description == "\(folder.path)/none: no such file")
        for path in [folder.path, "/dev/zero"] {
            let error = #expect(throws: SafetensorsError.self) { try Safetensors.read(path) }
            #expect(error?.description == "\(path): cannot be read: it is not a regular file")
        }
    }
}
