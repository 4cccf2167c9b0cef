import DeviceSupport
import Serialization
import Tensor
import Testing

@Suite("Safetensors of a device's tensors")
struct DeviceTests {
    @Test("have the bytes of the CPU's", arguments: DType.allCases)
    func encoded(dtype: DType) throws {
        let x = Tensor([[1, 0, 1], [0, 1, 1]], dtype: dtype)
        let there = try x.to(.trapping)
        #expect(try Safetensors.encode(["x": there, "t": there.t()]) == Safetensors.encode(["x": x, "t": x.t()]))
    }

    @Test("are written, read and moved back")
    func file() throws {
        let folder = try FileTests.Folder()
        let x = try Tensor.normal([3, 4], generator: Generator(seed: 1), device: .trapping)
        try Safetensors.write(["x": x], to: "\(folder.path)/x.safetensors")
        for mapped in [false, true] {
            let read = try #require(try Safetensors.read("\(folder.path)/x.safetensors", mapped: mapped).tensors["x"])
            #expect(read.device == .cpu && read.hasSameBits(as: x))
            #expect(try read.to(.trapping).hasSameBits(as: x))
        }
    }
}
