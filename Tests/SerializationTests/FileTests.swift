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

    static func write(_ bytes: [UInt8], to path: String) throws {
        let file = try #require(fopen(path, "w"))
        #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count && fclose(file) == 0)
    }

    @Test("A link to a missing file is followed, and a cycle of links is refused")
    func links() throws {
        let folder = try Folder()
        symlink("second", "\(folder.path)/first")
        symlink("\(folder.path)/model", "\(folder.path)/second")
        try Safetensors.requireWritable("\(folder.path)/first")
        try Safetensors.write(["a": Tensor([1.0])], to: "\(folder.path)/first")
        #expect(folder.names == ["first", "model", "second"])
        #expect(try Safetensors.read("\(folder.path)/model").tensors["a"]?.item() == 1)
        #expect(try Safetensors.read("\(folder.path)/first").tensors["a"]?.item() == 1)
        symlink("ring", "\(folder.path)/ring")
        symlink("no/model", "\(folder.path)/nowhere")
        for (name, reason) in [("ring", "Too many levels of symbolic links"), ("nowhere", "No such file or directory")] {
            let error = #expect(throws: SafetensorsError.self) { try Safetensors.write([:], to: "\(folder.path)/\(name)") }
            #expect(error?.description == "\(folder.path)/\(name): cannot be written: \(reason)")
        }
        #expect(folder.names == ["first", "model", "nowhere", "ring", "second"])
    }

    @Test("A tensor that does not fit in memory throws, and the others are read")
    func noMemory() throws {
        let folder = try Folder()
        let path = "\(folder.path)/huge"
        // Of a file that takes no room on the disk.
        let size = 1 << 43
        let entries = #""a":\#(SafetensorsTests.entry()),"b":\#(SafetensorsTests.entry("I8", "[\(size)]", "[4,\(4 + size)]"))"#
        let bytes = SafetensorsTests.bytes("{\(entries)}", [0, 0, 0x80, 0x3F])
        try Self.write(bytes, to: path)
        try #require(truncate(path, bytes.count + size) == 0)
        let file = try Safetensors.File(path)
        #expect(try file.tensor("a").item() == 1)
        let error = #expect(throws: SafetensorsError.self) { try file.tensor("b") }
        #expect(error?.problem == .noMemory(4 * size))
    }

    @Test("A failed write leaves the existing file, and no other")
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

    @Test("Whether a file can be written is checked beforehand, and changes nothing")
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

    @Test("The error for an unreadable file says why")
    func unreadable() throws {
        let folder = try Folder()
        let missing = #expect(throws: SafetensorsError.self) { try Safetensors.read("\(folder.path)/none") }
        #expect(missing?.description == "\(folder.path)/none: no such file")
        for path in [folder.path, "/dev/zero"] {
            let error = #expect(throws: SafetensorsError.self) { try Safetensors.read(path) }
            #expect(error?.description == "\(path): cannot be read: it is not a regular file")
        }
    }

    @Test("Tensors are read one by one, on demand", arguments: [false, true])
    func oneByOne(mapped: Bool) throws {
        let folder = try Folder()
        let path = "\(folder.path)/model.safetensors"
        try Safetensors.write(SafetensorsTests.tensors, metadata: SafetensorsTests.metadata, to: path)
        let file = try Safetensors.File(path, mapped: mapped)
        #expect(file.metadata == SafetensorsTests.metadata && file.names.first == "scale")
        #expect(Set(file.names) == Set(SafetensorsTests.tensors.keys))
        for (name, tensor) in SafetensorsTests.tensors {
            let found = try file.tensor(name)
            #expect(found.dtype == tensor.dtype && found.shape == tensor.shape)
            #expect(found.withBytes { Array($0) } == tensor.withBytes { Array($0) })
        }
        let error = #expect(throws: SafetensorsError.self) { try file.tensor("wieght") }
        #expect(error?.description == "\(path), tensor \"wieght\": no such tensor")
    }

    @Test("Large tensors are read in chunks", arguments: [false, true])
    func large(mapped: Bool) throws {
        let folder = try Folder()
        let tensors = [1, 262_144, 262_145, 600_000].map { Tensor.uniform([$0], generator: Generator(seed: UInt64($0))) }
        try Safetensors.write(Dictionary(uniqueKeysWithValues: tensors.map { ("\($0.count)", $0) }), to: "\(folder.path)/large")
        let found = try Safetensors.read("\(folder.path)/large", mapped: mapped).tensors
        for tensor in tensors {
            #expect(found["\(tensor.count)"]?.withBytes { a in tensor.withBytes { b in a.elementsEqual(b) } } == true)
        }
    }

    @Test("A replaced file stays unchanged for readers that have it open", arguments: [false, true])
    func replaced(mapped: Bool) throws {
        let folder = try Folder()
        let path = "\(folder.path)/model.safetensors"
        try Safetensors.write(["a": Tensor([1.0, 2])], to: path)
        let file = try Safetensors.File(path, mapped: mapped)
        let before = try file.tensor("a")
        try Safetensors.write(["a": Tensor([3.0])], to: path)
        #expect(before.array(of: Int.self) == [1, 2])
        #expect(try file.tensor("a").array(of: Int.self) == [1, 2])
        #expect(try Safetensors.read(path).tensors["a"]?.array(of: Int.self) == [3])
    }

    @Test("A file that became shorter while it was open is refused")
    func shortened() throws {
        let folder = try Folder()
        let path = "\(folder.path)/model.safetensors"
        for count in [2, 600_000] {
            try Safetensors.write(["a": .ones([count])], to: path)
            let file = try Safetensors.File(path)
            truncate(path, 4 * count)
            let error = #expect(throws: SafetensorsError.self) { try file.tensor("a") }
            guard case .truncated(_, let found)? = error?.problem else { return #expect(Bool(false), "\(error as Any)") }
            #expect(found == 4 * count)
        }
    }

    @Test("A mapped tensor is a value like another, also where its file is not aligned")
    func mapped() throws {
        let folder = try Folder()
        let path = "\(folder.path)/model.safetensors"
        for blanks in 0..<4 {
            let header = #"{"a":\#(SafetensorsTests.entry("F32", "[2]", "[0,8]"))}"# + String(repeating: " ", count: blanks)
            let bytes = SafetensorsTests.bytes(header, [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40])
            try Self.write(bytes, to: path)
            var a = try #require(try Safetensors.read(path, mapped: true).tensors["a"])
            a[0] = Tensor(5.0)
            a += 1
            #expect(a.array(of: Int.self) == [6, 3])
            #expect(try Safetensors.read(path, mapped: true).tensors["a"]?.array(of: Int.self) == [1, 2])
        }
        let bools = SafetensorsTests.bytes(#"{"a":\#(SafetensorsTests.entry("BOOL", "[2]", "[0,2]"))}"#, [1, 2])
        try Self.write(bools, to: path)
        let error = #expect(throws: SafetensorsError.self) { try Safetensors.read(path, mapped: true) }
        #expect(error?.problem == .notABool(2))
    }

    @Test("A write that is killed leaves a whole file, and nothing that a later one does not remove")
    func killed() async throws {
        let folder = try Folder()
        let path = "\(folder.path)/model.safetensors"
        try Safetensors.write(["a": Tensor([1.0])], to: path)
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            Task.detached {
                for round in 1...1_000_000 { try Safetensors.write(["a": .full([100_000], Double(round))], to: path) }
            }
            usleep(50_000)
            kill(getpid(), SIGKILL)
        }
        try Safetensors.removeLeftovers(in: folder.path)
        #expect(folder.names == ["model.safetensors"])
        let found = try #require(try Safetensors.read(path).tensors["a"])
        #expect(Set(found.array(of: Float.self)).count == 1)
    }

    @Test("Leftovers of killed writes are removed, and nothing else")
    func leftovers() throws {
        let folder = try Folder()
        let others = [".kindling-", ".kindling-x.part", "kindling-x.partial", "model.safetensors"]
        for name in others + [".kindling-a.partial", ".kindling-b.partial", ".kindling-c.partial"] {
            try Self.write([1, 2, 3], to: "\(folder.path)/\(name)")
        }
        symlink("model.safetensors", "\(folder.path)/.kindling-link.partial")
        // Somebody is writing this one.
        let descriptor = open("\(folder.path)/.kindling-b.partial", O_WRONLY)
        #expect(flock(descriptor, LOCK_EX) == 0)
        #expect(try Safetensors.removeLeftovers(in: folder.path) == [".kindling-a.partial", ".kindling-c.partial"])
        #expect(Set(folder.names) == Set(others + [".kindling-b.partial", ".kindling-link.partial"]))
        close(descriptor)
        #expect(try Safetensors.removeLeftovers(in: folder.path) == [".kindling-b.partial"])
        let missing = #expect(throws: SafetensorsError.self) { try Safetensors.removeLeftovers(in: "\(folder.path)/none") }
        #expect(missing?.description == "\(folder.path)/none: no such file")
    }
}
