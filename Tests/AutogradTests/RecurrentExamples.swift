import Autograd
import Tensor

// Three steps of two sequences, two features.
extension Primitive {
    private static func operands(_ recurrence: Recurrence) -> [Tensor] {
        let gates = 2 * recurrence.gates
        let operands = [random([3, 2, gates]), random([gates, 2], seed: 2), random([2, 2], seed: 3)]
        return switch recurrence {
        case .tanh, .relu: operands
        case .lstm: operands + [random([2, 2], seed: 4)]
        case .gru: operands + [random([gates], seed: 4)]
        }
    }

    private static func states(_ recurrence: Recurrence, _ x: [Tensor]) -> Tensor {
        let x = x.map { $0.detached() }
        return Operation.recurrentStates(recurrence)(x[0], x[1], x[2], rest: Array(x[3...]))
    }

    static func recurrent(_ recurrence: Recurrence) -> Example {
        Example("recurrent \(recurrence)", at: operands(recurrence)) {
            Operation.recurrent(recurrence)(states(recurrence, $0), $0[0], $0[1], rest: Array($0[2...])).sin()
        }
    }

    static func recurrentGradient(_ recurrence: Recurrence) -> Example {
        let dy = random([recurrence == .lstm ? 4 : 3, 2, 2], seed: 5)
        return Example("gradient of recurrent \(recurrence)", at: [dy] + operands(recurrence)) {
            let operands = Array($0[1...])
            return Operation.recurrentGradient(recurrence)(
                $0[0], states(recurrence, operands), operands[0], rest: Array(operands[1...])
            ).sin()
        }
    }
}
