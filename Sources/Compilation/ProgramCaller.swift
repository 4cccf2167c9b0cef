import Autograd
import Tensor

/// A function that runs as programs: the one way in which compiled functions and training steps find a program, execute it, prove it and
/// give it back. It knows of no device: programs are made by the backend of the tensors.
protocol ProgramCaller: AnyObject {
    /// What the function gives.
    associatedtype Outcome

    /// The programs so far, for one task at a time.
    func withPrograms<R>(_ body: (inout ProgramCache) -> R) -> R

    /// The function itself.
    func compute(_ inputs: [Tensor]) -> Outcome

    /// The tensors that programs give.
    func tensors(of outcome: Outcome) -> [Tensor]

    /// Called when the function was traced for a program of this number.
    func noteTrace(_ number: Int, _ outcome: Outcome)
}

extension ProgramCaller {
    func noteTrace(_ number: Int, _ outcome: Outcome) {}

    /// Why the function runs eagerly for some inputs; nil where it never does.
    var problem: String? { withPrograms { $0.problem } }

    /// The function of some inputs, by a program or, where there is none, by itself.
    ///
    /// - Parameters:
    ///   - read: takes what is wanted from an execution.
    ///   - pick: takes it from what the function gave.
    @inline(__always)
    func call<R>(_ inputs: [Tensor], _ read: (Execution) -> R, from pick: (Outcome) -> R) -> R {
        // Inside another trace it is a part of that one.
        if GraphTracer.isActive { return pick(compute(inputs)) }
        do throws(InputError) {
            if let result = try execute(inputs, read, from: pick) { return result }
        } catch { trap(error) }
        return trace(inputs, from: pick)
    }

    /// The function by a program; nil where none fits.
    ///
    /// - Parameter start: programs before it proved not to fit.
    /// - Throws: what a check of values found.
    @inline(__always)
    func execute<R>(
        _ inputs: [Tensor], startingAt start: Int = 0, _ read: (Execution) -> R, from pick: (Outcome) -> R
    ) throws(InputError) -> R? {
        var start = start
        while let execution = withPrograms({ $0.lend(for: inputs, startingAt: start) }) {
            let isComplete = execution.execute(inputs)
            defer { withPrograms { $0.reclaim(execution) } }
            if isComplete { return execution.isTrusted ? read(execution) : pick(prove(execution, inputs)) }
            if let problem = execution.problem { throw problem }
            start = execution.number + 1
        }
        return nil
    }

    /// Traces the function, if the inputs are worth a program.
    @inline(never)
    private func trace<R>(_ inputs: [Tensor], from pick: (Outcome) -> R) -> R {
        guard let number = withPrograms({ $0.reserve(for: inputs) }) else { return pick(compute(inputs)) }
        let (outcome, program) = Program.tracing(inputs, compute, outputs: tensors)
        withPrograms { $0.set(program, at: number) }
        noteTrace(number, outcome)
        return pick(outcome)
    }

    /// What the function gives by what the execution found in parameters and buffers; the execution is held against it.
    @inline(never)
    private func prove(_ execution: Execution, _ inputs: [Tensor]) -> Outcome {
        let outputs = execution.outputs
        let outcome = execution.contents.reading { compute(inputs) }
        execution.releaseVariables()
        let isRight = outputs.isIdentical(to: tensors(of: outcome))
        withPrograms { $0.prove(execution, isRight) }
        return outcome
    }
}
