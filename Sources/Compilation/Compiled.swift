@_exported import NN
@_exported import Tensor
import Synchronization

/// A function of tensors whose first call for each shape is traced into a ``/Tensor/Graph``, of which the device's backend makes a program with its
/// memory planned; later calls execute that.
///
/// ```swift
/// let predict = model.compiled()
/// let probabilities = predict(features)
/// ```
///
/// - Results are the function's own, to the bit: gradients are not recorded, layers behave as in evaluation.
/// - Parameters and buffers are read at each call, each of them whole. Who writes to several of them meanwhile, as an optimizer's step
///   and `load` do, can be seen half-way between two: where that matters, calls read a ``snapshot``.
/// - Other shapes, dtypes and devices are traced when they come.
/// - Where the function reads a value that depends on its inputs (`item()`, `nonZero()`, ...), or the device's backend compiles nothing, it
///   runs eagerly: see ``fallback``.
/// - The function depends on its inputs, parameters and buffers, and random numbers; what else it reads is as in the first call. The
///   second call is computed both ways, with one reading of parameters and buffers, and a function that gives something else runs eagerly;
///   not so where it draws random numbers or changes buffers, since twice would be once too often.
/// - Several tasks may call it at once.
///
/// A call traps on inputs that the function does not take. Inputs from outside are passed to ``checked(_:)-(Tensor)``, which throws.
public final class Compiled: Sendable {
    private let function: @Sendable ([Tensor]) -> [Tensor]
    private let programs = Mutex(ProgramCache())
    /// What inputs a checked call takes; nil: those that there are programs for.
    private let specification: InputSpecification?

    /// A function that is traced when it is called.
    ///
    /// - Parameter function: gives at least one tensor.
    public init(_ function: @escaping @Sendable ([Tensor]) -> [Tensor]) {
        self.function = function
        specification = nil
    }

    /// A function that is traced at once, for inputs like the examples, which are all that ``checked(_:)-([Tensor])`` takes.
    ///
    /// Where there are dynamic dims, the function is also run with the smallest and with the largest sizes, so that a size that it does not
    /// take ends the program here and not at a request. The sizes between are the author's word.
    ///
    /// - Parameters:
    ///   - examples: inputs that the function takes, such as zeros. What is traced later is traced with them, too, repeated to its size.
    ///   - dynamicDims: for each input, the dims whose sizes may differ from the example's.
    ///   - function: gives at least one tensor.
    public init(
        for examples: [Tensor], dynamicDims: [[Int: DynamicDim]] = [], _ function: @escaping @Sendable ([Tensor]) -> [Tensor]
    ) {
        self.function = function
        let specification = InputSpecification(examples, dynamicDims)
        self.specification = specification
        _ = self(examples)
        if !specification.isDynamic { return }
        for inputs in [specification.examples(\.sizes.lowerBound), specification.examples(\.sizes.upperBound)] {
            _ = Program.tracing(inputs, isDryRun: true, compute, outputs: tensors)
        }
    }

    /// Why the function runs eagerly for some inputs; nil where it never does.
    public var fallback: String? { problem }

    /// What calls read instead of parameters and buffers; nil, as in the beginning: those themselves.
    ///
    /// A call reads one snapshot from its beginning to its end. The next one may be set at any time, from any task. In the braces of
    /// ``/NN/ModelSnapshot/reading(_:)``, calls read that one.
    public var snapshot: ModelSnapshot? {
        get { programs.withLock { $0.snapshot.map(ModelSnapshot.init(contents:)) } }
        set { programs.withLock { $0.snapshot = newValue?.contents } }
    }

    /// The function's first output for an input.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        call([input]) {
            $0.output(0)
        } from: {
            $0[0]
        }
    }

    /// The function's outputs for its inputs.
    public func callAsFunction(_ inputs: [Tensor]) -> [Tensor] {
        call(inputs) {
            $0.outputs
        } from: {
            $0
        }
    }

    /// The function of an input from outside, which may be anything.
    ///
    /// ```swift
    /// let predict = model.compiled(for: .zeros([1, 30]), dynamicDims: [0: DynamicDim("batch", 1...1024)])
    /// let probabilities = try predict.checked(Tensor(checking: request.rows))
    /// ```
    ///
    /// - Throws: ``/Tensor/InputError`` where the number of dims, a size or the dtype is not the example's, where a check of values fails that the
    ///   function makes (token ids, class labels and other indices within their range, probabilities), and always where the function
    ///   cannot be compiled, which ``fallback`` tells after the example.
    public func checked(_ input: Tensor) throws(InputError) -> Tensor {
        try checkedResult([input]) {
            $0.output(0)
        } from: {
            $0[0]
        }
    }

    /// The function of several inputs from outside; see ``checked(_:)-(Tensor)``.
    public func checked(_ inputs: [Tensor]) throws(InputError) -> [Tensor] {
        try checkedResult(inputs) {
            $0.outputs
        } from: {
            $0
        }
    }

    /// As ``call(_:_:from:)``, but no value of the inputs is seen by the function before the checks of a program have let it pass.
    private func checkedResult<R>(
        _ inputs: [Tensor], _ read: (Execution) -> R, from pick: ([Tensor]) -> R
    ) throws(InputError) -> R {
        if let result = try execute(inputs, read, from: pick) { return result }
        let number = try trace(like: inputs)
        if let result = try execute(inputs, startingAt: number, read, from: pick) { return result }
        throw InputError(.unchecked, "compiled", "the function differs from call to call")
    }

    /// Traces the function for inputs that no program fits.
    ///
    /// - Returns: the program's number.
    private func trace(like inputs: [Tensor]) throws(InputError) -> Int {
        guard let specification else { throw unknown(inputs) }
        try specification.check(inputs)
        if let refutation = programs.withLock({ $0.refutation }) { throw InputError(.unchecked, "compiled", refutation) }
        let (_, program) = Program.tracing(specification.examples(like: inputs), isDryRun: true, compute, outputs: tensors)
        switch program {
        case .success(let program): return programs.withLock { $0.add(program, for: inputs) }
        case .failure(let reason): throw InputError(.unchecked, "compiled", "the function cannot be compiled: it \(reason)")
        }
    }

    /// What is wrong with inputs where nothing is known but what was traced.
    private func unknown(_ inputs: [Tensor]) -> InputError {
        let (kinds, problem) = programs.withLock { ($0.kinds, $0.problem) }
        if kinds.isEmpty {
            return InputError(.unchecked, "compiled", problem ?? "no example was traced before the first input")
        }
        let known = kinds.map { $0.map(\.description).joined(separator: ", ") }.joined(separator: " or ")
        let given = inputs.map { InputKind($0).description }.joined(separator: ", ")
        let isDType = kinds.contains { $0.map(\.shape) == inputs.map(\.shape) }
        return InputError(isDType ? .dtype : .shape, "compiled", "the input is \(given), expected \(known)")
    }
}

extension Compiled: ProgramCaller {
    func withPrograms<R>(_ body: (inout ProgramCache) -> R) -> R { programs.withLock { body(&$0) } }

    /// The function, which reads the snapshot that is set, where the task reads none of its own.
    func compute(_ inputs: [Tensor]) -> [Tensor] {
        guard VariableSnapshot.now == nil, let snapshot = programs.withLock({ $0.snapshot }) else { return evaluated(inputs) }
        return snapshot.reading { evaluated(inputs) }
    }

    private func evaluated(_ inputs: [Tensor]) -> [Tensor] { evaluating { function(inputs) }.map { $0.detached() } }

    func tensors(of outputs: [Tensor]) -> [Tensor] { outputs }
}

extension Module where Input == Tensor, Output == Tensor {
    /// The model for predictions, as ``Compiled``.
    public func compiled() -> Compiled { Compiled { [self($0[0])] } }

    /// The model for predictions, traced for inputs like the example.
    ///
    /// - Parameter dynamicDims: the dims whose sizes may differ from the example's in ``Compiled/checked(_:)-(Tensor)``; see
    ///   ``Compiled/init(for:dynamicDims:_:)``.
    public func compiled(for example: Tensor, dynamicDims: [Int: DynamicDim] = [:]) -> Compiled {
        Compiled(for: [example], dynamicDims: [dynamicDims]) { [self($0[0])] }
    }
}
