extension TrainingRun {
    /// Which weights models have after a run.
    public enum Weights: Sendable {
        /// Those that a callback called the best, such as ``EarlyStopping``; the last ones where none did.
        case best
        /// The last ones.
        case last
    }

    /// Ends the run: waits until everything is written, and puts the best weights into the models.
    ///
    /// Call it after the loops, however they ended. The folder is then free for another run. A run that is started again
    /// in the same folder after that stays at its end, and goes on where a later last epoch or more patience allows it.
    ///
    /// An epoch that was left by `break` counts as finished. Without this call, what was not saved yet is lost, and failures are not told,
    /// unless the run is deinitialized, which a global one never is.
    ///
    /// - Returns: the history, and why the run stopped.
    /// - Throws: what a callback threw, what was wrong with a loader's position, or why the last checkpoint could not be written.
    @discardableResult
    public func finish(with weights: Weights = .best) throws -> TrainingResult<Row> {
        begin()
        endEpoch()
        if isFinished { trap("TrainingRun.finish", "the run has been finished already") }
        isFinished = true
        // A run that was stopped within an epoch has been saved there.
        if failure == nil && !isStoppedInEpoch && position != saved { save() }
        counter.attention.stop()
        attempt { try writer?.finish() }
        signals.stop()
        if weights == .best && failure == nil {
            attempt {
                for part in checkpoint.parts {
                    if let state = best[part.name] { try part.part.prepareToLoad(state)() }
                }
            }
        }
        notify(.finished)
        folder?.unlock()
        let history = self.history
        if let failure { throw failure }
        if case .signal(let signal) = stop {
            let place = isStoppedInEpoch ? "in epoch \(epoch), after step \(counter.step)" : "after epoch \(epoch)"
            let rest = status.folder.map { "; the state is in \($0): start it again to go on" } ?? ""
            status.say("\(StopReason.signal(signal)) \(place)\(rest)")
        }
        let hasBest = weights == .best && status.bestEpoch != nil
        return TrainingResult(
            history: history, steps: counter.step, epoch: hasBest ? status.bestEpoch ?? 0 : finishedEpochs, stop: stop)
    }

    private var isStoppedInEpoch: Bool { stoppedState != nil }
}
