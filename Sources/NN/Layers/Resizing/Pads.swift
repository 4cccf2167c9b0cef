/// Pads one spatial dim with a constant (torch's `nn.ConstantPad1d`).
public typealias ConstantPad1d = ConstantPad<1>
/// Pads two spatial dims with a constant (torch's `nn.ConstantPad2d`).
public typealias ConstantPad2d = ConstantPad<2>
/// Pads three spatial dims with a constant (torch's `nn.ConstantPad3d`).
public typealias ConstantPad3d = ConstantPad<3>
/// Pads one spatial dim with zeros (torch's `nn.ZeroPad1d`).
public typealias ZeroPad1d = ConstantPad<1>
/// Pads two spatial dims with zeros (torch's `nn.ZeroPad2d`).
public typealias ZeroPad2d = ConstantPad<2>
/// Pads three spatial dims with zeros (torch's `nn.ZeroPad3d`).
public typealias ZeroPad3d = ConstantPad<3>

/// Pads the last `spatial` dims with a constant, 0 by default.
public struct ConstantPad<let spatial: Int>: Module {
    private let amounts: [Int]
    private let value: Double

    /// A padding with a value.
    ///
    /// - Parameters:
    ///   - padding: one number for all sides, or the amounts before and after the last dim, then the one before it, and so
    ///     on. Negative amounts crop.
    ///   - value: the value of the padding.
    public init(_ padding: any PerDim, _ value: Double = 0) {
        amounts = padAmounts(spatialName("ConstantPad", spatial), spatial, padding)
        self.value = value
    }

    /// Pads the last dims of x.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.pad(amounts, value: value) }
}

/// Pads one spatial dim by reflection at its borders (torch's `nn.ReflectionPad1d`).
public typealias ReflectionPad1d = BorderPad<ReflectedBorder, 1>
/// Pads two spatial dims by reflection at their borders (torch's `nn.ReflectionPad2d`).
public typealias ReflectionPad2d = BorderPad<ReflectedBorder, 2>
/// Pads three spatial dims by reflection at their borders (torch's `nn.ReflectionPad3d`).
public typealias ReflectionPad3d = BorderPad<ReflectedBorder, 3>
/// Pads one spatial dim with its outermost elements (torch's `nn.ReplicationPad1d`).
public typealias ReplicationPad1d = BorderPad<ReplicatedBorder, 1>
/// Pads two spatial dims with their outermost elements (torch's `nn.ReplicationPad2d`).
public typealias ReplicationPad2d = BorderPad<ReplicatedBorder, 2>
/// Pads three spatial dims with their outermost elements (torch's `nn.ReplicationPad3d`).
public typealias ReplicationPad3d = BorderPad<ReplicatedBorder, 3>
/// Pads one spatial dim with elements from its other end (torch's `nn.CircularPad1d`).
public typealias CircularPad1d = BorderPad<CircularBorder, 1>
/// Pads two spatial dims with elements from their other ends (torch's `nn.CircularPad2d`).
public typealias CircularPad2d = BorderPad<CircularBorder, 2>
/// Pads three spatial dims with elements from their other ends (torch's `nn.CircularPad3d`).
public typealias CircularPad3d = BorderPad<CircularBorder, 3>

/// Pads the last `spatial` dims with the tensor's own elements.
public struct BorderPad<Border: PaddedBorder, let spatial: Int>: Module {
    private let amounts: [Int]

    /// A padding by these amounts.
    ///
    /// - Parameter padding: one number for all sides, or the amounts before and after the last dim, then the one before it, and
    ///   so on.
    public init(_ padding: any PerDim) { amounts = padAmounts(spatialName("\(Border.self)", spatial), spatial, padding) }

    /// Pads the last dims of x.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.pad(amounts, mode: Border.mode) }
}

/// The elements that a ``BorderPad`` takes: a type for each padding mode.
public protocol PaddedBorder: Sendable {
    /// The mode that the tensor is padded with.
    static var mode: PaddingMode { get }
}
/// Reflection without the border itself: `c b | a b c | b a`.
public enum ReflectedBorder: PaddedBorder {
    /// `PaddingMode.reflect`.
    public static let mode = PaddingMode.reflect
}
/// The outermost elements: `a a | a b c | c c`.
public enum ReplicatedBorder: PaddedBorder {
    /// `PaddingMode.replicate`.
    public static let mode = PaddingMode.replicate
}
/// The elements from the other end: `b c | a b c | a b`.
public enum CircularBorder: PaddedBorder {
    /// `PaddingMode.circular`.
    public static let mode = PaddingMode.circular
}

private func padAmounts(_ name: String, _ spatial: Int, _ padding: any PerDim) -> [Int] {
    padding.values(2 * spatial, atLeast: .min, "padding", for: name)
}
