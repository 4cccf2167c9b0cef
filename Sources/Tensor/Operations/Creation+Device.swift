// Tensors that are made for a device. Their elements are the ones that the CPU's have, random numbers too. A device that is not there
// throws before anything is made.
extension Tensor {
    /// ``full(_:_:dtype:)`` on a device.
    public static func full(
        _ shape: Shape, _ value: some Scalar, dtype: DType? = nil, device: Device = .cpu
    ) throws(DeviceUnavailable) -> Tensor {
        _ = try Backends.backend(for: device)
        return full(shape, value, dtype: dtype, on: device)
    }

    /// ``zeros(_:dtype:)`` on a device.
    public static func zeros(_ shape: Shape, dtype: DType = .default, device: Device) throws(DeviceUnavailable) -> Tensor {
        try full(shape, 0, dtype: dtype, device: device)
    }

    /// ``ones(_:dtype:)`` on a device.
    public static func ones(_ shape: Shape, dtype: DType = .default, device: Device) throws(DeviceUnavailable) -> Tensor {
        try full(shape, 1, dtype: dtype, device: device)
    }

    /// ``eye(_:_:dtype:)`` on a device.
    public static func eye(
        _ n: Int, _ m: Int? = nil, dtype: DType = .default, device: Device
    ) throws(DeviceUnavailable) -> Tensor {
        try made(on: device) { eye(n, m, dtype: dtype) }
    }

    /// ``arange(_:dtype:)`` on a device.
    public static func arange<S: Scalar & Numeric>(
        _ end: S, dtype: DType? = nil, device: Device
    ) throws(DeviceUnavailable) -> Tensor {
        try made(on: device) { arange(end, dtype: dtype) }
    }

    /// ``arange(_:_:dtype:)`` on a device.
    public static func arange<S: Scalar & Numeric>(
        _ start: S, _ end: S, dtype: DType? = nil, device: Device
    ) throws(DeviceUnavailable) -> Tensor {
        try made(on: device) { arange(start, end, dtype: dtype) }
    }

    /// ``arange(_:_:step:dtype:)`` on a device.
    public static func arange<S: Scalar>(
        _ start: S, _ end: S, step: S, dtype: DType? = nil, device: Device
    ) throws(DeviceUnavailable) -> Tensor {
        try made(on: device) { arange(start, end, step: step, dtype: dtype) }
    }

    /// ``linspace(_:_:count:dtype:)`` on a device.
    public static func linspace(
        _ start: Double, _ end: Double, count: Int, dtype: DType = .default, device: Device
    ) throws(DeviceUnavailable) -> Tensor {
        try made(on: device) { linspace(start, end, count: count, dtype: dtype) }
    }

    /// ``logspace(_:_:count:base:dtype:)`` on a device.
    public static func logspace(
        _ start: Double, _ end: Double, count: Int, base: Double = 10, dtype: DType = .default, device: Device
    ) throws(DeviceUnavailable) -> Tensor {
        try made(on: device) { logspace(start, end, count: count, base: base, dtype: dtype) }
    }

    /// ``uniform(_:from:to:dtype:generator:)`` on a device.
    public static func uniform(
        _ shape: Shape, from low: Double = 0, to high: Double = 1, dtype: DType = .default, generator: Generator = .default,
        device: Device
    ) throws(DeviceUnavailable) -> Tensor {
        try made(on: device) { uniform(shape, from: low, to: high, dtype: dtype, generator: generator) }
    }

    /// ``normal(_:mean:std:dtype:generator:)`` on a device.
    public static func normal(
        _ shape: Shape, mean: Double = 0, std: Double = 1, dtype: DType = .default, generator: Generator = .default,
        device: Device
    ) throws(DeviceUnavailable) -> Tensor {
        try made(on: device) { normal(shape, mean: mean, std: std, dtype: dtype, generator: generator) }
    }

    /// ``integers(_:from:to:generator:)`` on a device.
    public static func integers(
        _ shape: Shape, from low: Int = 0, to high: Int, generator: Generator = .default, device: Device
    ) throws(DeviceUnavailable) -> Tensor {
        try made(on: device) { integers(shape, from: low, to: high, generator: generator) }
    }

    /// ``permutation(_:generator:)`` on a device.
    public static func permutation(
        _ n: Int, generator: Generator = .default, device: Device
    ) throws(DeviceUnavailable) -> Tensor {
        try made(on: device) { permutation(n, generator: generator) }
    }

    /// ``bernoulli(_:probability:dtype:generator:)`` on a device.
    public static func bernoulli(
        _ shape: Shape, probability: Double = 0.5, dtype: DType = .default, generator: Generator = .default, device: Device
    ) throws(DeviceUnavailable) -> Tensor {
        try made(on: device) { bernoulli(shape, probability: probability, dtype: dtype, generator: generator) }
    }

    /// Uniform in [low, high), with shape, dtype and device of another tensor (torch's `rand_like`).
    public static func uniform(
        like other: Tensor, from low: Double = 0, to high: Double = 1, dtype: DType? = nil, generator: Generator = .default
    ) -> Tensor {
        uniform(other.shape, from: low, to: high, dtype: dtype ?? other.dtype, generator: generator).onDevice(of: other)
    }

    /// Normal, with shape, dtype and device of another tensor (torch's `randn_like`).
    public static func normal(
        like other: Tensor, mean: Double = 0, std: Double = 1, dtype: DType? = nil, generator: Generator = .default
    ) -> Tensor {
        normal(other.shape, mean: mean, std: std, dtype: dtype ?? other.dtype, generator: generator).onDevice(of: other)
    }

    private static func made(on device: Device, _ make: () -> Tensor) throws(DeviceUnavailable) -> Tensor {
        _ = try Backends.backend(for: device)
        return make().onDevice(device)
    }
}
