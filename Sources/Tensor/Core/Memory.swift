// The one way from a tensor to the host's memory: reading, overwriting new memory, and updating in place. Here the memory is kept
// alive while its address is in use, a device's memory is refused, uniqueness is made sure of and tracing is told. A kernel's
// operands are read as they lie, and it knows their strides and dtype; what is not a kernel takes `withElements` and its like.

/// Lends the elements of an operand, as they lie in memory.
@inline(__always)
func reading<T, R>(_ x: Tensor, _ body: (UnsafePointer<T>) throws -> R) rethrows -> R {
    try withExtendedLifetime(x) { try body(UnsafePointer(x.storage.hostElements(T.self))) }
}

@inline(__always)
func reading<R>(_ x: Tensor, _ body: (UnsafeRawPointer) throws -> R) rethrows -> R {
    try withExtendedLifetime(x) { try body(UnsafeRawPointer(x.storage.hostAddress)) }
}

/// An operand that may be absent.
@inline(__always)
func reading<T, R>(optional x: Tensor?, _ body: (UnsafePointer<T>?) throws -> R) rethrows -> R {
    if let x { try reading(x) { try body($0) } } else { try body(nil) }
}

@inline(__always)
func reading<R>(optional x: Tensor?, _ body: (UnsafeRawPointer?) throws -> R) rethrows -> R {
    if let x { try reading(x) { (x: UnsafeRawPointer) in try body(x) } } else { try body(nil) }
}

@inline(__always)
func reading<S, T, R>(
    _ x: Tensor, _ y: Tensor, _ body: (UnsafePointer<S>, UnsafePointer<T>) throws -> R
) rethrows -> R {
    try reading(x) { x in try reading(y) { try body(x, $0) } }
}

@inline(__always)
func reading<S, T, U, R>(
    _ x: Tensor, _ y: Tensor, _ z: Tensor, _ body: (UnsafePointer<S>, UnsafePointer<T>, UnsafePointer<U>) throws -> R
) rethrows -> R {
    try reading(x, y) { x, y in try reading(z) { try body(x, y, $0) } }
}

/// Where each of some operands lies.
func reading<R>(all operands: [Tensor], _ body: ([UnsafeRawPointer]) throws -> R) rethrows -> R {
    try withExtendedLifetime(operands) { try body(operands.map { UnsafeRawPointer($0.storage.hostAddress) }) }
}

/// Lends the memory of a new tensor, which nobody else has seen, to be overwritten.
@inline(__always)
func writing<T, R>(_ result: Tensor, _ body: (UnsafeMutablePointer<T>) throws -> R) rethrows -> R {
    try withExtendedLifetime(result) { try body(result.storage.hostElements(T.self)) }
}

@inline(__always)
func writing<R>(_ result: Tensor, _ body: (UnsafeMutableRawPointer) throws -> R) rethrows -> R {
    try withExtendedLifetime(result) { try body(result.storage.hostAddress) }
}

/// Lends operands, and the memory of a result that a kernel makes of them.
@inline(__always)
func reading<T, Y, R>(
    _ x: Tensor, into result: Tensor, _ body: (UnsafePointer<T>, UnsafeMutablePointer<Y>) throws -> R
) rethrows -> R {
    try reading(x) { x in try writing(result) { try body(x, $0) } }
}

@inline(__always)
func reading<S, T, Y, R>(
    _ x: Tensor, _ y: Tensor, into result: Tensor,
    _ body: (UnsafePointer<S>, UnsafePointer<T>, UnsafeMutablePointer<Y>) throws -> R
) rethrows -> R {
    try reading(x, y) { x, y in try writing(result) { try body(x, y, $0) } }
}

@inline(__always)
func reading<S, T, U, Y, R>(
    _ x: Tensor, _ y: Tensor, _ z: Tensor, into result: Tensor,
    _ body: (UnsafePointer<S>, UnsafePointer<T>, UnsafePointer<U>, UnsafeMutablePointer<Y>) throws -> R
) rethrows -> R {
    try reading(x, y, z) { x, y, z in try writing(result) { try body(x, y, z, $0) } }
}

@inline(__always)
func reading<R>(
    _ x: Tensor, _ y: Tensor, into result: Tensor,
    _ body: (UnsafeRawPointer, UnsafeRawPointer, UnsafeMutableRawPointer) throws -> R
) rethrows -> R {
    try reading(x) { (x: UnsafeRawPointer) in
        try reading(y) { (y: UnsafeRawPointer) in
            try writing(result) { (result: UnsafeMutableRawPointer) in try body(x, y, result) }
        }
    }
}

extension Tensor {
    /// A tensor whose elements are written where they will lie, every one of them, row after row.
    ///
    /// ```swift
    /// let squares = Tensor(shape: [3], dtype: .float32) { bytes in
    ///     let elements = bytes.bindMemory(to: Float.self)
    ///     for i in 0..<3 { elements[i] = Float(i * i) }
    /// }
    /// ```
    ///
    /// - Parameter body: is given memory whose contents are undefined, `shape.elementCount * dtype.size` bytes. In a tensor of bools,
    ///   each byte must become 0 or 1.
    public init<Failure: Error>(
        shape: Shape, dtype: DType, initializingWith body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        let result = Tensor.uninitialized(Tensor.checked(shape, "Tensor"), dtype)
        try body(UnsafeMutableRawBufferPointer(start: result.storage.hostAddress, count: result.count * dtype.size))
        self = result
    }

    /// Lends the elements, row after row, to be changed where they lie; shared memory is copied first.
    @inline(__always)
    mutating func updating<T, R>(_ body: (UnsafeMutablePointer<T>) throws -> R) rethrows -> R {
        makeUnique()
        return try writing(self, body)
    }

    /// Replaces every element by a function of the old one: in place where nobody else has the memory, else in new memory. Both are
    /// row after row; `old` may be `new`.
    @inline(__always)
    mutating func replacing<T, R>(_ body: (_ old: UnsafePointer<T>, _ new: UnsafeMutablePointer<T>) throws -> R) rethrows -> R {
        noteHostAccess(self, "writes to")
        if isUnique() { return try writing(self) { try body(UnsafePointer($0), $0) } }
        let source = contiguous()
        self = Tensor.uninitialized(shape, dtype)
        return try reading(source, into: self, body)
    }

    /// Makes this the only reference to memory that lies row after row.
    mutating func makeUnique() {
        noteHostAccess(self, "writes to")
        if !isUnique() { self = CPU().copy(self) }
    }

    /// Whether this is the only reference to memory that lies row after row, so that it may be written to. While a function is
    /// traced, the trace refers to all.
    mutating func isUnique() -> Bool {
        !GraphTracer.isActive && isKnownUniquelyReferenced(&storage) && storage.owner == nil && isContiguous
    }
}

extension Storage {
    /// Where the first element lies in the host's memory.
    @inline(__always)
    fileprivate var hostAddress: UnsafeMutableRawPointer {
        if !isHost { refuseHostAccess() }
        return base
    }

    @inline(__always)
    fileprivate func hostElements<T>(_ type: T.Type) -> UnsafeMutablePointer<T> {
        assert(MemoryLayout<T>.size == dtype.size, "\(T.self) is not as wide as \(dtype)")
        return hostAddress.assumingMemoryBound(to: T.self)
    }

    @inline(never)
    private func refuseHostAccess() -> Never {
        trap("memory", "a \(dtype) tensor of shape \(layout.shape) lives on \(device): move it to the CPU first, by to(.cpu)")
    }
}

// For fused updates of float32 tensors in `Optim`, which have made sure of the dtype.
extension Tensor {
    /// Lends the elements of a contiguous tensor.
    package func readingFloats(_ body: (UnsafePointer<Float>) -> Void) { reading(self, body) }

    /// Replaces every element by a function of the old one, in place where nobody else has the memory; `old` may be `new`.
    package mutating func replacingFloats(_ body: (_ old: UnsafePointer<Float>, _ new: UnsafeMutablePointer<Float>) -> Void) {
        replacing(body)
    }

    /// Where the elements lie, in memory that nobody else has, until the tensor is next used; nil where its shape or dtype is not the
    /// prototype's. One call, so that no copy of the tensor is made on the way.
    package mutating func uniqueFloats(like prototype: Tensor) -> UnsafeMutablePointer<Float>? {
        if dtype != prototype.dtype || shape != prototype.shape { return nil }
        return updating { $0 }
    }
}
