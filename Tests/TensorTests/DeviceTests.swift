import DeviceSupport
import Tensor
import Testing

@Suite("Devices")
struct DeviceTests {
    private let device = Device.trapping

    @Test("the CPU is there, and what has been registered")
    func devices() throws {
        #expect(Backends.devices.first == .cpu && Backends.devices.contains(device))
        #expect(try Backends.backend(for: .cpu).device == .cpu)
        #expect(try Backends.backend(for: device) is TrappingBackend)
        #expect("\(Device.cpu)" == "cpu" && "\(device)" == "trapping:0")
    }

    @Test("a device that is not there throws, and the message names those that are")
    func unavailable() throws {
        let error = try #require(throws: DeviceUnavailable.self) { try Tensor.ones([2]).to(Device(.cuda, index: 3)) }
        #expect(error.device == Device(.cuda, index: 3))
        #expect(error.description.hasPrefix("there is no device cuda:3 here; available: cpu"))
    }

    @Test("a tensor goes to a device and comes back", arguments: DType.allCases)
    func roundTrip(dtype: DType) throws {
        let x = Tensor([[1, 0, 1], [0, 1, 1]], dtype: dtype)
        for view in [x, x.t(), x.flip(1), x[0].expand(4, 3), x[0, 0], x[2...]] {
            let there = try view.to(device)
            #expect(there.device == device && there.shape == view.shape && there.dtype == dtype)
            expect(there, is: view.array(of: Double.self))
            let back = try there.to(.cpu)
            #expect(back.device == .cpu && back.array(of: Double.self) == view.array(of: Double.self))
        }
        #expect(try x.to(.cpu).address == x.address)
    }

    /// Calculations of all kinds.
    static let calculations: [@Sendable (Tensor) -> Tensor] = [
        { $0 + 1 }, { 2 / $0 }, { ($0 * $0 - $0).exp().sum(dim: 0) }, { $0.t().matmul($0) },
        { $0.linear($0, bias: $0[0, ..<2]) },
        { $0[.all, .slice(step: -1)] * $0 }, { $0[$0 .> 2] }, { $0[.all, $0.argmax(dim: 1)] },
        { $0[Tensor([1, -1])] }, { $0[.ellipsis, Tensor([0, 2])] }, { $0.softmax(dim: 1) },
        { $0.sort(descending: true).values },
        { Tensor.concatenate([$0, $0, $0, $0]) }, { Tensor.where($0 .> 2, $0, 0) }, { $0.clamp(min: 2, max: 4) },
        { $0.maskedFill($0 .== 2, 9) }, { $0.var(dim: 1) }, { $0.logSumExp() }, { $0.to(.int64) }, { $0.argmax(dim: 1) },
        { $0.expand(3, 2, 3).reshape(-1) }, { $0.max(dim: 0).values }, { Tensor.full(like: $0, 3) },
        { $0.unflatten(1, into: [3, 1]) },
        {
            var x = $0
            x[0, 1...] = Tensor([8.0, 9])
            x[x .< 5] = Tensor(0.0)
            return x
        },
    ]

    @Test("every kind of operation works there, and gives what the CPU gives", arguments: calculations.indices)
    func calculation(index: Int) throws {
        let calculate = Self.calculations[index]
        let x = Tensor([[1.0, 2, 3], [4, 5, 6]])
        let there = calculate(try x.to(device))
        #expect(there.device == device)
        let here = calculate(x)
        expect(there, is: here.array(of: Double.self), shape: here.shape, dtype: here.dtype)
    }

    @Test("views share the device's memory, windows too")
    func views() throws {
        let x = try Tensor([[1.0, 2], [3, 4]]).to(device)
        #expect(x.t().address == x.address && x[1].address == x.address + 8)
        #expect(x.unfold(dim: 0, size: 2, step: 1).address == x.address)
        #expect(x.flatten()[0].item() == 1)
    }

    @Test("a device says where it is when it is printed")
    func description() throws {
        #expect("\(try Tensor([1.0]).to(device))" == "tensor([1.], shape=[1], dtype=float32, device=trapping:0)")
    }

    @Test(
        "a text names a device, as in torch",
        arguments: [
            ("cpu", "cpu"), ("cuda", "cuda:0"), ("cuda:1", "cuda:1"), ("opencl:255", "opencl:255"),
            ("trapping:0", "trapping:0"),
        ])
    func names(text: String, description: String) throws {
        _ = device
        #expect(try Device(checking: text).description == description)
    }

    @Test(
        "another text throws, and is not taken for a new kind",
        arguments: ["", "abacus", "CUDA", "cuda:", "cuda:-1", "cuda:+1", "cuda:256", "cuda:1:2", "cuda 1", "cpu:\u{0}"])
    func otherNames(text: String) {
        for _ in 0..<2 {
            let error = #expect(throws: InputError.self) { try Device(checking: text) }
            #expect(error?.reason == .value)
        }
    }

    @Test("a kind is its name")
    func kinds() {
        #expect(Device.Kind("cuda") == .cuda && Device.Kind("slate") == Device.Kind("slate") && Device.Kind("slate") != .cuda)
        #expect(Device.Kind("slate").name == "slate" && "\(Device(.opencl, index: 2))" == "opencl:2")
        #expect(Device.cpu == Device(.cpu) && Device(.cpu, index: 1) != .cpu)
    }

    @Test("a device is registered once")
    func twice() async {
        #expect(Backends.isAvailable(.cpu) && Backends.isAvailable(device) && !Backends.isAvailable(Device(.cuda)))
        await #expect(processExitsWith: .failure) { Backends.register(TrappingBackend.first) }
    }
}
