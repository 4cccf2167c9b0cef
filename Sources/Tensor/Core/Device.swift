/// Where a tensor lives and is computed with: `.cpu`, or an accelerator for which a ``Backend`` is registered.
public struct Device: Hashable, Sendable, CustomStringConvertible {
    /// torch's kinds of device; `custom` is for a backend of one's own.
    public enum Kind: UInt8, Sendable { case cpu, cuda, metal, vulkan, custom }

    public let kind: Kind
    private let number: UInt8

    /// Which of several such devices.
    public var index: Int { Int(number) }

    public init(_ kind: Kind, index: Int = 0) {
        guard let number = UInt8(exactly: index) else { trap("Device", "index \(index) is not in 0...255") }
        self.kind = kind
        self.number = number
    }

    public static let cpu = Device(.cpu)

    public var description: String { kind == .cpu ? "cpu" : "\(kind):\(index)" }
}

/// A device was asked for that no backend serves.
public struct DeviceUnavailable: Error, CustomStringConvertible {
    public let device: Device
    public let available: [Device]

    public var description: String {
        "there is no device \(device) here; available: " + available.map(\.description).joined(separator: ", ")
    }
}
