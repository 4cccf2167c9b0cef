import Data
import Tensor

// What a run does where loops over batches begin, pause and end.
extension TrainingRun: LoopKeeper {
    @usableFromInline func begin(_ loop: any BatchLoop) {
        let index = loops.count
        loops.append(WeakLoop(loop: loop))
        if !isInEpoch || stop != nil || failure != nil { return }
        var isResumedLoop = false
        if let resumption, let positions = resumption.loops, index < positions.count {
            isResumedLoop = true
            resume(loop, at: positions[index], resumption)
            if index == positions.count - 1 { self.resumption?.finishLoops() }
        } else {
            let generator = loop.generator
            if let state = loaderGenerators.meet(generator, inLoop: index), resumption?.isOfParts(generator) == false {
                generator.state = state
            }
            loop.start()
        }
        if loop.position != nil && !loops.dropLast().contains(where: { $0.loop?.position != nil }) {
            lead(loop, from: counter.step - (isResumedLoop ? resumption?.run.stepInLoop ?? 0 : 0))
        }
    }

    private func resume(_ loop: any BatchLoop, at position: LoaderPosition?, _ resumption: Resumption<Row>) {
        var resumption = resumption
        if let position {
            let (steps, former) = (loop.expectedSteps, resumption.run.stepsOfLoop)
            if !resumption.hasRestoredParts, let steps, let former, steps != former {
                return fail(
                    RunError(
                        status.folder ?? "",
                        .loops("epoch \(epoch) has \(steps) batches, but had \(former) when the checkpoint was saved")))
            }
            if !resumption.hasRestoredParts {
                restoreParts(resumption)
                resumption.hasRestoredParts = true
            }
            do { try loop.start(at: position) } catch {
                fail(RunError(status.folder ?? "", .loops("epoch \(epoch), loop \(loops.count): \(error)")))
            }
        }
        if let state = loaderGenerators.meet(loop.generator, inLoop: loops.count - 1) { resumption.add(loop.generator, state) }
        // Starting a loop has drawn its order.
        resumption.restoreGenerators()
        self.resumption = resumption
    }

    @usableFromInline func end(_ loop: any BatchLoop) {
        guard loop.isLeader else {
            // In `zip`, the leader has given out a batch that nobody gets.
            for other in loops { if let leader = other.loop, leader.isLeader { leader.countsStepWhenLeft = false } }
            return
        }
        loop.isLeader = false
        // Of loops that run side by side, one that is longer counts on.
        if let next = loops.lazy.compactMap(\.loop).first(where: { $0.position != nil }) { lead(next, from: counter.step) }
    }

    private func lead(_ loop: any BatchLoop, from step: Int) {
        loop.isLeader = true
        status.stepsOfLoop = loop.expectedSteps
        stepBeforeLoop = step
    }

    @usableFromInline func pause(_ loop: any BatchLoop) -> Bool {
        if counter.attention.isWanted {
            counter.attention.clear()
            if failure == nil { checkInterruption() }
            reportUnwrittenCheckpoint()
            if failure == nil && stop == nil { notify(.tick) { $0.wantsTicks } }
        }
        if counter.step >= counter.nextStop && failure == nil && stop == nil {
            notify(.step) { callback in callback.stepInterval.map { counter.step.isMultiple(of: max($0, 1)) } ?? false }
        }
        setNextStop()
        if stop != nil && stoppedState == nil { attempt { stoppedState = try checkpoint.state() } }
        return stop == nil && failure == nil
    }
}
