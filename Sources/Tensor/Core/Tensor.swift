/// An n-dimensional array with value semantics: storage is shared until it is written to.
///
/// The dtype and the device are known at run time, so that checkpoints, graphs and backends share one type. Slices, transposes
/// and broadcasts are views of the same memory.
///
/// ```swift
/// let x = Tensor([[1, 2, 3], [4, 5, 6]], dtype: .float32)
/// let y = (x - x.mean(dim: 0)) / 2     // [2, 3], row by row
/// y[0, 1...]                           // tensor([-0.7500, -0.7500])
/// ```
public struct Tensor: Sendable {
    var storage: Storage

    /// The tracer that is told of each operation on this tensor; nil for untracked data.
    public package(set) var tracer: (any Tracer)?

    init(_ storage: Storage, tracer: (any Tracer)? = nil) {
        self.storage = storage
        self.tracer = tracer
    }

    /// A tensor in a device's memory, which `owner` keeps alive; for backends.
    ///
    /// - Parameters:
    ///   - address: the address of the first element, whatever that is on the device.
    ///   - strides: the distance between neighbours in each dimension, in elements; contiguous in row-major order where nil.
    public init(
        address: UnsafeMutableRawPointer, owner: AnyObject & Sendable, shape: Shape, strides: Shape? = nil, dtype: DType,
        device: Device
    ) {
        if let strides, strides.count != shape.count { trap("Tensor", "strides \(strides) do not fit shape \(shape)") }
        let layout = strides.map { Layout(shape, strides: $0) } ?? Layout(shape)
        storage = Storage(base: address, layout: layout, dtype: dtype, device: device, owner: owner)
    }

    /// The sizes of the dimensions, outermost first.
    public var shape: Shape { storage.layout.shape }

    /// The distance between neighbours in each dimension, in elements. It is 0 where elements are repeated, and may be
    /// negative.
    public var strides: Shape { storage.layout.strides }

    /// The type of the elements.
    public var dtype: DType { storage.dtype }
    /// The device whose memory holds the elements.
    public var device: Device { storage.device }

    /// The number of dimensions.
    public var rank: Int { storage.layout.shape.count }

    /// The number of elements (torch's `numel`).
    public var count: Int { storage.layout.count }

    /// Whether the elements are contiguous in row-major order.
    public var isContiguous: Bool { storage.layout.isContiguous }

    /// The address of the first element, whatever that is on the device; for backends, which must keep the tensor alive
    /// meanwhile.
    public var address: UnsafeMutableRawPointer {
        noteHostAccess(self, "takes the address of")
        return storage.base
    }

    /// The object that keeps a device's memory alive, as a backend passed it; nil on the CPU for memory of our own.
    public var owner: AnyObject? { storage.owner }

    /// The same elements without a tracer: constant for derivatives.
    public func detached() -> Tensor { tracer == nil ? self : Tensor(storage) }

    /// The same elements, tracked by `tracer`.
    public func traced(by tracer: (any Tracer)?) -> Tensor { Tensor(storage, tracer: tracer) }

    /// Whether both read the same memory in the same way.
    package func isView(ofSameElementsAs other: Tensor) -> Bool {
        storage === other.storage || storage.base == other.storage.base && shape == other.shape && strides == other.strides
    }

    /// Another reading of the same memory.
    func view(_ layout: Layout, offset: Int = 0) -> Tensor {
        Tensor(
            Storage(
                base: storage.base + offset * dtype.size, layout: layout, dtype: dtype, device: device,
                owner: storage.owner ?? storage))
    }

    /// New memory for a result of a tensor's shape.
    static func uninitialized(like x: Tensor, _ dtype: DType) -> Tensor {
        Tensor(Storage(uninitialized: x.isContiguous ? x.storage.layout : Layout(x.shape), dtype: dtype))
    }

    static func uninitialized(_ shape: Shape, _ dtype: DType) -> Tensor {
        Tensor(Storage(uninitialized: Layout(shape), dtype: dtype))
    }
}
