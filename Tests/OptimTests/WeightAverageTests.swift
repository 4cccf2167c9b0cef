import Optim
import Testing

@Suite("Averages of weights")
struct WeightAverageTests {
    private func average(_ kind: WeightAverage.Kind, of values: [Double]) -> (w: NamedParameter, average: WeightAverage) {
        let w = parameter([values[0]])
        let average = WeightAverage([w], kind)
        for value in values {
            w.cell.value = double([value])
            average.update()
        }
        return (w, average)
    }

    @Test("are the mean of all, or decay exponentially")
    func values() {
        let (equal, mean) = average(.equal, of: [1, 2, 6])
        mean.applied { expect(equal.values, is: [3], relative: 1e-14) }
        let (faded, moving) = average(.exponential(decay: 0.9), of: [1, 2, 6])
        moving.applied { expect(faded.values, is: [0.9 * 1.1 + 0.6], relative: 1e-14) }
        #expect(mean.count == 3)
    }

    @Test("replace the parameters within their closure only, even when it throws")
    func scope() {
        struct Stop: Error {}
        let (w, average) = average(.equal, of: [1, 3])
        #expect(throws: Stop.self) {
            try average.applied {
                #expect(w.values == [2])
                throw Stop()
            }
        }
        #expect(w.values == [3])
        average.apply()
        #expect(w.values == [2])
        let untouched = WeightAverage([w])
        untouched.applied { #expect(w.values == [2]) }
    }

    @Test("continue from a saved state that matches")
    func state() throws {
        let (w, average) = average(.equal, of: [1, 3])
        let other = WeightAverage([w])
        try other.load(average.stateDict)
        w.cell.value = double([8])
        other.update()
        other.applied { expect(w.values, is: [4], relative: 1e-14) }

        func problem(_ change: (inout [String: Tensor]) -> Void) -> String? {
            var state = average.stateDict
            change(&state)
            return #expect(throws: OptimizerStateError.self) { try other.load(state) }?.description
        }
        #expect(problem { $0["count"] = Tensor(-1) } == "optimizer state: count is not a number of updates")
        #expect(problem { $0["averages/w"] = nil } == "optimizer state: averages/w is missing")
        #expect(problem { $0["averages/w"] = .zeros([2]) } == "optimizer state: averages/w has shape [2], expected [1]")
        #expect(problem { $0["x"] = Tensor(1) } == "optimizer state: x is not averaged here")
        #expect(other.count == 3)
    }
}
