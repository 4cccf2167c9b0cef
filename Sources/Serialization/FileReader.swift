import Glibc
import Synchronization
import Tensor

/// Random access to the bytes of a file.
protocol FileBytes: Sendable {
    /// The file's name in messages.
    var name: String { get }
    var size: Int { get }

    /// Fills a buffer with the bytes that start at an offset; they are within `size`.
    func read(at offset: Int, into target: UnsafeMutableRawBufferPointer) throws(SafetensorsError)

    /// A tensor that shares the file's memory, where that memory stays valid and is aligned for its elements; nil elsewhere.
    func view(at offset: Int, shape: Shape, dtype: DType) -> Tensor?
}

/// A file that is open for reading.
final class FileReader: FileBytes {
    let name: String
    let size: Int
    private let descriptor: Int32
    private let mapping: Mapping?

    init(_ path: String, mapped: Bool) throws(SafetensorsError) {
        name = path
        // Opening a pipe that nobody writes to must not block.
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        var information = stat()
        if descriptor < 0 || fstat(descriptor, &information) != 0 {
            (size, mapping) = (0, nil)
            throw SafetensorsError(file: path, errno == ENOENT ? .noSuchFile : .unreadable(reason(errno)))
        }
        size = Int(information.st_size)
        let isRegular = information.st_mode & S_IFMT == S_IFREG
        mapping = mapped && isRegular ? Mapping(descriptor, size) : nil
        if !isRegular { throw SafetensorsError(file: path, .unreadable("it is not a regular file")) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Reads in chunks on several threads: copying out of the page cache is as fast as memory allows.
    func read(at offset: Int, into target: UnsafeMutableRawBufferPointer) throws(SafetensorsError) {
        let problem = Mutex<SafetensorsError?>(nil)
        parallel(target.count, grain: 1 << 20) { part in
            do throws(SafetensorsError) {
                try fill(UnsafeMutableRawBufferPointer(rebasing: target[part]), at: offset + part.lowerBound)
            } catch { problem.withLock { $0 = $0 ?? error } }
        }
        if let problem = problem.withLock({ $0 }) { throw problem }
    }

    private func fill(_ target: UnsafeMutableRawBufferPointer, at offset: Int) throws(SafetensorsError) {
        var filled = 0
        while filled < target.count {
            let got = pread(descriptor, target.baseAddress! + filled, target.count - filled, offset + filled)
            if got < 0 && errno == EINTR { continue }
            if got < 0 { throw SafetensorsError(file: name, .unreadable(reason(errno))) }
            if got == 0 { throw SafetensorsError(file: name, .truncated(expected: size, found: sizeNow)) }
            filled += got
        }
    }

    /// The file may have become shorter since it was opened.
    private var sizeNow: Int {
        var information = stat()
        return fstat(descriptor, &information) == 0 ? Int(information.st_size) : 0
    }

    func view(at offset: Int, shape: Shape, dtype: DType) -> Tensor? {
        // Bools are validated when they are read, which a mapping would have to do at every access.
        guard let mapping, dtype != .bool, offset % dtype.size == 0 else { return nil }
        return Tensor(address: mapping.address + offset, owner: mapping, shape: shape, dtype: dtype, device: .cpu)
    }
}

/// A file's pages, mapped read-only. The tensors that share them keep the mapping alive.
private final class Mapping: Sendable {
    private let place: UInt
    private let size: Int

    var address: UnsafeMutableRawPointer { UnsafeMutableRawPointer(bitPattern: place)! }

    /// Nil where the system cannot map the file.
    init?(_ descriptor: Int32, _ size: Int) {
        guard let address = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), address != MAP_FAILED else { return nil }
        place = UInt(bitPattern: address)
        self.size = size
    }

    deinit { munmap(address, size) }
}

/// A file that is in memory.
struct BytesInMemory: FileBytes {
    let name: String
    let bytes: [UInt8]

    var size: Int { bytes.count }

    func read(at offset: Int, into target: UnsafeMutableRawBufferPointer) {
        target.copyBytes(from: bytes[offset..<offset + target.count])
    }

    func view(at offset: Int, shape: Shape, dtype: DType) -> Tensor? { nil }
}

func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
