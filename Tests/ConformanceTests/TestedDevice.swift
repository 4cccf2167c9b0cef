import DeviceSupport
import Foundation
import Kindling

/// The device that the cases run on: the CPU, or the one that `CONFORMANCE_DEVICE` names.
enum TestedDevice {
    static let current: Result<Device, any Error> = Result {
        // Devices that are registered here can be named. A backend of one's own is tested by a line more.
        _ = TrappingBackend.first
        let name = ProcessInfo.processInfo.environment["CONFORMANCE_DEVICE"] ?? "cpu"
        let device = try Device(checking: name)
        _ = try Backends.backend(for: device)
        return device
    }

    /// The tensors of a file, on the device.
    static func moved(_ tensors: [String: Tensor]) throws -> [String: Tensor] {
        let device = try current.get()
        return try tensors.mapValues { try $0.to(device) }
    }
}
