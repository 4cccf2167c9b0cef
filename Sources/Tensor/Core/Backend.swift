import Synchronization

/// Computes operations on one device.
///
/// A backend in another module implements this protocol, makes its tensors with
/// ``Tensor/init(address:owner:shape:strides:dtype:device:)``, views of them with ``Operation/view(of:)``, and registers itself;
/// `tensor.to(device)` then moves tensors there, and every function of `Tensor` works on them.
public protocol Backend: Sendable {
    var device: Device { get }

    /// The result of a primitive. Operands have the shapes and dtypes that ``Operation`` says, any strides, and this device;
    /// those past the third are in `rest`.
    func compute(_ operation: Operation, _ x: Tensor, _ y: Tensor?, _ z: Tensor?, _ rest: [Tensor]) -> Tensor

    /// A contiguous tensor on this device with these elements, which lie row after row.
    func upload(_ bytes: UnsafeRawBufferPointer, shape: Shape, dtype: DType) -> Tensor

    /// Writes the elements of a contiguous tensor of this device, row after row.
    func download(_ tensor: Tensor, into bytes: UnsafeMutableRawBufferPointer)

    /// Makes something that can be executed of what a function does on this device; nil, as unless implemented, where the backend does not:
    /// then the function runs eagerly.
    ///
    /// - Parameter graph: may have values on other devices, too; see ``Graph/device``.
    func compile(_ graph: Graph) -> (any Executable)?
}

extension Backend {
    /// Compiles nothing.
    public func compile(_ graph: Graph) -> (any Executable)? { nil }
}

/// The devices that can be used: the CPU, and what has been registered.
public enum Backends {
    private static let registered = Mutex<[Device: any Backend]>([:])

    /// Makes the backend's device available, to the whole process.
    public static func register(_ backend: any Backend) {
        if backend.device == .cpu { trap("Backends.register", "the CPU's backend is built in") }
        registered.withLock { $0[backend.device] = backend }
    }

    /// All devices, the CPU first.
    public static var devices: [Device] {
        [.cpu] + registered.withLock { $0.keys.sorted { ($0.kind.rawValue, $0.index) < ($1.kind.rawValue, $1.index) } }
    }

    /// The backend that serves a device.
    public static func backend(for device: Device) throws(DeviceUnavailable) -> any Backend {
        if device == .cpu { return CPU() }
        if let backend = registered.withLock({ $0[device] }) { return backend }
        throw DeviceUnavailable(device: device, available: devices)
    }

    /// The backend of a tensor that exists: its device is there.
    static func existing(_ device: Device) -> any Backend {
        guard let backend = try? backend(for: device) else { trap("backend", "no backend serves \(device)") }
        return backend
    }
}
