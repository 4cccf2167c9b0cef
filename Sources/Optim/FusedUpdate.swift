/// Some neighbouring elements of a parameter, of its gradient and of what a rule remembers, to be updated in one pass over memory; see
/// ``OptimizerState/fusedUpdate(_:with:_:_:_:_:)``.
public struct FusedUpdate {
    /// How many elements there are.
    public let count: Int
    /// The parameter's elements, to be replaced by the new ones.
    public let parameter: UnsafeMutablePointer<Float>
    /// The gradient's elements.
    public let gradient: UnsafePointer<Float>
    private let states: States

    fileprivate typealias States = (UnsafeMutablePointer<Float>?, UnsafeMutablePointer<Float>?, UnsafeMutablePointer<Float>?)

    fileprivate init(
        _ range: Range<Int>, _ parameter: UnsafeMutablePointer<Float>, _ gradient: UnsafePointer<Float>, _ states: States
    ) {
        let start = range.lowerBound
        count = range.count
        self.parameter = parameter + start
        self.gradient = gradient + start
        self.states = (states.0.map { $0 + start }, states.1.map { $0 + start }, states.2.map { $0 + start })
    }

    /// The elements of the state tensor that was named first (0), second or third, to be replaced by the new ones.
    ///
    /// - Precondition: that many were named.
    public func state(_ index: Int) -> UnsafeMutablePointer<Float> {
        let state = index == 0 ? states.0 : index == 1 ? states.1 : index == 2 ? states.2 : nil
        guard let state else { trap("fusedUpdate", "there is no state tensor \(index): none was named") }
        return state
    }
}

extension OptimizerState {
    /// Updates a parameter and its state in one pass over memory, where they allow it: float32 tensors on the CPU.
    ///
    /// All rules of this module go this way. A rule tries it first, and falls back on tensor operations for other dtypes and devices:
    ///
    /// ```swift
    /// func update(_ parameter: inout Tensor, with gradient: Tensor, state: inout OptimizerState, learningRate: Double) {
    ///     let (beta, rate) = (Float(beta), Float(learningRate))
    ///     let isDone = state.fusedUpdate(&parameter, with: gradient, "velocity") { chunk in
    ///         let (w, g, v) = (chunk.parameter, chunk.gradient, chunk.state(0))
    ///         for i in 0..<chunk.count {
    ///             v[i] = beta * v[i] + g[i]
    ///             w[i] -= rate * v[i]
    ///         }
    ///     }
    ///     if isDone { return }
    ///     ...
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - parameter: is updated in its own memory where nobody else refers to that, else in new memory.
    ///   - gradient: a tensor of the parameter's shape.
    ///   - first: the name of a tensor that the rule remembers; it starts as zeros of the parameter's shape.
    ///   - second: the name of another one.
    ///   - third: the name of another one.
    ///   - body: is called for one chunk of elements after another, on several threads at once where there are many. It must do to each
    ///     element what does not depend on the others: how many come in a chunk is not promised. So results do not depend on the number of
    ///     threads.
    /// - Returns: false where nothing was done, since a tensor is not float32 or not on the CPU.
    /// - Precondition: the gradient has as many elements as the parameter, and the state has its shape.
    public mutating func fusedUpdate(
        _ parameter: inout Tensor, with gradient: Tensor, _ first: String? = nil, _ second: String? = nil,
        _ third: String? = nil,
        _ body: @Sendable (FusedUpdate) -> Void
    ) -> Bool {
        if parameter.dtype != .float32 || gradient.dtype != .float32 || parameter.device != .cpu || gradient.device != .cpu {
            return false
        }
        if !gradient.isContiguous {
            return fusedUpdate(&parameter, with: gradient.contiguous(), first, second, third, body)
        }
        let count = parameter.count
        if gradient.count != count {
            trap("fusedUpdate", "the parameter's shape is \(parameter.shape), the gradient's \(gradient.shape)")
        }
        let states = (
            uniqueFloats(first, like: parameter), uniqueFloats(second, like: parameter), uniqueFloats(third, like: parameter)
        )
        gradient.readingFloats { gradient in
            parameter.replacingFloats { old, new in
                parallel(elements: count, grain: 1 << 14) { range in
                    if UnsafePointer(new) == old { return body(FusedUpdate(range, new, gradient, states)) }
                    // The old elements are copied just before they are needed, as many as the first cache holds.
                    var start = range.lowerBound
                    while start < range.upperBound {
                        let end = min(start + 4096, range.upperBound)
                        (new + start).update(from: old + start, count: end - start)
                        body(FusedUpdate(start..<end, new, gradient, states))
                        start = end
                    }
                }
            }
        }
        return true
    }
}
