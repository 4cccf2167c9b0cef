import Glibc
import Synchronization
import Tensor

/// The bytes of a file, anywhere in it.
protocol FileBytes: Sendable {
    /// What messages call it.
    var name: String { get }
    var size: Int { get }

    /// Fills a buffer with the bytes from an offset on; they are within `size`.
    func read(at offset: Int, into target: UnsafeMutableRawBufferPointer) throws(SafetensorsError)

    /// A tensor of the bytes themselves, where they may be kept and lie as its elements must.
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
        // Not to wait where the path is a pipe that nobody writes to.
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

    /// In parts on several threads: copying out of the system's cache is as fast as memory lets it.
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

    /// It may have become shorter since it was opened.
    private var sizeNow: Int {
        var information = stat()
        return fstat(descriptor, &information) == 0 ? Int(information.st_size) : 0
    }

    func view(at offset: Int, shape: Shape, dtype: DType) -> Tensor? {
        // Whether a byte is a bool would have to be looked at again whenever it is read.
        guard let mapping, dtype != .bool, offset % dtype.size == 0 else { return nil }
        return Tensor(address: mapping.address + offset, owner: mapping, shape: shape, dtype: dtype, device: .cpu)
    }
}

/// A file's pages as memory, which cannot be written to. The tensors there keep it.
private final class Mapping: Sendable {
    private let place: UInt
    private let size: Int

    var address: UnsafeMutableRawPointer { UnsafeMutableRawPointer(bitPattern: place)! }

    /// Nil where the system does not map it.
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
