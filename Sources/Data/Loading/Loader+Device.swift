import Tensor

// Batches that something else is made of, where they are made: by the workers, if they are prefetched.
extension DataLoader {
    /// The same batches in the same order, each changed by a function.
    ///
    /// ```swift
    /// let flat = loader.transformed { ($0.0.flatten(from: 1), $0.1) }
    /// ```
    public func transformed<Other>(_ transform: @escaping @Sendable (Batch) -> Other) -> DataLoader<Other> {
        DataLoader<Other>(
            generator: generator, count: count, startEpoch: startEpoch, makeBatch: { [makeBatch] in transform(makeBatch($0)) })
    }
}

extension StreamLoader {
    /// The same batches in the same order, each changed by a function.
    public func transformed<Other>(_ transform: @escaping @Sendable (Batch) -> Other) -> StreamLoader<Stream, Other> {
        StreamLoader<Stream, Other>(
            stream, batchSize: batchSize, shuffleBuffer: shuffleBuffer, dropLast: dropLast, generator: generator,
            collate: { [collate] in transform(collate($0)) })
    }
}

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
    /// The same batches, on a device. See ``transformed(_:)`` for batches of other kinds.
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
    /// The same batches, on a device. See ``transformed(_:)`` for batches of other kinds.
    ///
    /// - Throws: ``/Tensor/DeviceUnavailable`` where no backend serves the device.
    public func to(_ device: Device) throws(DeviceUnavailable) -> Self {
        let move = try mover(to: device)
        return transformed { (move($0.0), move($0.1)) }
    }
}
