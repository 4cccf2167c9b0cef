/// A number around one spatial dim (torch's `nn.ConstantPad1d`).
public typealias ConstantPad1d = ConstantPad<1>
/// A number around two spatial dims (torch's `nn.ConstantPad2d`).
public typealias ConstantPad2d = ConstantPad<2>
/// A number around three spatial dims (torch's `nn.ConstantPad3d`).
public typealias ConstantPad3d = ConstantPad<3>
/// Zeros around one spatial dim (torch's `nn.ZeroPad1d`).
public typealias ZeroPad1d = ConstantPad<1>
/// Zeros around two spatial dims (torch's `nn.ZeroPad2d`).
public typealias ZeroPad2d = ConstantPad<2>
/// Zeros around three spatial dims (torch's `nn.ZeroPad3d`).
public typealias ZeroPad3d = ConstantPad<3>

/// A number around the last `spatial` dims; 0 where none is given.
public struct ConstantPad<let spatial: Int>: Module {
    private let amounts: [Int]
    private let value: Double

    /// - Parameter padding: for each side, or before and after the last dim, then the one before it, and so on. Negative ones
    ///   take positions away.
    public init(_ padding: any PerDim, _ value: Double = 0) {
        amounts = padAmounts(spatialName("ConstantPad", spatial), spatial, padding)
        self.value = value
    }

    public func callAsFunction(_ x: Tensor) -> Tensor { x.pad(amounts, value: value) }
}

/// One spatial dim mirrored at its borders (torch's `nn.ReflectionPad1d`).
public typealias ReflectionPad1d = BorderPad<ReflectedBorder, 1>
/// Two spatial dims mirrored at their borders (torch's `nn.ReflectionPad2d`).
public typealias ReflectionPad2d = BorderPad<ReflectedBorder, 2>
/// Three spatial dims mirrored at their borders (torch's `nn.ReflectionPad3d`).
public typealias ReflectionPad3d = BorderPad<ReflectedBorder, 3>
/// The outermost elements repeated around one spatial dim (torch's `nn.ReplicationPad1d`).
public typealias ReplicationPad1d = BorderPad<ReplicatedBorder, 1>
/// The outermost elements repeated around two spatial dims (torch's `nn.ReplicationPad2d`).
public typealias ReplicationPad2d = BorderPad<ReplicatedBorder, 2>
/// The outermost elements repeated around three spatial dims (torch's `nn.ReplicationPad3d`).
public typealias ReplicationPad3d = BorderPad<ReplicatedBorder, 3>
/// One spatial dim going round (torch's `nn.CircularPad1d`).
public typealias CircularPad1d = BorderPad<CircularBorder, 1>
/// Two spatial dims going round (torch's `nn.CircularPad2d`).
public typealias CircularPad2d = BorderPad<CircularBorder, 2>
/// Three spatial dims going round (torch's `nn.CircularPad3d`).
public typealias CircularPad3d = BorderPad<CircularBorder, 3>

/// The tensor's own elements around its last `spatial` dims.
public struct BorderPad<Border: PaddedBorder, let spatial: Int>: Module {
    private let amounts: [Int]

    /// - Parameter padding: for each side, or before and after the last dim, then the one before it, and so on.
    public init(_ padding: any PerDim) { amounts = padAmounts(spatialName("\(Border.self)", spatial), spatial, padding) }

    public func callAsFunction(_ x: Tensor) -> Tensor { x.pad(amounts, mode: Border.mode) }
}

/// Which elements a ``BorderPad`` takes.
public protocol PaddedBorder: Sendable { static var mode: PaddingMode { get } }
/// `c b | a b c | b a`
public enum ReflectedBorder: PaddedBorder { public static let mode = PaddingMode.reflect }
/// `a a | a b c | c c`
public enum ReplicatedBorder: PaddedBorder { public static let mode = PaddingMode.replicate }
/// `b c | a b c | a b`
public enum CircularBorder: PaddedBorder { public static let mode = PaddingMode.circular }

private func padAmounts(_ name: String, _ spatial: Int, _ padding: any PerDim) -> [Int] {
    padding.values(2 * spatial, atLeast: .min, "padding", for: name)
}
