import Glibc
import Synchronization
import Tensor

extension Device.Kind {
    /// Devices of tests, whose memory host code cannot read.
    public static let trapping = Device.Kind("trapping")
}

extension Device {
    /// The device that tests run on.
    public static let trapping = TrappingBackend.first.device
    /// Another one of the kind.
    public static let otherTrapping = TrappingBackend.second.device
    /// A third one, whose backend compiles graphs.
    public static let compiling = TrappingBackend.third.device
}

/// A device whose memory host code cannot read: its tensors' addresses lie where the system lets nobody read or write, so that
/// using one as the host's ends the process. All that it computes, it leaves to the CPU, as any backend's author may.
public final class TrappingBackend: Backend {
    /// The backends that are registered, each once in a process.
    public static let first = registered(0)
    public static let second = registered(1)
    public static let third = registered(2, compilesGraphs: true)

    public let device: Device
    private let compilesGraphs: Bool

    private init(index: Int, compilesGraphs: Bool) {
        device = Device(.trapping, index: index)
        self.compilesGraphs = compilesGraphs
    }

    private static func registered(_ index: Int, compilesGraphs: Bool = false) -> TrappingBackend {
        let backend = TrappingBackend(index: index, compilesGraphs: compilesGraphs)
        Backends.register(backend)
        return backend
    }

    public func compute(_ operation: Operation, _ x: Tensor, _ y: Tensor?, _ z: Tensor?, _ rest: [Tensor]) -> Tensor {
        for operand in Operation.all(x, y, z, rest) { _ = block(of: operand) }
        return computeOnHost(operation, x, y, z, rest)
    }

    public func compile(_ graph: Graph) -> (any Executable)? { compilesGraphs ? Interpreter(graph) : nil }

    public func upload(_ bytes: UnsafeRawBufferPointer, shape: Shape, dtype: DType) -> Tensor {
        precondition(bytes.count == shape.elementCount * dtype.size, "\(bytes.count) bytes for \(dtype) \(shape)")
        let block = Block(bytes, on: device)
        return Tensor(address: block.address, owner: block, shape: shape, dtype: dtype, device: device)
    }

    public func download(_ tensor: Tensor, into bytes: UnsafeMutableRawBufferPointer) {
        precondition(tensor.isContiguous && bytes.count == tensor.count * tensor.dtype.size, "a download of other bytes")
        let block = block(of: tensor)
        let start = tensor.address - block.address
        precondition(start >= 0 && start + bytes.count <= block.bytes.count, "a download from beyond the block")
        if bytes.count > 0 {
            bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: block.bytes[start..<start + bytes.count]))
        }
    }

    /// The memory of a tensor, which must be on this device.
    private func block(of tensor: Tensor) -> Block {
        guard tensor.device == device, let block = tensor.owner as? Block, block.device == device else {
            fatalError("\(device) was given a tensor of \(tensor.device)")
        }
        return block
    }
}

/// A block of the device's memory: an address of its own, and bytes elsewhere.
private final class Block: Sendable {
    nonisolated(unsafe) let address: UnsafeMutableRawPointer  // which nobody reads
    nonisolated(unsafe) let bytes: UnsafeMutableRawBufferPointer  // written before the block is shared
    let device: Device

    init(_ source: UnsafeRawBufferPointer, on device: Device) {
        address = AddressSpace.take(source.count)
        bytes = .allocate(byteCount: source.count, alignment: 64)
        bytes.copyMemory(from: source)
        self.device = device
    }

    deinit { bytes.deallocate() }
}

/// Addresses that nobody may touch, given out one after the other; from the end, it begins again, and the first are long free.
private enum AddressSpace {
    private static let size = 1 << 36
    private static let base = Int(bitPattern: mmap(nil, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0))
    private static let next = Mutex(0)

    static func take(_ count: Int) -> UnsafeMutableRawPointer {
        precondition(base != -1 && count < size, "no addresses for a device of \(size) bytes")
        let offset = next.withLock { next in
            // A page between neighbours: what reads past one's end meets no other's bytes.
            let length = (count + 4096 + 63) & ~63
            if next + length > size { next = 0 }
            defer { next += length }
            return next
        }
        return UnsafeMutableRawPointer(bitPattern: base + offset)!
    }
}
