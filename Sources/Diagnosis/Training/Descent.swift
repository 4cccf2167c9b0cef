import Compilation
import NN
import Optim
import Tensor
import Training

/// What moves a network's weights: an optimizer and its schedule.
struct Descent {
    /// The loss of features and labels.
    typealias Loss = (Tensor, Tensor) -> Tensor

    /// Makes a step, and gives the loss before it, without weight decay.
    private let makeStep: (Tensor, Tensor) -> Tensor
    private let optimizer: Saved
    private let scheduler: Scheduler?
    private let plateau: ReduceLROnPlateau?

    init(_ recipe: Recipe, _ parameters: [NamedParameter], loss: @escaping Loss) {
        let (rate, decay) = (recipe.effectiveLearningRate, recipe.effectiveWeightDecay)
        if let optimizer = recipe.optimizer.make(parameters, learningRate: rate, weightDecay: decay) {
            let step = TrainingStep(optimizer, loss: loss)
            makeStep = { step($0, $1) }
            self.optimizer = Saved("optimizer", optimizer)
            scheduler = recipe.schedule.make(base: rate, epochs: recipe.epochs).map { Descent.scheduler(optimizer, $0) }
            let patience = max((recipe.patience ?? 10) / 3, 1)
            plateau = recipe.schedule == .plateau ? ReduceLROnPlateau(optimizer, factor: 0.5, patience: patience) : nil
        } else {
            // One move an epoch: where a line separates the classes the loss has no minimum, and early stopping bounds the weights.
            let optimizer = LBFGS(parameters, learningRate: rate, maxIterations: 1, maxEvaluations: 25, lineSearch: .strongWolfe)
            makeStep = { Descent.step(optimizer, weightDecay: decay, loss, $0, $1) }
            self.optimizer = Saved("optimizer", optimizer)
            (scheduler, plateau) = (nil, nil)
        }
    }

    private static func scheduler(_ optimizer: Optimizer, _ schedule: some Schedule) -> Scheduler {
        Scheduler(optimizer, schedule)
    }

    private static func step(_ optimizer: LBFGS, weightDecay: Double, _ loss: Loss, _ x: Tensor, _ labels: Tensor) -> Tensor {
        var first: Tensor?
        let last = optimizer.step {
            let value = loss(x, labels)
            first = first ?? value.detached()
            if weightDecay == 0 { return value }
            return optimizer.parameters.filter { !$0.isBias }.reduce(value) { sum, parameter in
                parameter.cell.tracked.map { sum + $0.square().sum() * (weightDecay / 2) } ?? sum
            }
        }
        return first ?? last
    }

    /// Moves the weights down the loss of a batch.
    ///
    /// - Returns: the loss before the step, without weight decay.
    func step(_ x: Tensor, _ labels: Tensor) -> Tensor { makeStep(x, labels) }

    /// Goes on to the next epoch's learning rate.
    ///
    /// - Parameter loss: the monitored loss, or that of the training rows where none is monitored.
    func endEpoch(loss: Double) {
        scheduler?.step()
        plateau?.step(loss)
    }

    /// What a kept run saves.
    var parts: [Saved] {
        [optimizer, scheduler.map { Saved("scheduler", $0) }, plateau.map { Saved("plateau", $0) }].compactMap(\.self)
    }
}
