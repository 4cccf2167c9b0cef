import CKernels

extension KindlingStep {
    /// A step that is no more than the gradient by its rate.
    init(_ learningRate: Double, weightDecay: Double = 0, maximize: Bool = false) {
        self.init()
        step_size = learningRate
        weight_decay = weightDecay
        shrink = 1
        self.maximize = maximize
    }
}

extension Tensor {
    /// A step in one pass over memory, where a kernel can make it: of a float32 parameter on the CPU.
    ///
    /// - Parameter a: what the first of the tensors that the rule remembers is called, and so on; they start from zeros.
    /// - Returns: whether it was made.
    mutating func sweep(
        _ rule: KindlingRule, _ step: KindlingStep, _ gradient: Tensor, _ state: inout Slots, a: String? = nil,
        b: String? = nil, c: String? = nil
    ) -> Bool {
        if dtype != .float32 || gradient.dtype != .float32 || device != .cpu || gradient.device != .cpu { return false }
        if !gradient.isContiguous { return sweep(rule, step, gradient.contiguous(), &state, a: a, b: b, c: c) }
        let (x, y, z) = (state.floats(a, like: self), state.floats(b, like: self), state.floats(c, like: self))
        let source = forOverwriting()
        let (to, g) = (floats, gradient.floats)
        let from = source?.floats ?? to
        var step = step
        withUnsafePointer(to: &step) { step in
            parallel(elements: count, grain: 1 << 14) { part in
                let i = part.lowerBound
                kindling_step_f32(
                    Int32(rule.rawValue), step, from + i, to + i, g + i, x.map { $0 + i }, y.map { $0 + i }, z.map { $0 + i },
                    part.count)
            }
        }
        withExtendedLifetime(source) {}
        return true
    }
}
