import Kindling
import Testing

@Suite("A mode reaches the workers of a loader")
struct ModesAcrossThreadsTests {
    private static let dropout = Dropout(0.5)
    private static let weight = ParameterCell(Tensor.ones([1000]))

    /// What workers make of ones.
    private static func made(_ collate: @escaping @Sendable (Tensor) -> Tensor) -> [Tensor] {
        let rows = (0..<4).map { _ in Tensor.ones([1000]) }
        return Array(DataLoader(rows, batchSize: 1) { collate($0[0]) }.prefetched(workers: 2))
    }

    @Test("layers behave as in evaluation, or as in training")
    func layers() {
        func zeros() -> [Double] { Self.made { Self.dropout($0) }.map { ($0 .== 0).to(.float64).sum().item() } }
        #expect(evaluating { zeros() } == [0, 0, 0, 0])
        let counts = zeros() + evaluating { training { zeros() } }
        #expect(counts.allSatisfy { (300...700).contains($0) })
    }

    @Test("operations are recorded, or not")
    func operations() {
        func areTracked() -> [Bool] { Self.made { $0 * (Self.weight.tracked ?? $0) }.map(\.requiresGradient) }
        #expect(areTracked() == [true, true, true, true])
        #expect(noGrad { areTracked() } == [false, false, false, false])
        #expect(evaluating { areTracked() } == [false, false, false, false])
        #expect(evaluating { recording { areTracked() } } == [true, true, true, true])
    }

    @Test("anomalies are looked for")
    func anomalies() async {
        await #expect(processExitsWith: .failure) {
            detectingAnomalies {
                let made = Self.made { ($0 * (Self.weight.tracked ?? $0) - 1).sqrt() * 0 }
                _ = made[0].sum().gradients()
            }
        }
    }

    @Test("a compiled program draws a worker's random numbers again")
    func compiled() {
        let compiled = Compiled { inputs in
            [Self.made { row in training { Self.dropout(row) } }.reduce(inputs[0], +)]
        }
        let results = (0..<4).map { _ in compiled(Tensor.zeros([1000])).array(of: Float.self) }
        #expect(Set(results).count == 4)
        #expect(compiled.fallback == nil)
    }
}
