/// The keys that each query of a ``MultiheadAttention`` must not attend to, in the form of torch's masks: bools are true for
/// those keys; numbers are added to the scores.
struct AttentionMask {
    /// Each broadcasts to `[batch, heads, length, keys]`.
    private var masks: [Tensor] = []

    /// - Parameters:
    ///   - padding: `[batch, keys]`
    ///   - mask: `[length, keys]`, or `[batch · heads, length, keys]`
    ///   - shape: `[batch, heads, length, keys]`
    init(padding: Tensor?, mask: Tensor?, isCausal: Bool, shape: Shape, device: Device) {
        let (batch, heads, length, keys) = (shape[0], shape[1], shape[2], shape[3])
        if let padding {
            if padding.shape != [batch, keys] { refuse(padding, "padding mask", "[\(batch), \(keys)]") }
            masks.append(padding.reshape([batch, 1, 1, keys]))
        }
        if let mask {
            if mask.shape == [length, keys] {
                masks.append(mask)
            } else if mask.shape == [batch * heads, length, keys] {
                masks.append(mask.reshape(shape))
            } else {
                refuse(mask, "mask", "[\(length), \(keys)] or [\(batch * heads), \(length), \(keys)]")
            }
        }
        if isCausal { masks.append((Tensor.arange(keys) .> Tensor.arange(length).unsqueeze(1)).onDevice(device)) }
        for mask in masks where mask.dtype != .bool && !mask.dtype.isFloatingPoint {
            trap("MultiheadAttention", "a mask must be bool or floating-point, got \(mask.dtype)")
        }
    }

    /// The masks combined, in the form of `scaledDotProductAttention`: bools are true where a query may attend, numbers are
    /// added. Keys beyond the masks' size may be attended to.
    func merged(keys: Int, dtype: DType) -> Tensor? {
        guard let first = masks.first else { return nil }
        if masks.allSatisfy({ $0.dtype == .bool }) {
            return padded(masks.dropFirst().reduce(first) { $0.logicalOr($1) }, keys).logicalNot()
        }
        let numbers = masks.map {
            $0.dtype == .bool ? Tensor.where($0, -Double.infinity, Tensor.zeros([], dtype: dtype)) : $0.to(dtype)
        }
        return padded(numbers.dropFirst().reduce(numbers[0]) { $0 + $1 }, keys)
    }

    private func padded(_ mask: Tensor, _ keys: Int) -> Tensor {
        let missing = keys - mask.shape[mask.rank - 1]
        return missing == 0 ? mask : mask.pad([0, missing])
    }

    private func refuse(_ mask: Tensor, _ name: String, _ expected: String) -> Never {
        trap("MultiheadAttention", "the \(name) must have shape \(expected), got \(mask.shape)")
    }
}
