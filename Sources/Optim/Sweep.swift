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
        let gradient = gradient.contiguous()
        let (x, y, z) = (state.floats(a, like: self), state.floats(b, like: self), state.floats(c, like: self))
        let source = forOverwriting()
        let (from, to, g) = ((source ?? self).floats, floats, gradient.floats)
        var step = step
        withUnsafePointer(to: &step) { step in
            parallel(elements: count, grain: 1 << 14) { part in
                let i = part.lowerBound
                kindling_step_f32(
                    Int32(rule.rawValue), step, from + i, to + i, g + i, x.map { $0 + i }, y.map { $0 + i }, z.map { $0 + i },
                    part.count)
            }
        }
        // One by one, since a tuple would be a copy.
        withExtendedLifetime(gradient) {}
        withExtendedLifetime(source) {}
        return true
    }
}
