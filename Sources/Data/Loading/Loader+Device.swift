import Tensor

/// What moves a tensor to a device that is there.
private func mover(to device: Device) throws(DeviceUnavailable) -> @Sendable (Tensor) -> Tensor {
    _ = try Backends.backend(for: device)
    return { $0.onDevice(device) }
}

// The dataset stays where it is, and each batch is moved once it is made.
extension DataLoader where Batch == Tensor {
    /// The same batches, on a device.
    ///
    /// - Throws: ``/Tensor/DeviceUnavailable`` where no backend serves the device.
    public func to(_ device: Device) throws(DeviceUnavailable) -> Self { transformed(try mover(to: device)) }
}

extension DataLoader where Batch == (Tensor, Tensor) {
    /// The same batches, on a device. Use `transformed` for batches of other kinds.
    ///
    /// - Throws: ``/Tensor/DeviceUnavailable`` where no backend serves the device.
    public func to(_ device: Device) throws(DeviceUnavailable) -> Self {
        let move = try mover(to: device)
        return transformed { (move($0.0), move($0.1)) }
    }
}

extension DataLoader where Batch == (features: Tensor, labels: Tensor) {
    /// The same batches, on a device.
    ///
    /// - Throws: ``/Tensor/DeviceUnavailable`` where no backend serves the device.
    public func to(_ device: Device) throws(DeviceUnavailable) -> Self {
        let move = try mover(to: device)
        return transformed { (move($0.features), move($0.labels)) }
    }
}

extension StreamLoader where Batch == Tensor {
    /// The same batches, on a device.
    ///
    /// - Throws: ``/Tensor/DeviceUnavailable`` where no backend serves the device.
    public func to(_ device: Device) throws(DeviceUnavailable) -> Self { transformed(try mover(to: device)) }
}

extension StreamLoader where Batch == (Tensor, Tensor) {
    /// The same batches, on a device. Use `transformed` for batches of other kinds.
    ///
    /// - Throws: ``/Tensor/DeviceUnavailable`` where no backend serves the device.
    public func to(_ device: Device) throws(DeviceUnavailable) -> Self {
        let move = try mover(to: device)
        return transformed { (move($0.0), move($0.1)) }
    }
}
