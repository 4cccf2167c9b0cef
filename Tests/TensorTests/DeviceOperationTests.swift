import DeviceSupport
import Tensor
import Testing

@Suite("Functions of tensors on a device")
struct DeviceOperationTests {
    @Test("give the CPU's bits, there", arguments: cases)
    func bits(of test: DeviceCase) throws {
        #expect(try test.difference() == nil)
    }

    private static let cases = [
        DeviceCase("windows", [9]) { [$0.unfold(dim: 0, size: 3, step: 2)] },
        DeviceCase("einsum", [3, 3]) { [.einsum("ij,jk->ik", $0, $0), .einsum("ii->i", $0)] },
        DeviceCase("inverse and determinant", [4, 4]) { [try $0.inverse(), $0.det()] },
        DeviceCase("singular values, least squares", [5, 3]) { [try $0.svd().s, $0.lstsq($0[.all, ..<2])] },
        DeviceCase("triangles", [4, 4]) { [$0.tril(), $0.triu(1), $0.diagonal(), $0.trace()] },
        DeviceCase("distances", [4, 3]) { [$0.pdist(), $0.cdist($0)] },
        DeviceCase("scans, orders and uniques", [9]) {
            [$0.cumsum(dim: 0), $0.sort().values, $0.topk(3).values, $0.unique().values]
        },
        DeviceCase("masks", [9]) { [($0 .> 0).nonZero(), $0.maskedSelect($0 .> 0), $0.maskedFill($0 .> 0, 9)] },
        DeviceCase("rolled, stacked, padded", [3, 4]) {
            [$0.roll(1, dim: 0), .stack([$0, $0]), .concatenate([$0, $0]), $0.pad([1, 1]), $0.pad([1, 1], mode: .reflect)]
        },
        DeviceCase("quantiles", [9]) { [$0.quantile(0.3), $0.nanQuantile(0.7, interpolation: .midpoint)] },
        DeviceCase("statistics", [3, 4]) { [$0.cov(), $0.std(), $0.histc(bins: 4)] },
        DeviceCase("attention", [1, 2, 5, 4]) { [$0.scaledDotProductAttention($0, $0, isCausal: true)] },
        DeviceCase("attention with dropout", [1, 2, 5, 4]) {
            [$0.scaledDotProductAttention($0, $0, dropout: 0.5, generator: Generator(seed: 1))]
        },
        DeviceCase("resampling", [1, 2, 4, 4]) { [$0.interpolate(scaleFactor: 2, mode: .bilinear)] },
        DeviceCase("halves", [4, 4]) { x in
            let half = x.to(.float16)
            return [half.matmul(half) + half, half.exp().sum()]
        },
        DeviceCase("like another tensor", [2, 3]) { x in
            [
                .zeros(like: x), .full(like: x, 3, dtype: .int64), .uniform(like: x, generator: Generator(seed: 2)),
                .normal(like: x, mean: 1, dtype: .float64, generator: Generator(seed: 2)),
            ]
        },
        DeviceCase("created there") { device in
            func generator() -> Generator { Generator(seed: 3) }
            return [
                try .full([2, 3], 1.5, device: device), try .zeros([0, 3], device: device),
                try .ones([], dtype: .int64, device: device),
                try .eye(3, device: device), try .arange(5, device: device), try .arange(2, 8, step: 3, device: device),
                try .linspace(0, 1, count: 5, device: device), try .logspace(0, 1, count: 3, device: device),
                try .uniform([5], generator: generator(), device: device),
                try .normal([5], generator: generator(), device: device),
                try .integers([5], to: 9, generator: generator(), device: device),
                try .permutation(5, generator: generator(), device: device),
                try .bernoulli([5], dtype: .float16, generator: generator(), device: device),
            ]
        },
        DeviceCase("numbers of the CPU beside a device's tensor", [2, 3]) { x in
            let two = Tensor(2.0)
            return [
                x * two, two - x, x .> two, .where(x .> 0, two, x), x.clamp(min: Tensor(-1.0), max: two), x.lerp(x + 1, two),
                x[0, 0] + two, x + Tensor(1), x[..<0] * two,
            ]
        },
        DeviceCase("written to", [4, 2]) { x in
            var (a, b, c) = (x, x, x)
            a[0] = Tensor([1.0, 2])
            b[b .> 0] = Tensor(0.0)
            c += c
            c -= 2
            c[.all, 1] *= 3
            return [a, b, c]
        },
        DeviceCase("read by an index of the CPU", [10, 3]) { [$0[Tensor([1, -2])], $0.indexSelect(dim: 0, Tensor([3, 3]))] },
        DeviceCase("a custom operation", [4]) { [Doubled()($0)] },
    ]

    private struct Doubled: CustomOperation {
        func forward(_ operands: [Tensor]) -> Tensor { operands[0] + operands[0] }
    }

    @Test("are printed, read and compared as ever")
    func reading() throws {
        let x = try Tensor([[1.0, 2], [3, 4]]).to(.trapping)
        #expect("\(x[0])" == "tensor([1., 2.], shape=[2], dtype=float32, device=trapping:0)")
        #expect(x[1, 0].item() == 3)
        #expect(x.t().array(of: Float.self) == [1, 3, 2, 4])
        #expect(x.flip(0)[.all, 1].array(of: Float.self) == [4, 2])
        #expect(try Tensor.arange(2000).to(.trapping).description.contains("..."))
    }

    @Test("go from one device to another")
    func betweenDevices() throws {
        let x = try Tensor([1.0, 2]).to(.trapping)
        let y = try x.to(.otherTrapping)
        #expect(y.device == .otherTrapping)
        #expect((y * 2).array(of: Float.self) == [2, 4])
    }

    @Test("do not mix devices")
    func mixing() async {
        await #expect(processExitsWith: .failure) {
            _ = try Tensor([1.0, 2]).to(.trapping) + Tensor([1.0, 2])
        }
        await #expect(processExitsWith: .failure) {
            _ = try Tensor([1.0, 2]).to(.trapping) + Tensor([1.0, 2]).to(.otherTrapping)
        }
    }

    @Test("that a backend leaves to the CPU are counted")
    func fallbacks() throws {
        HostFallback.reset(.otherTrapping)
        let x = try Tensor([[3.0, 1, 2]]).to(.otherTrapping)
        _ = x.t()[0].unsqueeze(0)
        #expect(HostFallback.counts(on: .otherTrapping) == [:])
        _ = x.exp() + x.exp()
        #expect(HostFallback.counts(on: .otherTrapping) == ["exp": 2, "add": 1])
    }
}
