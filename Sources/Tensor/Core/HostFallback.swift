import Synchronization

/// What the CPU has computed instead of other devices, whose backends left it to ``Backend/computeOnHost(_:_:_:_:_:)``.
///
/// Each such operation waits for the device and copies its operands and its result, so this is where a slow model is looked at first:
///
/// ```swift
/// HostFallback.reset(device)
/// _ = model(x)
/// print(HostFallback.counts(on: device))      // ["sort": 1, "gather": 12]
/// ```
public enum HostFallback {
    private static let counted = Mutex<[Device: [String: Int]]>([:])

    /// How many operations the CPU has computed for a device since the start or the last reset, by ``Operation/name``.
    public static func counts(on device: Device) -> [String: Int] { counted.withLock { $0[device] ?? [:] } }

    /// Counts from 0 again.
    public static func reset(_ device: Device) { counted.withLock { $0[device] = nil } }

    fileprivate static func count(_ operation: Operation, on device: Device) {
        counted.withLock { $0[device, default: [:]][operation.name, default: 0] += 1 }
    }
}

extension Backend {
    /// Computes a primitive that the backend has no kernel for: a view of the device's memory where the operation is one; else the
    /// operands are downloaded, the CPU computes, and the result is uploaded, which ``HostFallback`` counts.
    public func computeOnHost(
        _ operation: Operation, _ x: Tensor, _ y: Tensor?, _ z: Tensor?, _ rest: [Tensor]
    ) -> Tensor {
        if let view = operation.view(of: x) { return view }
        if let result = operation.deviceIndependentResult(x, y, z, rest) { return result }
        HostFallback.count(operation, on: device)
        func host(_ operand: Tensor) -> Tensor { operand.detached().downloaded() }
        return CPU().compute(operation, host(x), y.map(host), z.map(host), rest.map(host)).transferred(to: device)
    }
}
