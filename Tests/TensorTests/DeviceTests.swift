import Synchronization
import Tensor
import Testing

/// A device whose memory is host memory and whose arithmetic the CPU does: what a backend in another module looks like.
final class Mirror: Backend {
    static let shared: Mirror = {
        let mirror = Mirror()
        Backends.register(mirror)
        return mirror
    }()

    let device = Device(.custom, index: 7)
    let primitives = Atomic(0)

    /// Memory of the device.
    private final class Block: Sendable {
        nonisolated(unsafe) let bytes: UnsafeMutableRawBufferPointer

        init(_ source: UnsafeRawBufferPointer) {
            bytes = .allocate(byteCount: max(source.count, 1), alignment: 64)
            bytes.copyMemory(from: source)
        }

        deinit { bytes.deallocate() }
    }

    func compute(_ operation: Operation, _ x: Tensor, _ y: Tensor?, _ z: Tensor?, _ rest: [Tensor]) -> Tensor {
        primitives.add(1, ordering: .relaxed)
        if let view = operation.view(of: x) { return view }
        let result = operation(host(x), y.map(host), z.map(host), rest: rest.map(host))
        return result.withBytes { upload($0, shape: result.shape, dtype: result.dtype) }
    }

    func upload(_ bytes: UnsafeRawBufferPointer, shape: Shape, dtype: DType) -> Tensor {
        let block = Block(bytes)
        return Tensor(address: block.bytes.baseAddress!, owner: block, shape: shape, dtype: dtype, device: device)
    }

    func download(_ tensor: Tensor, into bytes: UnsafeMutableRawBufferPointer) {
        bytes.copyMemory(from: UnsafeRawBufferPointer(start: tensor.address, count: bytes.count))
    }

    /// The same memory, as the CPU sees it.
    private func host(_ x: Tensor) -> Tensor {
        #expect(x.device == device)
        return Tensor(
            address: x.address, owner: x.owner as! Block, shape: x.shape, strides: x.strides, dtype: x.dtype, device: .cpu)
    }
}

@Suite("Devices")
struct DeviceTests {
    let mirror = Mirror.shared

    @Test("the CPU is there, and what has been registered")
    func devices() throws {
        #expect(Backends.devices.first == .cpu && Backends.devices.contains(mirror.device))
        #expect(try Backends.backend(for: .cpu).device == .cpu)
        #expect(try Backends.backend(for: mirror.device) is Mirror)
        #expect("\(Device.cpu)" == "cpu" && "\(mirror.device)" == "custom:7")
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
            let there = try view.to(mirror.device)
            #expect(there.device == mirror.device && there.shape == view.shape && there.dtype == dtype)
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
        let there = calculate(try x.to(mirror.device))
        #expect(there.device == mirror.device)
        let here = calculate(x)
        expect(there, is: here.array(of: Double.self), shape: here.shape, dtype: here.dtype)
    }

    @Test("the backend is asked for primitives, and views cost it nothing")
    func primitives() throws {
        let x = try Tensor([[1.0, 2], [3, 4]]).to(mirror.device)
        #expect(x.t().address == x.address && x[1].address == x.address + 8)
        #expect(x.item(at: 0) == 1)
        #expect(mirror.primitives.load(ordering: .relaxed) > 0)
    }

    @Test("a device says where it is when it is printed")
    func description() throws {
        #expect("\(try Tensor([1.0]).to(mirror.device))" == "tensor([1.], shape=[1], dtype=float32, device=custom:7)")
    }
}

extension Tensor {
    fileprivate func item(at position: Int) -> Double { flatten()[position].item() }
}
