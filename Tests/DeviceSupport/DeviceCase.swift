import Tensor

/// A computation that gives the same bits on the CPU and on the test device, and leaves its results where it ran.
public struct DeviceCase: Sendable, CustomStringConvertible {
    public let description: String
    private let run: @Sendable (Device) throws -> [Tensor]

    /// - Parameter run: computes with tensors on the device that it is given.
    public init(_ name: String, _ run: @escaping @Sendable (Device) throws -> [Tensor]) {
        description = name
        self.run = run
    }

    /// Of one tensor, which is normal.
    public init(_ name: String, _ shape: Shape, _ run: @escaping @Sendable (Tensor) throws -> [Tensor]) {
        self.init(name) { device in try run(.normal(shape, generator: Generator(seed: 5), device: device)) }
    }

    /// What is wrong on the test device; nil where nothing is.
    public func difference() throws -> String? {
        let (here, there) = (try run(.cpu), try run(.trapping))
        if here.count != there.count { return "\(there.count) results, expected \(here.count)" }
        for (index, (expected, found)) in zip(here, there).enumerated() {
            if found.device != .trapping { return "result \(index) is on \(found.device)" }
            if !found.hasSameBits(as: expected) { return "result \(index) is \(found), expected \(expected)" }
        }
        return nil
    }
}

extension Tensor {
    /// Whether both have the same dtype, shape and bits, wherever they are.
    public func hasSameBits(as other: Tensor) -> Bool {
        dtype == other.dtype && shape == other.shape
            && withBytes { mine in other.withBytes { mine.elementsEqual($0) } }
    }
}
