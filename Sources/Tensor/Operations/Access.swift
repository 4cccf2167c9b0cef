extension Tensor {
    /// The only element of a tensor that has one, as a `Double`.
    ///
    /// - Precondition: `count == 1`.
    public func item() -> Double { item(as: Double.self) }

    /// The only element of a tensor that has one.
    ///
    /// - Precondition: `count == 1`.
    public func item<T: Element>(as type: T.Type) -> T {
        if count != 1 { trap("item", "a tensor of shape \(shape) is not one number") }
        return array(of: T.self)[0]
    }

    /// The elements in the order of the indices, converted to the type.
    public func array<T: Element>(of type: T.Type = T.self) -> [T] {
        withElements(of: T.self) { Array($0) }
    }

    /// Reads the elements where they lie, in the order of the indices; converted and copied only when they must be.
    ///
    /// The buffer is valid until `body` returns.
    public func withElements<T: Element, R>(of type: T.Type, _ body: (UnsafeBufferPointer<T>) throws -> R) rethrows -> R {
        noteHostAccess(self, "reads")
        let host = detached().to(T.dtype).contiguous().onCPU()
        return try reading(host) { try body(UnsafeBufferPointer(start: $0, count: host.count)) }
    }

    /// Reads the bytes of the elements in the order of the indices. The buffer is valid until `body` returns.
    public func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        noteHostAccess(self, "reads")
        let host = detached().contiguous().onCPU()
        return try reading(host) { (start: UnsafeRawPointer) in
            try body(UnsafeRawBufferPointer(start: start, count: host.count * dtype.size))
        }
    }

    /// A tensor of elements that lie row after row in memory; the bytes are copied.
    ///
    /// - Precondition: as many bytes as the shape needs.
    public init(bytes: UnsafeRawBufferPointer, shape: Shape, dtype: DType) {
        if bytes.count != shape.elementCount * dtype.size {
            trap("Tensor", "\(bytes.count) bytes do not fill shape \(shape) of \(dtype)")
        }
        // Other bytes than 0 and 1 would be no bools.
        self = CPU().upload(bytes, shape: shape, dtype: dtype == .bool ? .uint8 : dtype).to(dtype)
    }

    /// Writes to the elements where they lie, row after row; shared memory is copied first.
    ///
    /// - Precondition: the dtype is `T`'s, and the tensor lives on the CPU and is not tracked.
    public mutating func withMutableElements<T: Element, R>(
        of type: T.Type, _ body: (UnsafeMutableBufferPointer<T>) throws -> R
    ) rethrows -> R {
        if dtype != T.dtype { trap("withMutableElements", "the elements are \(dtype), not \(T.dtype)") }
        if tracer != nil { trap("withMutableElements", "the tensor is tracked; detach it first") }
        let count = count
        return try updating { (elements: UnsafeMutablePointer<T>) in
            try body(UnsafeMutableBufferPointer(start: elements, count: count))
        }
    }

    /// Adds to the elements of a slice, where they lie if nobody else reads them. Neither tensor is tracked.
    package mutating func add(_ other: Tensor, at slice: Slice) {
        if device != .cpu || !isUnique() {
            self = self + Operation.sliceScatter(slice, into: shape)(other)
            return
        }
        let target = slicedView(slice)
        CPU().copy(target + other, into: target)
    }

    /// The elements on a device (torch's `to`): the tensor itself where it is there. Derivatives go back the way.
    ///
    /// - Throws: ``DeviceUnavailable`` where no backend serves the device.
    public func to(_ device: Device) throws(DeviceUnavailable) -> Tensor {
        if device == self.device { return self }
        _ = try Backends.backend(for: device)
        return onDevice(device)
    }
}
