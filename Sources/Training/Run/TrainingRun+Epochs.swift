extension TrainingRun {
    /// Ends the present epoch and begins the next one.
    func nextEpoch(through last: Int) -> Int? {
        if isFinished { trap("TrainingRun.epochs", "the run has been finished; begin another one to go on") }
        begin()
        endEpoch()
        if failure != nil || stop != nil { return nil }
        if resumption?.loops == nil {
            if epoch >= last { return nil }
            epoch += 1
            row = Row()
            stepBeforeLoop = counter.step
            stepBeforeEpoch = counter.step
        } else if epoch > last {
            return nil
        }
        isInEpoch = true
        loops = []
        return epoch
    }

    /// Tells the callbacks that the run begins, once.
    func begin() {
        if hasBegun { return }
        hasBegun = true
        if let resumption { restoreParts(resumption) }
        counter.attention.start()
        status.lastCheckpoint = .now
        notify(.began)
        setNextStop()
    }

    /// Completes the record of the present epoch.
    func endEpoch() {
        if !isInEpoch { return }
        isInEpoch = false
        let hadLoops = !loops.isEmpty
        loops = []
        if let stoppedState {
            // What came after the loops that were stopped will come when they have been resumed and finished.
            attempt { try checkpoint.load(stoppedState) }
            return
        }
        if failure != nil { return }
        if resumption?.loops != nil {
            let reason = "epoch \(epoch) has fewer loops over batches than when the checkpoint was saved"
            return fail(RunError(status.folder ?? "", .loops(reason)))
        }
        if counter.step == stepBeforeEpoch && !hasSaidNoSteps {
            hasSaidNoSteps = true
            let reason =
                hadLoops
                ? "the loader is empty" : "no loop ran over epoch.batches(loader), so that none can be counted or resumed"
            say("epoch \(epoch) made no steps: \(reason)")
        }
        records.append(EpochRecord(epoch: epoch, step: counter.step, row: row))
        notify(.epoch)
        checkInterruption()
        reportUnwrittenCheckpoint()
    }

    /// Calls all callbacks, or some, and does what they decide.
    func notify(_ kind: TrainingEvent<Row>.Kind, to isCalled: (AnyCallback<Row>) -> Bool = { _ in true }) {
        status.stepInLoop = stepInLoop
        let event = TrainingEvent(kind: kind, epoch: epoch, step: counter.step, row: row, run: status)
        var (mustSave, reason) = (false, nil as String?)
        for callback in callbacks where isCalled(callback) {
            do {
                switch try callback.call(event) {
                case .proceed: break
                case .keepBest: keepBest()
                case .save: mustSave = true
                case .stop(let text): reason = reason ?? text
                }
            } catch {
                return fail(error)
            }
        }
        if kind == .finished { return }
        if let reason {
            end(.callback(reason))
        } else if mustSave && kind != .began {
            save()
        }
    }

    private func keepBest() {
        attempt {
            for part in checkpoint.parts where part.isModel { best[part.name] = try part.part.checkpointState() }
        }
        status.bestEpoch = epoch
    }

    /// Ends the loops, with the state saved as it is now.
    func end(_ reason: StopReason) {
        stop = reason
        status.stop = reason
        if position != saved { save() }
    }

    /// The steps that the epoch's counting loop has made.
    var stepInLoop: Int { counter.step - stepBeforeLoop }

    /// Looks whether a signal arrived or the task was cancelled.
    func checkInterruption() {
        if stop != nil || failure != nil { return }
        if let signal = signals.signal {
            end(.signal(signal))
        } else if let requestedStop {
            end(.callback(requestedStop))
        } else if Task.isCancelled {
            end(.cancelled)
        }
    }

    /// Ends the loops without saving.
    func fail(_ error: any Error) {
        if failure == nil { failure = error }
        counter.attention.want()
    }

    func attempt(_ body: () throws -> Void) {
        do { try body() } catch { fail(error) }
    }

    /// The step at which a callback is called next.
    func setNextStop() {
        counter.nextStop = callbacks.reduce(.max) { next, callback in
            guard let interval = callback.stepInterval else { return next }
            return min(next, (counter.step / max(interval, 1) + 1) * max(interval, 1))
        }
    }
}
