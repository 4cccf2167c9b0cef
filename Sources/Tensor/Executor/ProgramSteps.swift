import CKernels

/// What a program does, in order.
struct ProgramSteps: Sendable {
    enum Stretch: Sendable {
        /// Of the kernels.
        case kernels(from: Int, count: Int)
        case tensors(@Sendable (Execution) -> Void)
    }

    private(set) var kernels: [KindlingInstruction] = []
    private(set) var stretches: [Stretch] = []
    /// Operands of the other steps.
    private(set) var operands: [Graph.Value] = []

    mutating func add(_ steps: [KindlingInstruction]) {
        if case .kernels(let start, let count)? = stretches.last {
            stretches[stretches.count - 1] = .kernels(from: start, count: count + steps.count)
        } else {
            stretches.append(.kernels(from: kernels.count, count: steps.count))
        }
        kernels += steps
    }

    mutating func add(_ step: @escaping @Sendable (Execution) -> Void) { stretches.append(.tensors(step)) }

    /// The number by which executions know an operand.
    mutating func add(_ operand: Graph.Value) -> Int {
        operands.append(operand)
        return operands.count - 1
    }

    /// Adds a step that makes tensors.
    mutating func add(_ step: Graph.Step) {
        switch step {
        case .draw(let draw): add { $0.hold(draw.source.draw(), for: draw.result) }
        case .check(let check):
            let number = add(check.value)
            add { execution in
                do throws(InputError) { try check.requirement.check(execution.tensor(number)) } catch { execution.fail(error) }
            }
        case .node(let node): add(node)
        }
    }

    private mutating func add(_ node: Graph.Node) {
        let (operation, result) = (node.operation, node.result)
        let (x, y, z, rest) = (add(node.x), node.y.map { add($0) }, node.z.map { add($0) }, node.rest.map { add($0) })
        switch operation {
        case .loss(let loss, let reduction):
            add { execution in
                do throws(InputError) {
                    let tensor = try CPU().loss(loss, reduction, execution.tensor(x), execution.tensor(y!))
                    execution.hold(tensor, for: result)
                } catch { execution.fail(error) }
            }
        case .custom(let custom):
            // It may keep its operands, and give anything.
            let numbers = [x] + [y, z].compactMap(\.self) + rest
            add { execution in
                let tensors = numbers.map { execution.tensorToKeep($0) }
                execution.hold(custom.forward(tensors).detached(), for: result)
            }
        // Nothing distinguishes the others, nor will a new primitive: the backend computes them as in eager mode.
        default:
            add { execution in
                let tensor = CPU().compute(
                    operation, execution.tensor(x), y.map { execution.tensor($0) }, z.map { execution.tensor($0) },
                    rest.isEmpty ? [] : rest.map { execution.tensor($0) })
                execution.hold(tensor, for: result)
            }
        }
    }
}
