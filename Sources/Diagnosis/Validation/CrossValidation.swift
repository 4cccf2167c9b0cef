import Data
import Synchronization
import Tensor

/// Repeated stratified cross-validation: in each repeat, rows are dealt at random into folds with the class proportions of the whole,
/// and each fold is predicted by a model that was fitted to the others (scikit-learn's `RepeatedStratifiedKFold`).
///
/// ```swift
/// let crossValidation = CrossValidation(folds: 10, repeats: 10, seed: 42)
/// let accuracies = try crossValidation.map(diagnoses) { split in
///     let classifier = try recipe.fit(diagnoses, rows: split.train, generator: split.generator)
///     return accuracy(classifier, on: split.test)
/// }
/// ```
///
/// Everything is a function of the data and the seed: which thread fits which model makes no difference.
public struct CrossValidation: Codable, Hashable, Sendable {
    /// The number of folds of a repeat.
    public let folds: Int
    /// How often all rows are dealt into folds.
    public let repeats: Int
    /// The seed of the folds and of the models.
    public let seed: UInt64

    /// The number of models: one for each fold of each repeat.
    public var models: Int { folds * repeats }

    /// - Precondition: `folds >= 2`, `repeats >= 1`, and their product does not overflow.
    public init(folds: Int = 10, repeats: Int = 10, seed: UInt64 = 42) {
        if folds < 2 { trap("CrossValidation", "the number of folds must be at least 2, got \(folds)") }
        if repeats < 1 { trap("CrossValidation", "the number of repeats must be at least 1, got \(repeats)") }
        if folds.multipliedReportingOverflow(by: repeats).overflow {
            trap("CrossValidation", "\(folds) folds, repeated \(repeats) times, are too many")
        }
        (self.folds, self.repeats, self.seed) = (folds, repeats, seed)
    }

    /// The rows of one model.
    public struct Split: Sendable {
        /// The repeat, counted from 0.
        public let repeatIndex: Int
        /// The fold that is held out, counted from 0.
        public let fold: Int
        /// The indices of the rows that the model learns from: int64, ascending.
        public let train: Tensor
        /// The indices of the rows that are held out: int64, ascending.
        public let test: Tensor
        /// A source of randomness that no other model has.
        public let generator: Generator
    }

    /// Throws where some rows cannot be cross-validated: a class is missing, or has fewer rows than there are folds, so that a fold
    /// would be without it.
    ///
    /// - Throws: ``FileError``, worded in terms of the data.
    public func check(_ diagnoses: Diagnoses) throws(FileError) {
        let counts = [diagnoses.count - diagnoses.malignant, diagnoses.malignant]
        func fail(_ problem: String) -> FileError { FileError(file: diagnoses.name, problem: problem) }
        if diagnoses.count == 0 { throw fail("no rows below the header") }
        if let missing = counts.firstIndex(of: 0) {
            let name = Diagnoses.names[1 - missing]
            throw fail("all \(diagnoses.count) rows are \(name); validation needs benign and malignant ones")
        }
        let rarer = counts[1] <= counts[0] ? 1 : 0
        if counts[rarer] < folds {
            throw fail("too few \(Diagnoses.names[rarer]) rows (\(counts[rarer])) for \(folds) folds")
        }
    }

    /// The rows of one model.
    ///
    /// - Parameter index: the model, counted from 0, fold after fold and repeat after repeat.
    func split(_ index: Int, _ labels: Tensor) throws(FoldError) -> Split {
        let (repeatIndex, fold) = index.quotientAndRemainder(dividingBy: folds)
        let state = Generator.State(seed: seed)
        let dealing = StratifiedKFold(folds, shuffle: true, generator: state.derived(by: UInt64(repeatIndex)))
        let rows = try dealing.split(labels)[fold]
        return Split(
            repeatIndex: repeatIndex, fold: fold, train: rows.train, test: rows.test,
            generator: state.derived(by: UInt64(repeatIndex), UInt64(fold)))
    }

    /// What a function gives for each model's rows, fold after fold and repeat after repeat.
    ///
    /// The models are spread over the processor's cores; within one of them, kernels run on its thread alone.
    ///
    /// - Parameters:
    ///   - diagnoses: the data.
    ///   - progress: is called when a model is done, with how many are; by one thread at a time.
    ///   - body: is called once for each model, by several threads at the same time.
    /// - Throws: ``FileError`` as ``check(_:)``, and what the body throws for the first model for which it does.
    public func map<Outcome: Sendable>(
        _ diagnoses: Diagnoses, progress: @Sendable (_ done: Int) -> Void = { _ in },
        _ body: @Sendable (Split) throws -> Outcome
    ) throws -> [Outcome] {
        try check(diagnoses)
        let state = Mutex(Progress<Outcome>(count: models))
        parallel(models, grain: 1) { range in
            for index in range {
                // The models before the first failure are still fitted: which failure is the first must not depend on the threads.
                if state.withLock({ $0.failure.map { $0.index < index } ?? false }) { continue }
                let result = Result { try body(split(index, diagnoses.labels)) }
                state.withLock {
                    $0.add(result, at: index)
                    progress($0.done)
                }
            }
        }
        return try state.withLock { state in
            if let failure = state.failure { throw failure.error }
            return state.outcomes.compactMap(\.self)
        }
    }
}

/// What the models have come to so far.
private struct Progress<Outcome: Sendable> {
    var outcomes: [Outcome?]
    var done = 0
    /// The first model that failed, of those that are done.
    var failure: (index: Int, error: any Error)?

    init(count: Int) { outcomes = [Outcome?](repeating: nil, count: count) }

    mutating func add(_ result: Result<Outcome, any Error>, at index: Int) {
        done += 1
        switch result {
        case .success(let outcome): outcomes[index] = outcome
        case .failure(let error): if failure.map({ index < $0.index }) ?? true { failure = (index, error) }
        }
    }
}
