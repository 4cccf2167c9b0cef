import Tensor
import Testing

@Suite("Tensors shared between tasks")
struct ConcurrencyTests {
    @Test("readers and writers of one value do not disturb each other")
    func tasks() async {
        let x = Tensor.arange(10_000, dtype: .float32).reshape(100, 100)
        let expected = x.matmul(x.t()).sum().item()
        let results = await withTaskGroup(of: (Int, Double, Double, Double).self) { group in
            for task in 0..<8 {
                group.addTask {
                    var mine = x
                    for round in 0..<20 {
                        mine[round] = Tensor(Double(task))
                        _ = mine.exp().sum()
                    }
                    let written = mine[..<20].sum().item()
                    return (task, x.matmul(x.t()).sum().item(), written, mine[20...].sum().item())
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results.count == 8)
        let rest = x[20...].sum().item()
        for (task, product, written, untouched) in results {
            #expect(product == expected)
            #expect(written == Double(task) * 2000)
            #expect(untouched == rest)
        }
        expect(x, is: (0..<10_000).map(Double.init))
    }

    @Test("memory that one task frees is reused by another without affecting readers")
    func recycling() async {
        await withTaskGroup(of: Bool.self) { group in
            for task in 0..<8 {
                group.addTask {
                    var total = Tensor.zeros([257])
                    for _ in 0..<200 {
                        let x = Tensor.full([257], task)
                        await Task.yield()
                        total += x.to(.float32)
                    }
                    return (total .== 200 * task).all().item(as: Bool.self)
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }

    @Test("many tasks that share a generator never get the same number twice")
    func generator() async {
        let generator = Generator(seed: 1)
        let draws = await withTaskGroup(of: [Double].self) { group in
            for _ in 0..<8 { group.addTask { Tensor.uniform([100], dtype: .float64, generator: generator).array() } }
            return await group.reduce(into: []) { $0 += $1 }
        }
        let alone = Tensor.uniform([800], dtype: .float64, generator: Generator(seed: 1)).array(of: Double.self)
        #expect(draws.sorted() == alone.sorted())
    }
}
