import Kindling

/// Tensors of numbers that are given.
let creation: [String: Function] = [
    "arange": { c in try [arange(c)] },
    "eye": { c in try [.eye(c.int(0, "n"), c.optionalInt(1, "m"), dtype: c.created() ?? .default, device: c.device)] },
    "fill": { c in try [.where(.ones(like: c.tensor(), dtype: .bool), c.operand(1, "value"), c.tensor())] },
    "full": { c in try [.full(c.shape(0), c.number(1, "fill_value"), dtype: c.created(), device: c.device)] },
    "full_like": { c in try [.full(like: c.tensor(), c.number(1, "fill_value"), dtype: c.created())] },
    "linspace": { c in
        try [
            .linspace(
                c.value(0, "start"), c.value(1, "end"), count: c.int(2, "steps"), dtype: c.created() ?? .default,
                device: c.device)
        ]
    },
    "logspace": { c in
        let (start, end, base) = (try c.value(0, "start"), try c.value(1, "end"), try c.real(3, "base", or: 10))
        return try [
            .logspace(start, end, count: c.int(2, "steps"), base: base, dtype: c.created() ?? .default, device: c.device)
        ]
    },
    "new_full": { c in try [.full(c.shape(1), c.number(2, "fill_value"), dtype: c.created(like: c.tensor()), device: c.device)]
    },
    "new_ones": { c in try [.ones(c.shape(1), dtype: c.created(like: c.tensor()), device: c.device)] },
    "new_zeros": { c in try [.zeros(c.shape(1), dtype: c.created(like: c.tensor()), device: c.device)] },
    "ones": { c in try [.ones(c.shape(0), dtype: c.created() ?? .default, device: c.device)] },
    "ones_like": { c in try [.ones(like: c.tensor(), dtype: c.created())] },
    "zeros": { c in try [.zeros(c.shape(0), dtype: c.created() ?? .default, device: c.device)] },
    "zeros_like": { c in try [.zeros(like: c.tensor(), dtype: c.created())] },
]

extension Call {
    /// The dtype of a new tensor. Where and how it is stored makes no difference here.
    fileprivate func created() throws -> DType? {
        ignore("device", "layout", "memory_format", "pin_memory", "requires_grad")
        return try dtype()
    }

    fileprivate var device: Device { get throws { try TestedDevice.current.get() } }

    fileprivate func created(like other: Tensor) throws -> DType { try created() ?? other.dtype }

    /// A number, which may be given as a tensor of one element.
    fileprivate func value(_ position: Int, _ name: String) throws -> Double {
        if case .tensor(let tensor)? = self[position, name] { return tensor.item() }
        return try real(position, name)
    }
}

/// (end), (start, end) or (start, end, step).
private func arange(_ c: Call) throws -> Tensor {
    let first = try c.number(0, "start")
    let end = try c.optionalNumber(1, "end")
    let bounds = (end.map { _ in first } ?? Number(scalar: .integer(0)), end ?? first)
    return try .arange(bounds.0, bounds.1, step: try c.number(2, "step", or: 1), dtype: try c.created(), device: try c.device)
}
