import Tensor
import Testing

@Suite("Recurrent steps")
struct RecurrenceTests {
    private func random(_ shape: Shape, _ seed: UInt64, _ dtype: DType) -> Tensor {
        .uniform(shape, from: -1, to: 1, dtype: dtype, generator: Generator(seed: seed))
    }

    @Test(
        "are what their operations give, with the same bits for any threads", arguments: Recurrence.allCases,
        [(1, 1, 1), (4, 9, 5), (3, 70, 40)])
    func composed(recurrence: Recurrence, sizes: (Int, Int, Int)) {
        let (steps, batch, features) = sizes
        let gates = recurrence.gates * features
        for dtype in [DType.float32, .float64] {
            // A view, from the last step to the first.
            let x = random([batch, steps, gates], 1, dtype).transpose(0, 1).flip(0)
            let weight = random([features, gates], 2, dtype).t() * (1 / Double(features).squareRoot())
            let (h, dy) = (
                random([batch, features], 3, dtype),
                random([recurrence == .lstm ? steps + 1 : steps, batch, features], 5, dtype)
            )
            let c = recurrence == .lstm ? random([batch, features], 4, dtype) : nil
            let bias = recurrence == .gru ? random([gates], 4, dtype) : nil
            let rest = [c, bias].compactMap(\.self)
            func results() -> [Tensor] {
                let states = Operation.recurrentStates(recurrence)(x, weight, h, rest: rest)
                return [
                    Operation.recurrent(recurrence)(states, x, weight, rest: [h] + rest),
                    Operation.recurrentGradient(recurrence)(dy, states, x, rest: [weight, h] + rest),
                ]
            }
            let threads = Kindling.threads
            defer { Kindling.threads = threads }
            let runs = [1, 2, 3].map { count in
                Kindling.threads = count
                return results().map { $0.array(of: Double.self) }
            }
            #expect(runs[1] == runs[0] && runs[2] == runs[0])
            let expected = recurrence.composed(x, weight, h, c: c, bias: bias)
            #expect(results()[0].allClose(expected, relative: 1e-5, absolute: 1e-6))
        }
    }

    @Test("of no sequences are none")
    func empty() {
        let (x, weight, state) = (Tensor.zeros([2, 0, 12]), Tensor.ones([12, 3]), Tensor.zeros([0, 3]))
        let states = Operation.recurrentStates(.lstm)(x, weight, state, rest: [state])
        let dy = Tensor.zeros([3, 0, 3])
        let gradient = Operation.recurrentGradient(.lstm)(dy, states, x, rest: [weight, state, state])
        #expect(gradient.allClose(.zeros([36])))
    }
}
