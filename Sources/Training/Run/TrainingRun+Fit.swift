import Data
import Tensor

extension TrainingRun {
    /// The loops that most trainings have: a step for each batch, its loss into a column, and what an epoch ends with.
    ///
    /// ```swift
    /// let step = TrainingStep(optimizer) { x, y in mseLoss(model(x), y) }
    /// let result = try run.fit(through: 200, loader, loss: \.loss, step: { step($0, $1) }) { row in
    ///     row.validationLoss = evaluating { mseLoss(model(validation.x), validation.y).item() }
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - last: the number of the last epoch.
    ///   - loader: the batches of an epoch.
    ///   - loss: the column that gets the losses.
    ///   - weights: which weights models have afterwards.
    ///   - step: makes a step of training with a batch, and gives its loss.
    ///   - epochEnd: is called at the end of each epoch, to complete its row; a schedule steps here.
    /// - Returns: the history, and why the run stopped.
    /// - Throws: as ``finish(with:)``.
    @discardableResult
    public func fit<Loader: ResumableLoader>(
        through last: Int, _ loader: Loader, loss: WritableKeyPath<Row, Mean>, with weights: Weights = .best,
        step: (Loader.Element) throws -> Tensor, epochEnd: (inout Row) throws -> Void = { _ in }
    ) throws -> TrainingResult<Row> {
        for epoch in epochs(through: last) {
            for batch in epoch.batches(loader) { row[keyPath: loss].add(try step(batch)) }
            if stop == nil && failure == nil { try epochEnd(&row) }
        }
        return try finish(with: weights)
    }
}
