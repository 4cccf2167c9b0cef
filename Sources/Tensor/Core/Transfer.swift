// How tensors get from one device to another. A transfer is an operation, so that derivatives and graphs know of it.
extension Tensor {
    /// On another tensor's device, which is there.
    package func onDevice(of other: Tensor) -> Tensor { onDevice(other.device) }

    /// On a device that is there: of a tensor, or of one that has been asked for.
    package func onDevice(_ device: Device) -> Tensor {
        device == self.device ? self : Operation.transfer(from: self.device, to: device)(self)
    }

    /// The elements on a device, without a tracer.
    func transferred(to device: Device) -> Tensor {
        if device == self.device { return detached() }
        let host = detached().onCPU()
        if device == .cpu { return host }
        return host.withBytes { Backends.existing(device).upload($0, shape: shape, dtype: dtype) }
    }

    /// The elements on the CPU, row after row.
    func onCPU() -> Tensor {
        if device == .cpu { return self }
        // What lies far apart is brought together there, where the device may have a kernel for it.
        return (memory.count <= 2 * count ? self : Operation.copy(detached())).downloaded().contiguous()
    }

    /// A tensor of the CPU with the same strides, over a download of the memory that this one reads.
    func downloaded() -> Tensor {
        if device == .cpu { return self }
        let (first, length) = memory
        let host = Tensor.uninitialized([length], dtype)
        let bytes = UnsafeMutableRawBufferPointer(start: host.address, count: length * dtype.size)
        if length > 0 { Backends.existing(device).download(view(Layout([length]), offset: first), into: bytes) }
        return host.view(storage.layout, offset: -first)
    }

    /// The elements of memory from the lowest address that is read to the highest, counted from the tensor's own address.
    private var memory: (first: Int, count: Int) {
        if count == 0 { return (0, 0) }
        let reaches = shape.indices.map { (shape[$0] - 1) * strides[$0] }
        let first = reaches.reduce(0) { $0 + Swift.min($1, 0) }
        return (first, reaches.reduce(0) { $0 + Swift.max($1, 0) } - first + 1)
    }

    /// Whether this is one number for all indices: a scalar, broadcast or not.
    private var isOneNumber: Bool { count <= 1 || storage.layout.isRepeated }

    /// One number, for all indices of the shape, on a device.
    func numberOnDevice(_ device: Device) -> Tensor {
        if device == self.device { return self }
        if tracer != nil || count == 0 { return onDevice(device) }
        return view(Layout(Shape())).transferred(to: device).expandedView(shape)
    }

    /// The device of an operation on these tensors: of all that are not one number on the host. Nil where there are several.
    fileprivate static func commonDevice(_ operands: [Tensor]) -> Device? {
        let devices = Set(operands.map(\.device))
        guard devices.count <= 2, let device = devices.first(where: { $0 != .cpu }) else { return nil }
        return operands.allSatisfy { $0.device == device || $0.device == .cpu && $0.isOneNumber } ? device : nil
    }
}

extension Operation {
    /// Computes the primitive on operands of which the devices differ: a number on the host goes where the others are.
    @inline(never)
    func callOnOneDevice(_ x: Tensor, _ y: Tensor?, _ z: Tensor?, _ rest: [Tensor]) -> Tensor {
        let operands = Operation.all(x, y, z, rest)
        guard let device = Tensor.commonDevice(operands) else {
            let devices = operands.map(\.device.description).joined(separator: ", ")
            trap(name, "operands must be on one device, except for scalars on the CPU, got \(devices)")
        }
        return self(
            x.numberOnDevice(device), y?.numberOnDevice(device), z?.numberOnDevice(device),
            rest: rest.map { $0.numberOnDevice(device) })
    }
}
