import Tensor

/// Computes `body` without keeping what its derivatives would read, and computes it again in the backward pass (torch's
/// `checkpoint`): memory is traded for time.
///
/// Gradients reach the inputs and the parameters that the body reads. Random numbers from the default generator are the same
/// both times; another generator that the body draws from goes on.
///
/// ```swift
/// let hidden = checkpoint(x) { block($0[0]) }
/// ```
public func checkpoint(_ inputs: Tensor..., body: @escaping @Sendable ([Tensor]) -> Tensor) -> Tensor {
    if inputs.isEmpty { trap("checkpoint", "needs an input") }
    if !Mode.isRecording { return body(inputs) }
    let checkpoint = Checkpoint(body: body, isTraining: Mode.isTraining, random: Generator.default.state)
    let result = noGrad { body(inputs.map { $0.detached() }) }
    if !result.dtype.isFloatingPoint { return result }
    let (x, y, z) = (inputs[0], inputs.count > 1 ? inputs[1] : nil, inputs.count > 2 ? inputs[2] : nil)
    let rest = Array(inputs.dropFirst(3))
    let parents = Node.Parents(first: x.node, second: y?.node, third: z?.node, rest: rest.map(\.node))
    return result.traced(by: Node(.custom(checkpoint), x, y, z, rest, result, parents))
}

/// What is needed to compute a body again under the same conditions.
struct Checkpoint: CustomOperation {
    let body: @Sendable ([Tensor]) -> Tensor
    let isTraining: Bool
    let random: Generator.State

    func forward(_ operands: [Tensor]) -> Tensor {
        let now = Generator.default.state
        defer { Generator.default.state = now }
        Generator.default.state = random
        return Mode.with({ ($0.recording, $0.training) = (true, isTraining) }) { body(operands) }
    }

    /// The cotangents of the inputs, and the gradients by other leaves that the body read.
    func backward(_ context: BackwardContext, _ dy: Tensor, _ intermediates: [Tensor]) -> (Cotangents, Gradients) {
        if context.createGraph {
            // The body is recorded as if it had been so from the start: the backward pass then goes on to the leaves.
            let value = forward(context.operands)
            let gradients = value.gradients(cotangent: dy, retaining: intermediates, createGraph: true)
            return (Cotangents(), gradients)
        }
        let inputs = context.operands.map { $0.dtype.isFloatingPoint ? $0.requiringGradient() : $0 }
        let value = forward(inputs)
        guard value.requiresGradient else { return (Cotangents(), Gradients()) }
        let gradients = value.gradients(cotangent: dy)
        return (Cotangents(inputs.map { gradients[$0] }), gradients.removing(inputs))
    }
}
