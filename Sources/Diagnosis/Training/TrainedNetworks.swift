import Data
import Synchronization
import Tensor
import Training

/// The networks of a classifier, trained, and what they predict of rows that they were not trained on.
public struct TrainedNetworks: Sendable {
    /// The networks: one, or the members of an ensemble.
    public let members: [any Network]
    /// What came of each one's training.
    public let results: [TrainingResult<EpochRow>]
    /// Probabilities `[n, 1]` of rows that the networks were not trained on, from which a threshold can be chosen, and their labels; nil
    /// where there are no such rows.
    public let heldOut: (probabilities: Tensor, labels: Tensor)?

    /// The steps of all trainings.
    public var steps: Int { results.reduce(0) { $0 + $1.steps } }

    /// One network, and what it predicts of the validation rows.
    public init(_ training: NetworkTraining, _ result: TrainingResult<EpochRow>, _ rows: StandardizedRows, validation: Tensor?)
    {
        (members, results) = ([training.network], [result])
        heldOut = validation.map {
            let rows = rows.all.rows($0)
            return (evaluating { training.network(rows.features) }, rows.labels)
        }
    }

    /// Trains an ensemble: each member on rows that are drawn with replacement (``/Data/bootstrapSplit(stratifiedBy:generator:)``), with
    /// initial weights and an order of its own; early stopping monitors the rows that were not drawn, which are out of its bag
    /// (Breiman, Machine Learning 24, 1996).
    ///
    /// Members are spread over the processor's cores. Each has generators of its own, so it makes no difference which thread trains which.
    ///
    /// - Parameters:
    ///   - recipe: the architecture, the optimizer and so on, and the number of members.
    ///   - rows: the standardized rows.
    ///   - generator: the source of randomness.
    ///   - name: the data's name, for errors.
    ///   - progress: is called when a member is done, with how many are; by one thread at a time.
    /// - Throws: ``FileError`` where no row is out of a member's bag, ``Divergence`` where the learning rate is too large.
    public init(
        ensemble recipe: Recipe, _ rows: StandardizedRows, generator: Generator, name: String,
        progress: @Sendable (_ done: Int) -> Void = { _ in }
    ) throws {
        let count = recipe.ensemble ?? 1
        let labels = rows.all.labels[rows.train]
        let generators = (0..<count).map { _ in generator.split() }
        let trained = Mutex((members: [Result<Member, any Error>?](repeating: nil, count: count), done: 0))
        parallel(count, grain: 1) { range in
            for index in range {
                let member = Result { try Member(recipe, rows, labels, generators[index], name) }
                trained.withLock {
                    $0.members[index] = member
                    $0.done += 1
                    progress($0.done)
                }
            }
        }
        let members = try trained.withLock { try $0.members.compactMap { try $0?.get() } }
        self.members = members.map(\.network)
        results = members.map(\.result)

        // The mean of those members that were not trained on a row; few members leave rows that all were trained on.
        var sums = [(probability: Double, count: Int)](repeating: (0, 0), count: rows.all.count)
        for member in members {
            let predicted = evaluating { member.network(rows.all.features[member.outOfBag]) }.array(of: Double.self)
            for (row, probability) in zip(member.outOfBag.array(of: Int.self), predicted) {
                sums[row] = (sums[row].probability + probability, sums[row].count + 1)
            }
        }
        let predicted = sums.indices.filter { sums[$0].count > 0 }
        heldOut = (
            Tensor(predicted.map { sums[$0].probability / Double(sums[$0].count) }, shape: [predicted.count, 1]),
            rows.all.labels[Tensor(predicted, shape: [predicted.count])]
        )
    }

    /// One network of an ensemble.
    private struct Member: Sendable {
        let network: any Network
        let result: TrainingResult<EpochRow>
        let outOfBag: Tensor

        init(_ recipe: Recipe, _ rows: StandardizedRows, _ labels: Tensor, _ generator: Generator, _ name: String) throws {
            let bag = try bootstrapSplit(stratifiedBy: labels, generator: generator.split())
            if bag.outOfBag.count == 0 {
                throw FileError(
                    file: name, problem: "too few training rows (\(labels.count)) for an ensemble: none is out of a bag")
            }
            outOfBag = rows.train[bag.outOfBag]
            let training = NetworkTraining(
                recipe, rows, train: rows.train[bag.inBag], monitored: outOfBag, generator: generator)
            network = training.network
            result = try training.train(training.run())
        }
    }
}
