@_exported import Optim

/// A step of training that builds no graph and plans its memory once: loss, gradients and the optimizer's step.
///
/// ```swift
/// let step = TrainingStep(optimizer) { x, y in binaryCrossEntropy(model(x), y) }
/// for (features, labels) in loader { let loss = step(features, labels) }
/// ```
///
/// The first call for each shape is watched, and made a list of kernels that later calls run; losses, gradients and parameters are
/// to the bit those of `optimizer.step(loss(x, y).gradients())`. What ``Compiled`` says of functions holds here, too; layers behave
/// as in training. Random numbers are drawn anew at each step, and buffers that layers change (``/NN/BatchNorm``) are changed. It belongs
/// to one task at a time, as its optimizer does.
public final class TrainingStep {
    private let optimizer: Optimizer
    private let transform: ((Gradients) -> Gradients)?
    private let loss: ([Tensor]) -> Tensor
    private var programs = Programs()
    /// Each program's, without tensors between the steps.
    private var gradients: [Gradients] = []

    /// - Parameters:
    ///   - transform: what is done with the gradients before the optimizer gets them, such as clipping.
    ///   - loss: of a step's inputs, a single number.
    public init(_ optimizer: Optimizer, transform: ((Gradients) -> Gradients)? = nil, loss: @escaping ([Tensor]) -> Tensor) {
        self.optimizer = optimizer
        self.transform = transform
        self.loss = loss
    }

    /// - Parameter loss: of features and targets.
    public convenience init(
        _ optimizer: Optimizer, transform: ((Gradients) -> Gradients)? = nil, loss: @escaping (Tensor, Tensor) -> Tensor
    ) {
        self.init(optimizer, transform: transform) { (inputs: [Tensor]) in loss(inputs[0], inputs[1]) }
    }

    /// Why steps are computed as they are for some inputs; nil where they never are.
    public var fallback: String? { programs.problem }

    /// Makes a step, and gives the loss before it.
    @discardableResult
    public func callAsFunction(_ inputs: Tensor...) -> Tensor {
        // Inside a capture it is a part of that one.
        if Capture.now != nil { return finish(inputs) }
        var start = 0
        while let run = programs.take(inputs, from: start) {
            let isRun = run.execute(inputs)
            defer { programs.giveBack(run) }
            if isRun { return finish(run, inputs) }
            if let problem = run.problem { trap(problem) }
            start = run.number + 1
        }
        guard let entry = programs.begin(inputs) else { return finish(inputs) }
        return capture(inputs, entry)
    }

    /// The step as it is.
    private func finish(_ inputs: [Tensor]) -> Tensor {
        let (loss, gradients) = call(inputs)
        return finish(loss, gradients)
    }

    /// The step that a run gave the loss and the gradients for.
    private func finish(_ run: Run, _ inputs: [Tensor]) -> Tensor {
        let (loss, number) = (run.output(0), run.number)
        gradients[number].changeEach { run.give($0 + 1, to: &$1) }
        defer { gradients[number].changeEach { run.takeBack($0 + 1, from: &$1) } }
        if run.isProven || run.hasEffects { return finish(loss, gradients[number]) }
        // By what the run found in parameters and buffers, which others may have changed since.
        let expected = run.contents.reading { call(inputs) }
        run.dropCells()
        let isRight = ([loss] + gradients[number].values).isIdentical(to: [expected.loss] + expected.gradients.values)
        programs.prove(run, isRight)
        return finish(expected.loss, expected.gradients)
    }

    private func finish(_ loss: Tensor, _ gradients: Gradients) -> Tensor {
        if let transform { optimizer.step(transform(gradients)) } else { optimizer.step(gradients) }
        return loss
    }

    private func capture(_ inputs: [Tensor], _ entry: Int) -> Tensor {
        var found = Gradients()
        let (outputs, program) = Capture.run(inputs) { inputs in
            let (loss, gradients) = call(inputs)
            found = gradients
            return [loss] + gradients.values
        }
        programs.finish(entry, program)
        while gradients.count <= entry { gradients.append(Gradients()) }
        gradients[entry] = found
        gradients[entry].dropTensors()
        return finish(outputs[0], found)
    }

    private func call(_ inputs: [Tensor]) -> (loss: Tensor, gradients: Gradients) {
        training {
            let loss = loss(inputs)
            return (loss.detached(), loss.gradients())
        }
    }
}
