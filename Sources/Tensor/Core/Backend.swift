import Synchronization

/// Computes operations on one device.
///
/// A backend in another module implements this protocol, makes its tensors with
/// ``Tensor/init(address:owner:shape:strides:dtype:device:)``, and registers itself; `tensor.to(device)` then moves tensors there, and
/// every function of `Tensor` works on them. What it has no kernel for goes to the CPU and back with
/// ``computeOnHost(_:_:_:_:_:)``, which also makes views. A whole backend is thus its memory and
///
/// ```swift
/// func compute(_ operation: Operation, _ x: Tensor, _ y: Tensor?, _ z: Tensor?, _ rest: [Tensor]) -> Tensor {
///     switch operation {
///     case .matmul where x.dtype == .float32: product(x, y!)
///     default: computeOnHost(operation, x, y, z, rest)
///     }
/// }
/// ```
public protocol Backend: Sendable {
    /// The device that it serves.
    var device: Device { get }

    /// The result of a primitive. Operands have the shapes and dtypes that ``Operation`` says, any strides, and this device;
    /// those past the third are in `rest`. It is never asked for ``Operation/transfer(from:to:)``, ``Operation/implicit(_:)`` and
    /// ``Operation/custom(_:)``.
    func compute(_ operation: Operation, _ x: Tensor, _ y: Tensor?, _ z: Tensor?, _ rest: [Tensor]) -> Tensor

    /// A contiguous tensor on this device with these elements, which lie row after row. The bytes are the caller's when it returns.
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

    /// Makes the backend's device available, to the whole process and for good: tensors may live there.
    ///
    /// - Precondition: the device has no backend yet; ``isAvailable(_:)`` tells.
    public static func register(_ backend: any Backend) {
        let device = backend.device
        if device == .cpu { trap("Backends.register", "the CPU's backend is built in") }
        let other = registered.withLock { $0.updateValue($0[device] ?? backend, forKey: device) }
        if let other { trap("Backends.register", "\(type(of: other)) serves \(device) already") }
    }

    /// Whether a backend serves the device.
    public static func isAvailable(_ device: Device) -> Bool {
        device == .cpu || registered.withLock { $0[device] != nil }
    }

    /// All devices, the CPU first.
    public static var devices: [Device] { [.cpu] + registered.withLock { $0.keys.sorted(by: Device.isBefore) } }

    /// The backend that serves a device.
    ///
    /// - Throws: ``DeviceUnavailable`` where none does.
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

    /// Computes a primitive on a device.
    static func compute(
        _ operation: Operation, on device: Device, _ x: Tensor, _ y: Tensor?, _ z: Tensor?, _ rest: [Tensor]
    ) -> Tensor {
        operation.deviceIndependentResult(x, y, z, rest) ?? existing(device).compute(operation, x, y, z, rest)
    }
}

extension Operation {
    /// The result of a primitive that is computed in one way for all devices, so that no backend is asked for it; nil for the others.
    func deviceIndependentResult(_ x: Tensor, _ y: Tensor?, _ z: Tensor?, _ rest: [Tensor]) -> Tensor? {
        switch self {
        case .transfer(_, let target): x.transferred(to: target)
        case .implicit: y!.detached()
        case .custom(let custom): custom.forward(Operation.all(x, y, z, rest).map { $0.detached() }).detached()
        // No list of all primitives: a new one is a backend's, and the CPU's switch asks for it.
        default: nil
        }
    }
}
