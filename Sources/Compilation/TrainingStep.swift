@_exported import Optim

/// A step of training that is traced once for each shape, and has its memory planned: loss, gradients and the optimizer's step.
///
/// ```swift
/// let step = TrainingStep(optimizer) { x, y in binaryCrossEntropy(model(x), y) }
/// for (features, labels) in loader { let loss = step(features, labels) }
/// ```
///
/// The first call for each shape is traced into a ``/Tensor/Graph``, of which the device's backend makes a program that later calls execute; losses,
/// gradients and parameters are to the bit those of `optimizer.step(loss(x, y).gradients())`. What ``Compiled`` says of functions holds here, too; layers behave
/// as in training. Random numbers are resampled at each step, and buffers that layers change (``/NN/BatchNorm``) are changed. It belongs
/// to one task at a time, as its optimizer does.
public final class TrainingStep {
    private let optimizer: Optimizer
    private let transform: ((Gradients) -> Gradients)?
    private let loss: ([Tensor]) -> Tensor
    private var programs = ProgramCache()
    /// Each program's, without tensors between the steps.
    private var gradients: [Gradients] = []

    /// A step of an optimizer.
    ///
    /// - Parameters:
    ///   - optimizer: gets the gradients.
    ///   - transform: what is done with the gradients before the optimizer gets them, such as clipping.
    ///   - loss: of a step's inputs, a single number.
    public init(_ optimizer: Optimizer, transform: ((Gradients) -> Gradients)? = nil, loss: @escaping ([Tensor]) -> Tensor) {
        self.optimizer = optimizer
        self.transform = transform
        self.loss = loss
    }

    /// A step of an optimizer, for features and targets.
    ///
    /// - Parameters:
    ///   - optimizer: gets the gradients.
    ///   - transform: what is done with the gradients before the optimizer gets them, such as clipping.
    ///   - loss: of features and targets, a single number.
    public convenience init(
        _ optimizer: Optimizer, transform: ((Gradients) -> Gradients)? = nil, loss: @escaping (Tensor, Tensor) -> Tensor
    ) {
        self.init(optimizer, transform: transform) { (inputs: [Tensor]) in loss(inputs[0], inputs[1]) }
    }

    /// Why steps run eagerly for some inputs; nil where they never do.
    public var fallback: String? { problem }

    /// Makes a step, and gives the loss before it.
    @discardableResult
    public func callAsFunction(_ inputs: Tensor...) -> Tensor {
        call(inputs) { execution in
            let (loss, number) = (execution.output(0), execution.number)
            // The optimizer has the gradients' memory meanwhile.
            gradients[number].changeEach { execution.lend($0 + 1, to: &$1) }
            defer { gradients[number].changeEach { execution.reclaim($0 + 1, from: &$1) } }
            return finish(loss, gradients[number])
        } from: {
            finish($0.loss, $0.gradients)
        }
    }

    private func finish(_ loss: Tensor, _ gradients: Gradients) -> Tensor {
        if let transform { optimizer.step(transform(gradients)) } else { optimizer.step(gradients) }
        return loss
    }
}

extension TrainingStep: ProgramCaller {
    func withPrograms<R>(_ body: (inout ProgramCache) -> R) -> R { body(&programs) }

    func compute(_ inputs: [Tensor]) -> (loss: Tensor, gradients: Gradients) {
        training {
            let loss = loss(inputs)
            return (loss.detached(), loss.gradients())
        }
    }

    func tensors(of outcome: (loss: Tensor, gradients: Gradients)) -> [Tensor] { [outcome.loss] + outcome.gradients.values }

    func noteTrace(_ number: Int, _ outcome: (loss: Tensor, gradients: Gradients)) {
        while gradients.count <= number { gradients.append(Gradients()) }
        gradients[number] = outcome.gradients
        gradients[number].dropTensors()
    }
}
