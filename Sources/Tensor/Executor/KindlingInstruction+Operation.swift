import CKernels

/// Primitives as steps of `kindling_replay`. Those that have none are computed by the backend.
extension KindlingInstruction {
    /// Nil where there is no such step for these operands. The result lies without gaps.
    init?(_ node: Graph.Node) {
        let (operation, operands, result) = (node.operation, node.operands, node.result)
        self.init()
        type = operands[0].dtype.code
        count = result.count
        self.result = KindlingLocation(buffer: Int32(result.id), step: Int32(result.dtype.size), offset: 0)
        z.buffer = -1
        if operands.contains(where: { $0.dtype.isHalf }) || result.dtype.isHalf { return nil }
        let isSet =
            switch operation {
            case .matmul: setProduct(operands[0], operands[1])
            case .linear: setLinear(operands[0], operands[1], operands.count > 2 ? operands[2] : nil)
            case .linearWeightGradient: setLinearWeightGradient(operands[0], operands[1])
            case .reduce(let reduction, let axes, _): setReduction(reduction, axes, operands[0])
            case .loss(let loss, let reduction) where reduction != .none: setLoss(loss, reduction, operands)
            // No list of all primitives: what is no step here, a new primitive too, is computed by the backend.
            default: setPointwise(operation) && locate(operands)
            }
        // The condition's dtype says nothing of what is chosen from.
        if case .select = operation { type = result.dtype.code }
        if !isSet { return nil }
    }

    /// Whether it passes elements through, one by one.
    var isPointwise: Bool { kind.rawValue < KS_MATMUL.rawValue }

    var isProduct: Bool { kind == KS_MATMUL }

    private mutating func set(_ kind: KindlingInstructionKind) { self.kind = kind }

    /// With the operation's number in the list that belongs to the kind.
    private mutating func set<Code: RawRepresentable<UInt8>>(_ kind: KindlingInstructionKind, _ code: Code) {
        (self.kind, op) = (kind, code.rawValue)
    }

    /// Says where the operands lie; false where one has gaps.
    private mutating func locate(_ operands: [Graph.Value]) -> Bool {
        for (index, operand) in operands.enumerated() {
            // A single element, such as the cotangent of a reduced loss, is repeated for all.
            guard let step = operand.layout.count == 1 && count > 1 ? 0 : operand.layout.step else { return false }
            let location = KindlingLocation(
                buffer: Int32(operand.storage), step: Int32(step * operand.dtype.size), offset: operand.offset)
            switch index {
            case 0: x = location
            case 1: y = location
            default: z = location
            }
        }
        return true
    }

    private mutating func setPointwise(_ operation: Operation) -> Bool {
        switch operation {
        case .unary(let unary): set(KS_UNARY, unary.kernel)
        case .binary(let binary): set(KS_BINARY, binary.kernel)
        case .compare(let comparison): set(KS_COMPARE, comparison.kernel)
        case .clamp: set(KS_CLAMP)
        case .cast(let dtype): set(KS_CAST, dtype.code)
        case .select: set(KS_SELECT)
        case .activation(let activation):
            set(KS_ACTIVATION, activation.kernel.code)
            numbers = activation.kernel.parameters
        case .activationGradient(let activation):
            set(KS_ACTIVATION_GRADIENT, activation.kernel.code)
            numbers = activation.kernel.parameters
        case .lossGradient(let loss, let reduction) where reduction != .none:
            set(KS_LOSS_GRADIENT, loss.kernel)
            numbers.0 = reduction == .mean ? Double(count) : 1
        // As above: only these have steps.
        default: return false
        }
        return true
    }

    private mutating func setProduct(_ a: Graph.Value, _ b: Graph.Value) -> Bool {
        if a.layout.shape.count != 2 { return false }
        return setProduct(
            a, b, a.layout.shape[0], b.layout.shape[1], a.layout.shape[1], rows: (a.layout.strides[0], b.layout.strides[0]),
            columns: (a.layout.strides[1], b.layout.strides[1]))
    }

    private mutating func setLinear(_ input: Graph.Value, _ weight: Graph.Value, _ bias: Graph.Value?) -> Bool {
        let (n, k) = (weight.layout.shape[0], weight.layout.shape[1])
        if !input.layout.isContiguous { return false }
        if let bias {
            z = bias.location
            sizes.7 = bias.layout.strides[0]
        }
        return setProduct(
            input, weight, count / max(n, 1), n, k, rows: (k, weight.layout.strides[1]), columns: (1, weight.layout.strides[0]))
    }

    private mutating func setLinearWeightGradient(_ cotangent: Graph.Value, _ input: Graph.Value) -> Bool {
        let (dy, x) = (cotangent.layout, input.layout)
        if dy.shape.count != 2 { return false }
        return setProduct(
            cotangent, input, dy.shape[1], x.shape[1], dy.shape[0], rows: (dy.strides[1], x.strides[0]),
            columns: (dy.strides[0], x.strides[1]))
    }

    private mutating func setProduct(
        _ a: Graph.Value, _ b: Graph.Value, _ m: Int, _ n: Int, _ k: Int, rows: (Int, Int), columns: (Int, Int)
    ) -> Bool {
        if !isFloat { return false }
        set(KS_MATMUL)
        (x, y) = (a.location, b.location)
        (sizes.0, sizes.1, sizes.2) = (m, n, k)
        (sizes.3, sizes.4, sizes.5, sizes.6) = (rows.0, columns.0, rows.1, columns.1)
        return true
    }

    /// Of few elements: more are reduced by several threads.
    private mutating func setReduction(_ reduction: Reduction, _ axes: Axes, _ operand: Graph.Value) -> Bool {
        let elements = operand.layout.count
        guard isFloat, operand.layout.isContiguous, 1...Int(KINDLING_REDUCED_AT_ONCE) ~= elements,
            let block = ReductionSizes(operand.layout.shape, axes)
        else { return false }
        let (start, code, _) = reduction.kernel(-Double.infinity, .infinity)
        set(KS_REDUCE, code)
        x = operand.location
        numbers.0 = start
        finish = reduction.finish(elements, to: count)
        (sizes.0, sizes.1, sizes.2) = (block.outer, block.rows, block.columns)
        return true
    }

    private mutating func setLoss(_ loss: Loss, _ reduction: LossReduction, _ operands: [Graph.Value]) -> Bool {
        if !isFloat || !operands.allSatisfy(\.layout.isContiguous) || operands[0].layout.count > Int(KINDLING_LOSS_GRAIN) {
            return false
        }
        set(KS_LOSS, loss.kernel)
        (x, y) = (operands[0].location, operands[1].location)
        count = operands[0].layout.count
        numbers.0 = reduction == .mean ? Double(count) : 1
        return true
    }

    private var isFloat: Bool { type == KD_FLOAT32 || type == KD_FLOAT64 }

    /// Of a binary cross-entropy: what is wrong where an operand is outside [0, 1].
    func probabilityProblem(_ buffers: UnsafePointer<UnsafeMutableRawPointer>) -> InputError? {
        func find<T: BinaryFloatingPoint>(_ type: T.Type) -> InputError? {
            func elements(_ location: KindlingLocation) -> UnsafePointer<T> {
                UnsafePointer((buffers[Int(location.buffer)] + location.offset).assumingMemoryBound(to: T.self))
            }
            return InputError(predictions: elements(x), targets: elements(y), count)
        }
        return type == KD_FLOAT64 ? find(Double.self) : find(Float.self)
    }
}

extension Graph.Value {
    fileprivate var location: KindlingLocation {
        KindlingLocation(buffer: Int32(storage), step: Int32(dtype.size), offset: offset)
    }
}
