import Tensor
import Testing

/// Operations on large tensors are partitioned into chunks for several threads.
@Suite("Work partitioned among threads")
struct ThreadPartitionTests {
    static let functions: [(name: String, function: @Sendable (Tensor) -> Tensor)] = [
        ("exp", { $0.exp() }), ("broadcast", { $0 + $0.select(dim: 0, 1) }),
        ("columns", { $0 + $0.narrow(dim: 1, start: 3, length: 1) }),
        ("where", { Tensor.where($0 .> 0, $0, 1) }), ("clamp", { $0.clamp(min: -1, max: 1) }), ("cast", { $0.to(.int32) }),
        ("sum", { $0.sum() }), ("sum of columns", { $0.sum(dim: 0) }), ("sum of rows", { $0.sum(dim: 1) }),
        ("sum of a transpose", { $0.t().sum(dim: 0) }), ("largest", { $0.amax(dim: 0) }), ("smallest", { $0.amin(dim: 1) }),
        ("argmax", { $0.argmax(dim: 0) }), ("argmin", { $0.argmin(dim: 1) }),
        ("softmax", { $0.softmax(dim: 1) }), ("logSoftmax of columns", { $0.logSoftmax(dim: 0) }),
        ("cumsum", { $0.cumsum(dim: 1) }), ("cumsum of columns", { $0.cumsum(dim: 0) }),
        ("transpose", { $0.t().contiguous() }), ("gather", { $0.gather(dim: 1, $0.argsort(dim: 1)) }),
        ("scatterAdd", { $0.scatterAdd(dim: 1, $0.argsort(dim: 1), $0) }),
        ("scatterAdd of columns", { $0.scatterAdd(dim: 0, $0.argsort(dim: 0), $0) }),
        ("indexAdd", { $0.indexAdd(dim: 0, $0.select(dim: 1, 0).argsort(), $0) }),
        ("overlapping windows", { $0.unsqueeze(0).fold(outputSize: [9, 40], kernelSize: [25, 28], padding: 12) }),
        ("addition of a transpose", { $0 + $0.t().contiguous().t() }), ("cummax", { $0.cummax(dim: 1).indices }),
        ("concatenation", { .concatenate([$0, $0.t().contiguous().t()], dim: 1) }),
    ]

    @Test("gives the same bits on any number of threads", arguments: functions.indices)
    func threads(index: Int) {
        let x = Tensor.normal([700, 333], generator: Generator(seed: 1))
        let before = Kindling.threads
        defer { Kindling.threads = before }
        let results = [1, 2, 3].map { threads in
            Kindling.threads = threads
            return Self.functions[index].function(x).array(of: Double.self)
        }
        #expect(results[0] == results[1] && results[0] == results[2], "\(Self.functions[index].name)")
    }

    static let alike: [(name: String, dim: Int, function: @Sendable (_ x: Tensor, _ index: Tensor) -> Tensor)] = [
        ("scatterAdd", 0, { $0.scatterAdd(dim: 1, $1, $0) }), ("scatterAdd of columns", 1, { $0.scatterAdd(dim: 0, $1, $0) }),
        ("scatter", 1, { $0.scatter(dim: 0, $1, $0 * 2) }), ("largest", 1, { $0.scatterReduce(dim: 0, $1, $0 * 2, .max) }),
        ("product", 0, { $0.scatterReduce(dim: 1, $1, $0, .product) }),
        ("indexAdd", 1, { x, _ in x.indexAdd(dim: 0, Tensor.arange(700).remainder(7), x) }),
        ("indexCopy", 1, { x, _ in x.indexCopy(dim: 0, Tensor.arange(700).flip(0), x) }),
        ("gather", 0, { $0.gather(dim: 1, $1) }), ("gather of columns", 1, { $0.gather(dim: 0, $1) }),
        ("selection", 0, { x, _ in x.indexSelect(dim: 1, Tensor([5, 3, 3, 0])) }),
        ("pad", 0, { x, _ in x.pad([2, 3], value: 7) }), ("cropped pad", 1, { x, _ in x.pad([0, 0, 2, -3], value: 7) }),
        ("pad of images", 0, { x, _ in x.reshape(-1, 9, 37).pad([1, 2, 3, 0]) }),
        ("reflection", 0, { x, _ in x.reshape(-1, 9, 37).pad([1, 2, 3, 0], mode: .reflect) }),
        ("replication", 1, { x, _ in x.pad([0, 0, 3, 4], mode: .replicate) }),
        ("stack", 0, { .stack([$0, $1.to(.float32)], dim: 2) }), ("roll", 0, { x, _ in x.roll(100, dim: 1) }),
        ("repeat", 1, { x, _ in x.repeat(3, 1) }),
        ("expansion", 0, { x, _ in x.narrow(dim: 1, start: 4, length: 1).expand(-1, 99).contiguous() }),
        ("cummax", 0, { x, _ in x.cummax(dim: 1).values }),
        ("cummin of columns", 1, { x, _ in x.cummin(dim: 0).indices.to(.float32) }),
        ("searchSorted", 0, { x, _ in x.sort(dim: 1).values.searchSorted(x).to(.float32) }),
    ]

    @Test("gives the same as its chunks alone", arguments: alike.indices)
    func alone(index: Int) {
        let (_, dim, function) = Self.alike[index]
        let generator = Generator(seed: 4)
        let x = Tensor.normal([700, 333], generator: generator)
        let positions = Tensor.integers([700, 333], from: 0, to: 333, generator: generator)
        let slices = zip(x.split(1, dim: dim), positions.split(1, dim: dim)).map { function($0, $1) }
        let whole = function(x, positions)
        #expect((whole .== .concatenate(slices, dim: dim)).all().item(as: Bool.self), "\(Self.alike[index].name)")
    }

    @Test("copies of every n-th element", arguments: [DType.uint8, .float16, .float32, .float64])
    func steps(dtype: DType) {
        for width in [1, 5, 16, 17, 64, 65, 130, 600] {
            let x = Tensor.integers([3, width], from: 0, to: 200, generator: Generator(seed: 5)).to(dtype)
            let rows = x.array(of: Double.self)
            for step in [1, 2, 3, 4, -1, -2] {
                let columns = Array(stride(from: step > 0 ? 0 : width - 1, to: step > 0 ? width : -1, by: step))
                let expected = (0..<3).flatMap { row in columns.map { rows[row * width + $0] } }
                #expect(x.slice(dim: 1, step: step).contiguous().array(of: Double.self) == expected, "\(width) by \(step)")
            }
        }
    }

    @Test("results larger than the caches bypass them, with the same values")
    func streams() {
        let count = 2_100_003
        let x = Tensor.normal([count], generator: Generator(seed: 2))
        let chunked = { (function: (Tensor) -> Tensor) in
            Tensor.concatenate(x.split(1_000_000, dim: 0).map(function), dim: 0)
        }
        for function in [{ $0.relu() }, { $0 * 2 }, { $0 + $0 }, { $0.clamp(min: 0) }, { $0.to(.int64) }]
            as [(Tensor) -> Tensor]
        {
            #expect((function(x) .== chunked(function)).all().item(as: Bool.self))
        }
    }

    @Test("copies of permuted tensors", arguments: [DType.uint8, .float16, .float32, .float64])
    func permutations(dtype: DType) {
        let shape = [3, 17, 37, 2]
        let x = Tensor.integers(Shape(shape), from: 0, to: 200, generator: Generator(seed: 3)).to(dtype)
        let values = x.array(of: Double.self)
        let strides = [17 * 37 * 2, 37 * 2, 2, 1]
        for order in [[0, 2, 1, 3], [3, 2, 1, 0], [0, 1, 3, 2], [2, 0, 3, 1], [1, 0, 2, 3], [3, 0, 1, 2]] {
            var expected: [Double] = []
            for a in 0..<shape[order[0]] {
                for b in 0..<shape[order[1]] {
                    for c in 0..<shape[order[2]] {
                        for d in 0..<shape[order[3]] {
                            expected.append(
                                values[
                                    a * strides[order[0]] + b * strides[order[1]] + c * strides[order[2]] + d
                                        * strides[order[3]]])
                        }
                    }
                }
            }
            #expect(x.permute(order).contiguous().array(of: Double.self) == expected, "\(order)")
        }
    }
}
