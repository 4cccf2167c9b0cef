@_exported import NN
@_exported import Tensor
import Synchronization

/// A function of tensors that builds no graph and plans its memory once: its first call for each shape is watched and made a list
/// of kernels, which later calls run.
///
/// ```swift
/// let predict = model.compiled()
/// let probabilities = predict(features)
/// ```
///
/// - Results are the function's own, to the bit: gradients are not recorded, layers behave as in evaluation.
/// - Parameters and buffers are read at each call. Other shapes and dtypes are captured when they come.
/// - Where the function reads a value that depends on its inputs (`item()`, `nonZero()`, ...), it is called as it is: see ``fallback``.
/// - The function depends on its inputs, parameters and buffers, and random numbers; what else it reads is as in the first call. The
///   second call is computed both ways, and a function that gives something else stays as it is; not so where it draws random
///   numbers or changes buffers, since twice would be once too often.
/// - Several tasks may call it at once.
public final class Compiled: Sendable {
    private let function: @Sendable ([Tensor]) -> [Tensor]
    private let programs = Mutex(Programs())

    /// - Parameter function: gives at least one tensor.
    public init(_ function: @escaping @Sendable ([Tensor]) -> [Tensor]) { self.function = function }

    /// Why the function is called as it is for some inputs; nil where it never is.
    public var fallback: String? { programs.withLock { $0.problem } }

    public func callAsFunction(_ input: Tensor) -> Tensor {
        result([input]) {
            $0.output(0)
        } from: {
            $0[0]
        }
    }

    public func callAsFunction(_ inputs: [Tensor]) -> [Tensor] {
        result(inputs) {
            $0.outputs
        } from: {
            $0
        }
    }

    /// - Parameter read: takes what is wanted from a run; `pick`, from the function's own outputs.
    private func result<R>(_ inputs: [Tensor], _ read: (Run) -> R, from pick: ([Tensor]) -> R) -> R {
        // Inside another capture it is a part of that one.
        if Capture.now != nil { return pick(call(inputs)) }
        var start = 0
        while let run = programs.withLock({ $0.take(inputs, from: start) }) {
            let isRun = run.execute(inputs)
            defer { programs.withLock { $0.giveBack(run) } }
            if isRun && (run.isProven || run.hasEffects) { return read(run) }
            if isRun { return pick(prove(run, inputs)) }
            start = run.number + 1
        }
        guard let entry = programs.withLock({ $0.begin(inputs) }) else { return pick(call(inputs)) }
        let (outputs, program) = Capture.run(inputs, call)
        programs.withLock { $0.finish(entry, program) }
        return pick(outputs)
    }

    private func call(_ inputs: [Tensor]) -> [Tensor] { evaluating { function(inputs) }.map { $0.detached() } }

    /// The function's outputs, and whether the run's are the same.
    private func prove(_ run: Run, _ inputs: [Tensor]) -> [Tensor] {
        let (outputs, expected) = (run.outputs, call(inputs))
        programs.withLock { $0.prove(run.number, outputs.isIdentical(to: expected)) }
        return expected
    }
}

extension Module where Input == Tensor, Output == Tensor {
    /// The model for predictions, as ``Compiled``.
    public func compiled() -> Compiled { Compiled { [self($0[0])] } }

    /// The model for predictions, captured for inputs like the example.
    public func compiled(for example: Tensor) -> Compiled {
        let compiled = compiled()
        _ = compiled(example)
        return compiled
    }
}
