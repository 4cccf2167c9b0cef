/// The values of padding.
public enum PaddingMode: Sendable, CaseIterable {
    /// A constant.
    case constant
    /// Reflection without the border itself: `c b | a b c | b a`.
    case reflect
    /// The border element: `a a | a b c | c c`.
    case replicate
    /// The elements from the other end: `b c | a b c | a b`.
    case circular
}

extension Tensor {
    /// Pads the last dims (torch's `nn.functional.pad`).
    ///
    /// ```swift
    /// x.pad([1, 2])                 // one element before and two after, along the last dim
    /// x.pad([1, 1, 2, 2], mode: .reflect)
    /// ```
    ///
    /// - Parameters:
    ///   - amounts: the number of elements before and after the last dim, then the one before it, and so on. Negative amounts
    ///     crop.
    ///   - mode: the values of the padding.
    ///   - value: the value of `.constant` padding; an integer dtype must be able to represent it.
    /// - Precondition: reflected padding is shorter than the dim, circular padding at most as long.
    public func pad(_ amounts: [Int], mode: PaddingMode = .constant, value: some Scalar = 0) -> Tensor {
        if amounts.count % 2 != 0 || amounts.count / 2 > rank {
            trap("pad", "needs two amounts for each of the last dims of \(shape), got \(amounts)")
        }
        let pads = stride(from: 0, to: amounts.count, by: 2).map {
            Pad(dim: rank - 1 - $0 / 2, before: amounts[$0], after: amounts[$0 + 1])
        }
        for pad in pads { pad.check(shape[pad.dim], mode) }
        switch mode {
        case .constant: return cropped(pads).surrounded(pads.map(\.added), value)
        // Circular padding takes elements that are left after cropping.
        case .circular: return cropped(pads).repeated(pads.map(\.added), mode)
        case .reflect, .replicate: return repeated(pads, mode)
        }
    }

    /// Cropped by the negative amounts.
    private func cropped(_ pads: [Pad]) -> Tensor {
        pads.reduce(self) {
            let (before, after) = (Swift.min($1.before, 0), Swift.min($1.after, 0))
            return $0.narrow(dim: $1.dim, start: -before, length: $0.shape[$1.dim] + before + after)
        }
    }

    /// Padded with the tensor's own elements.
    private func repeated(_ pads: [Pad], _ mode: PaddingMode) -> Tensor {
        let needed = pads.filter(\.isNeeded)
        // Where the last dims are small, all elements are gathered at once; otherwise slices, dim by dim.
        let first = needed.map(\.dim).min() ?? rank
        var target = shape
        for pad in needed { target[pad.dim] += pad.before + pad.after }
        if needed.count > 1, Shape(target[first...]).elementCount <= 1 << 16, first > 0 {
            let (outer, own) = (Shape(shape[..<first]).elementCount, Shape(shape[first...]))
            let positions = Tensor.arange(own.elementCount).reshape(own).repeated(
                needed.map { Pad(dim: $0.dim - first, before: $0.before, after: $0.after) }, mode)
            let tables = reshape([outer, own.elementCount])
            return Operation.indexSelect(dim: 1)(tables, positions.flatten().onDevice(of: self)).reshape(target)
        }
        return needed.reduce(self) { x, pad in
            let size = x.shape[pad.dim]
            let positions = (0..<size + pad.before + pad.after).map { pad.position($0, of: size, mode) }
            let index = Tensor(positions, shape: [positions.count]).onDevice(of: x)
            return Operation.indexSelect(dim: pad.dim)(x, index)
        }
    }

    /// Padded with a constant.
    private func surrounded(_ pads: [Pad], _ value: some Scalar) -> Tensor {
        if !pads.contains(where: \.isNeeded) { return self }
        var (before, target) = (Shape(repeating: 0, count: rank), shape)
        for pad in pads {
            before[pad.dim] = pad.before
            target[pad.dim] += pad.before + pad.after
        }
        return Operation.pad(before: before, into: target)(self, element(value, "pad"))
    }
}

/// The numbers of elements before and after a dim.
private struct Pad {
    let dim: Int
    let before: Int
    let after: Int

    var isNeeded: Bool { before != 0 || after != 0 }

    /// Without cropping.
    var added: Pad { Pad(dim: dim, before: Swift.max(before, 0), after: Swift.max(after, 0)) }

    /// Traps where the mode does not have so many elements, or none are left.
    func check(_ size: Int, _ mode: PaddingMode) {
        let (low, high) = (Swift.min(before, 0), Swift.min(after, 0))
        let (most, removable) =
            switch mode {
            case .constant: (Pad.most, size)
            case .reflect: (Swift.max(size - 1, 0), Pad.most)
            case .replicate: (size == 0 ? 0 : Pad.most, Pad.most)
            case .circular: (size + Swift.max(low, -size) + Swift.max(high, -size), size)
            }
        if Swift.max(before, after) > most {
            trap("pad", "padding \(before) and \(after) is too large for a dim of size \(size) in mode \(mode)")
        }
        if low < -removable || high < -removable || low + high < -removable
            || size + before + after < (mode == .constant || size == 0 ? 0 : 1)
        {
            trap("pad", "padding \(before) and \(after) leaves nothing of a dim of size \(size)")
        }
    }

    /// More than fits in memory, and still far from overflow.
    private static let most = 1 << 48

    /// The dim's index whose element is at an index of the padded dim.
    func position(_ index: Int, of size: Int, _ mode: PaddingMode) -> Int {
        let position = index - before
        switch mode {
        case .constant, .replicate: return Swift.min(Swift.max(position, 0), size - 1)
        case .reflect: return position < 0 ? -position : position < size ? position : 2 * (size - 1) - position
        case .circular: return position < 0 ? position + size : position < size ? position : position - size
        }
    }
}
