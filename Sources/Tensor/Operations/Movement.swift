// Views of the same elements: none of these copies, except `reshape` where the strides require it.
extension Tensor {
    /// The same elements in row-major order in another shape; one size may be -1 and is inferred (torch's `reshape`). A view
    /// where possible.
    public func reshape(_ shape: Shape) -> Tensor {
        let target = resolved(shape)
        return target == self.shape ? self : Operation.reshape(target)(self)
    }

    /// `reshape(_:)` with the sizes as arguments.
    public func reshape(_ sizes: Int...) -> Tensor { reshape(Shape(sizes)) }

    private func resolved(_ target: Shape) -> Shape {
        var (result, others) = (target, target)
        var unknown: Int?
        for (dim, size) in target.enumerated() {
            if size == -1 && unknown == nil {
                unknown = dim
                others[dim] = 1
            } else if size < 0 {
                trap("reshape", "\(target) is not a valid shape")
            }
        }
        let known = others.elementCount
        if let unknown {
            if known == 0 || count % known != 0 { trap("reshape", "cannot reshape \(shape) to \(target)") }
            result[unknown] = count / known
        } else if known != count {
            trap("reshape", "\(shape) has \(count) elements, but \(target) has \(known)")
        }
        return result
    }

    /// Flattens the dims from `start` to `end` into one (torch's `flatten`).
    public func flatten(from start: Int = 0, to end: Int = -1) -> Tensor {
        if rank == 0 { return reshape([1]) }
        let (first, last) = (shape.normalized(start, for: "flatten"), shape.normalized(end, for: "flatten"))
        if first > last { trap("flatten", "start \(start) comes after end \(end)") }
        let joined = Shape(shape[first...last]).elementCount
        return reshape(Shape(Array(shape[..<first]) + [joined] + Array(shape[(last + 1)...])))
    }

    /// Splits a dim into several sizes; one may be -1 and is inferred (torch's `unflatten`).
    public func unflatten(_ dim: Int, into sizes: Shape) -> Tensor {
        let axis = normalizedDim("unflatten", dim)
        let split = view(Layout([shape[axis]])).resolved(sizes)
        return reshape(Shape(Array(shape[..<axis]) + Array(split) + Array(shape[(axis + 1)...])))
    }

    /// The dims in another order: the result's dim `i` is this tensor's `dims[i]` (torch's `permute`).
    public func permute(_ dims: Int...) -> Tensor { permute(dims) }

    /// `permute(_:)` with the dims in an array.
    public func permute(_ dims: [Int]) -> Tensor {
        let order = dims.map { shape.normalized($0, for: "permute") }
        if Set(order).count != rank || order.count != rank {
            trap("permute", "\(dims) is not a permutation of the dims of \(shape)")
        }
        return Operation.permute(Permutation(order))(self)
    }

    /// Swaps two dims (torch's `transpose`).
    public func transpose(_ a: Int, _ b: Int) -> Tensor {
        let (first, second) = (shape.normalized(a, for: "transpose"), shape.normalized(b, for: "transpose"))
        return first == second ? self : Operation.permute(Permutation(swapping: first, second, of: rank))(self)
    }

    /// The transposed matrix; a vector or a scalar is returned unchanged (torch's `t`).
    ///
    /// - Precondition: the tensor has at most two dims.
    public func t() -> Tensor {
        if rank > 2 { trap("t", "takes a matrix, got \(shape); use transpose(_:_:)") }
        return rank == 2 ? transpose(0, 1) : self
    }

    /// Moves a dim to another index; the others keep their order (torch's `movedim`).
    public func movedim(_ source: Int, to destination: Int) -> Tensor { movedim([source], to: [destination]) }

    /// Moves dims to other indices; the others keep their order (torch's `movedim`).
    ///
    /// - Precondition: there are as many destinations as sources, all of them different.
    public func movedim(_ sources: [Int], to destinations: [Int]) -> Tensor {
        let from = sources.map { normalizedDim("movedim", $0) }
        let to = destinations.map { normalizedDim("movedim", $0) }
        if from.count != to.count || Set(from).count != from.count || Set(to).count != to.count {
            trap("movedim", "cannot move dims \(sources) of \(shape) to \(destinations)")
        }
        var rest = shape.indices.filter { !from.contains($0) }[...]
        return permute(shape.indices.map { dim in to.firstIndex(of: dim).map { from[$0] } ?? rest.removeFirst() })
    }

    /// Repeats sizes of 1, and adds dims in front, without a copy; -1 keeps a size (torch's `expand`).
    public func expand(_ shape: Shape) -> Tensor {
        if shape == self.shape { return self }
        var target = shape
        let shift = target.count - rank
        for dim in target.indices {
            let own = dim < shift ? nil : self.shape[dim - shift]
            if target[dim] == -1, let own { target[dim] = own }
            if shift < 0 || target[dim] < 0 || (own ?? 1) != 1 && own != target[dim] {
                trap("expand", "cannot expand \(self.shape) to \(shape)")
            }
        }
        if shift < 0 { trap("expand", "cannot expand \(self.shape) to \(shape)") }
        return target == self.shape ? self : Operation.expand(target)(self)
    }

    /// `expand(_:)` with the sizes as arguments.
    public func expand(_ sizes: Int...) -> Tensor { expand(Shape(sizes)) }

    /// Inserts a dim of size 1 before dim `dim`, counted in the result (torch's `unsqueeze`).
    public func unsqueeze(_ dim: Int) -> Tensor {
        let position = dim < 0 ? dim + rank + 1 : dim
        if position < 0 || position > rank { trap("unsqueeze", "dim \(dim) is out of range for shape \(shape)") }
        var result = shape
        result.insert(1, at: position)
        return Operation.reshape(result)(self)
    }

    /// Removes dims of size 1: those among the given ones, or all (torch's `squeeze`).
    public func squeeze(_ dims: Int...) -> Tensor { squeeze(dims: dims.isEmpty ? Array(shape.indices) : dims) }

    /// Removes those of the given dims that have size 1 (torch's `squeeze`).
    public func squeeze(dims: [Int]) -> Tensor {
        let axes = dims.isEmpty ? Axes() : axes(dims, "squeeze")
        let sizes = shape.indices.filter { shape[$0] != 1 || !axes.contains(dim: $0) }.map { shape[$0] }
        return reshape(Shape(sizes))
    }

    /// The slice at an index of a dim, which is removed (torch's `select`). A view.
    public func select(dim: Int, _ index: Int) -> Tensor {
        let axis = normalizedDim("select", dim)
        let position = index < 0 ? index + shape[axis] : index
        if position < 0 || position >= shape[axis] {
            trap("select", "index \(index) is out of range for dim \(axis) of \(shape)")
        }
        var rest = shape
        rest.remove(at: axis)
        return Operation.reshape(rest)(Operation.slice(Slice(dim: axis, start: position, count: 1))(self))
    }

    /// `length` elements of a dim from index `start` (torch's `narrow`). A view.
    public func narrow(dim: Int, start: Int, length: Int) -> Tensor {
        let axis = normalizedDim("narrow", dim)
        let first = start < 0 ? start + shape[axis] : start
        if first < 0 || length < 0 || length > shape[axis] - first {
            trap("narrow", "\(length) elements from \(start) are out of range for dim \(axis) of \(shape)")
        }
        return sliced(axis, first, length, 1)
    }

    /// A slice of a dim with Python's rules: negative bounds count from the end, and bounds outside are clamped.
    public func slice(dim: Int, from start: Int? = nil, to end: Int? = nil, step: Int = 1) -> Tensor {
        let slice = resolvedSlice(dim, start, end, step, "slice")
        return sliced(slice.dim, slice.start, slice.count, slice.step)
    }

    /// The slice that Python's bounds stand for.
    func resolvedSlice(_ dim: Int, _ start: Int?, _ end: Int?, _ step: Int, _ name: String) -> Slice {
        if step == 0 { trap(name, "the step must not be 0") }
        let axis = normalizedDim(name, dim)
        let size = shape[axis]
        func bound(_ value: Int) -> Int {
            let normal = value < 0 ? value + size : value
            return step > 0 ? Swift.min(Swift.max(normal, 0), size) : Swift.min(Swift.max(normal, -1), size - 1)
        }
        let first = start.map(bound) ?? (step > 0 ? 0 : size - 1)
        let last = end.map(bound) ?? (step > 0 ? size : -1)
        let distance = step > 0 ? last - first : first - last
        let count = distance <= 0 ? 0 : (distance - 1) / Int(clamping: step.magnitude) + 1
        // With a single element, the step could be too large to multiply a stride by.
        return Slice(dim: axis, start: first, count: count, step: Swift.min(Swift.max(step, -size - 1), size + 1))
    }

    private func sliced(_ axis: Int, _ start: Int, _ count: Int, _ step: Int) -> Tensor {
        if start == 0 && count == shape[axis] && step == 1 { return self }
        return Operation.slice(Slice(dim: axis, start: start, count: count, step: step))(self)
    }

    /// An existing dim, counted from the front; a scalar has none.
    func normalizedDim(_ operation: String, _ dim: Int) -> Int {
        if rank == 0 { trap(operation, "a scalar has no dims") }
        return shape.normalized(dim, for: operation)
    }

    /// Reverses dims (torch's `flip`).
    public func flip(_ dims: Int...) -> Tensor { flip(dims: dims) }

    /// ``flip(_:)`` with the dims in an array.
    public func flip(dims: [Int]) -> Tensor {
        dims.reduce(self) { $0.slice(dim: $1, step: -1) }
    }

    /// The elements contiguous in row-major order: this tensor where they already are, otherwise a copy (torch's `contiguous`).
    public func contiguous() -> Tensor { isContiguous ? self : Operation.copy(self) }
}
