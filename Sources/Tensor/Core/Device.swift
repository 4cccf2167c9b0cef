import Synchronization

/// Where a tensor lives and is computed with: `.cpu`, or an accelerator for which a ``Backend`` is registered.
///
/// ```swift
/// let device = try Device(checking: arguments.device)      // "cuda:1"
/// if Backends.isAvailable(device) { try model.to(device) }
/// ```
public struct Device: Hashable, Sendable, CustomStringConvertible {
    /// What sort of device: torch's kinds are static members, and a plug-in makes its own from a name.
    ///
    /// ```swift
    /// extension Device.Kind { static let abacus = Device.Kind("abacus") }
    /// ```
    public struct Kind: Hashable, Sendable, CustomStringConvertible {
        /// torch's names, numbered.
        private enum Known: UInt8, CaseIterable { case cpu, cuda, hip, xpu, mps, opencl, vulkan, xla }

        /// The names of all kinds so far, each at its number, which takes one byte of a tensor.
        private static let names = Mutex(Known.allCases.map { "\($0)" })

        fileprivate let number: UInt8

        private init(_ known: Known) { number = known.rawValue }

        /// The kind of a name; the same name gives the same kind.
        ///
        /// - Precondition: a lowercase letter, then lowercase letters, digits and underscores; at most 256 kinds in a process.
        public init(_ name: String) {
            guard let first = name.utf8.first, Kind.isLetter(first), name.utf8.allSatisfy(Kind.isOfName) else {
                trap("Device.Kind", "a name has lowercase letters, digits and underscores, got \(quoted(name))")
            }
            number = Kind.names.withLock { names in
                if let known = names.firstIndex(of: name) { return UInt8(known) }
                guard let number = UInt8(exactly: names.count) else { trap("Device.Kind", "there are 256 kinds already") }
                names.append(name)
                return number
            }
        }

        /// The kind of a name that is known already; nil for others.
        fileprivate init?(known name: some StringProtocol) {
            guard let number = Kind.names.withLock({ $0.firstIndex { $0 == name } }) else { return nil }
            self.number = UInt8(number)
        }

        private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }

        private static func isOfName(_ byte: UInt8) -> Bool {
            isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
        }

        /// The host's processor, whose backend is built in.
        public static var cpu: Kind { Kind(.cpu) }
        /// NVIDIA's GPUs.
        public static var cuda: Kind { Kind(.cuda) }
        /// AMD's GPUs.
        public static var hip: Kind { Kind(.hip) }
        /// Intel's GPUs.
        public static var xpu: Kind { Kind(.xpu) }
        /// Apple's GPUs, by Metal.
        public static var mps: Kind { Kind(.mps) }
        /// Devices that are programmed in OpenCL.
        public static var opencl: Kind { Kind(.opencl) }
        /// Devices that are programmed by Vulkan.
        public static var vulkan: Kind { Kind(.vulkan) }
        /// Devices that run XLA's programs, such as TPUs.
        public static var xla: Kind { Kind(.xla) }

        /// As it stands in a device's description: `cuda`.
        public var name: String { Kind.names.withLock { $0[Int(number)] } }

        public var description: String { name }

        fileprivate static var allNames: [String] { names.withLock { $0 } }
    }

    /// What sort of device.
    public let kind: Kind
    private let number: UInt8

    /// Which of several such devices, from 0 on.
    public var index: Int { Int(number) }

    /// A device, whether or not there is one; see ``Backends/isAvailable(_:)``.
    ///
    /// - Precondition: an index in 0...255.
    public init(_ kind: Kind, index: Int = 0) {
        guard let number = UInt8(exactly: index) else { trap("Device", "index \(index) is not in 0...255") }
        self.init(kind, number: number)
    }

    private init(_ kind: Kind, number: UInt8) {
        self.kind = kind
        self.number = number
    }

    /// The device that a text names, as in torch: `cpu`, `cuda`, `cuda:1`.
    ///
    /// - Throws: ``InputError`` where no torch kind and no plug-in's has the name, or the index is not in 0...255.
    public init(checking text: String) throws(InputError) {
        let fields = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let kind = Kind(known: fields[0]) else {
            let known = Kind.allNames.joined(separator: ", ")
            throw InputError(.value, "Device", "\(quoted(text)) names no kind of device; known: \(known)")
        }
        guard fields.count == 1 || fields[1].utf8.first != UInt8(ascii: "+"),
            let number = fields.count == 1 ? 0 : UInt8(fields[1])
        else {
            throw InputError(.value, "Device", "\(quoted(text)) must have an index in 0...255 after the colon")
        }
        self.init(kind, number: number)
    }

    /// The host, whose backend is built in.
    public static let cpu = Device(.cpu, number: 0)

    /// torch's name: `cpu`, or the kind and the index, `cuda:1`.
    public var description: String { self == .cpu ? "cpu" : "\(kind):\(index)" }

    /// By kind, then by index.
    static func isBefore(_ a: Device, _ b: Device) -> Bool { (a.kind.number, a.number) < (b.kind.number, b.number) }
}

/// A device was asked for that no backend serves.
public struct DeviceUnavailable: Error, CustomStringConvertible {
    /// What was asked for.
    public let device: Device
    /// What there is.
    public let available: [Device]

    public var description: String {
        "there is no device \(device) here; available: " + available.map(\.description).joined(separator: ", ")
    }
}
