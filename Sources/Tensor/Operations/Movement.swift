// Views of the same elements: none of these copies, except `reshape` where the strides leave no other way.
extension Tensor {
    /// The same elements in another shape; one size may be -1, and is then found. A view where the strides allow it.
    public func reshape(_ shape: Shape) -> Tensor {
        let target = resolved(shape)
        return target == self.shape ? self : Operation.reshape(target)(self)
    }

    public func reshape(_ sizes: Int...) -> Tensor { reshape(Shape(sizes)) }

    private func resolved(_ target: Shape) -> Shape {
        var (result, others) = (target, target)
        var unknown: Int?
        for (dim, size) in target.enumerated() {
            if size == -1 && unknown == nil {
                unknown = dim
                others[dim] = 1
            } else if size < 0 {
                trap("reshape", "\(target) is no shape")
            }
        }
        let known = others.elementCount
        if let unknown {
            if known == 0 || count % known != 0 { trap("reshape", "\(shape) does not fit \(target)") }
            result[unknown] = count / known
        } else if known != count {
            trap("reshape", "\(shape) has \(count) elements, \(target) has \(known)")
        }
        return result
    }

    /// Dims from `start` to `end` joined into one.
    public func flatten(from start: Int = 0, to end: Int = -1) -> Tensor {
        if rank == 0 { return reshape([1]) }
        let (first, last) = (shape.normalized(start, for: "flatten"), shape.normalized(end, for: "flatten"))
        if first > last { trap("flatten", "start \(start) comes after end \(end)") }
        let joined = Shape(shape[first...last]).elementCount
        return reshape(Shape(Array(shape[..<first]) + [joined] + Array(shape[(last + 1)...])))
    }

    /// A dim parted into several.
    public func unflatten(_ dim: Int, into sizes: Shape) -> Tensor {
        let axis = dimmed("unflatten", dim)
        let parts = view(Layout([shape[axis]])).resolved(sizes)
        return reshape(Shape(Array(shape[..<axis]) + Array(parts) + Array(shape[(axis + 1)...])))
    }

    /// Dims in another order: the result's dim `i` is this one's `dims[i]`.
    public func permute(_ dims: Int...) -> Tensor { permute(dims) }

    public func permute(_ dims: [Int]) -> Tensor {
        let order = dims.map { shape.normalized($0, for: "permute") }
        if Set(order).count != rank || order.count != rank {
            trap("permute", "\(dims) is not an order of the dims of \(shape)")
        }
        return Operation.permute(Permutation(order))(self)
    }

    /// Two dims exchanged.
    public func transpose(_ a: Int, _ b: Int) -> Tensor {
        let (first, second) = (shape.normalized(a, for: "transpose"), shape.normalized(b, for: "transpose"))
        return first == second ? self : Operation.permute(Permutation(swapping: first, second, of: rank))(self)
    }

    /// The matrix transposed; a vector or scalar is itself.
    ///
    /// - Precondition: at most two dims.
    public func t() -> Tensor {
        if rank > 2 { trap("t", "takes a matrix, got \(shape); use transpose(_:_:)") }
        return rank == 2 ? transpose(0, 1) : self
    }

    /// A dim moved to another place; the rest keep their order.
    public func movedim(_ source: Int, to destination: Int) -> Tensor { movedim([source], to: [destination]) }

    /// Dims moved to other places; the rest keep their order.
    ///
    /// - Precondition: as many destinations as sources, none of them twice.
    public func movedim(_ sources: [Int], to destinations: [Int]) -> Tensor {
        let from = sources.map { dimmed("movedim", $0) }
        let to = destinations.map { dimmed("movedim", $0) }
        if from.count != to.count || Set(from).count != from.count || Set(to).count != to.count {
            trap("movedim", "dims \(sources) of \(shape) do not move to \(destinations)")
        }
        var rest = shape.indices.filter { !from.contains($0) }[...]
        return permute(shape.indices.map { place in to.firstIndex(of: place).map { from[$0] } ?? rest.removeFirst() })
    }

    /// Sizes of 1 repeated, and new dims in front; -1 keeps a size.
    public func expand(_ shape: Shape) -> Tensor {
        if shape == self.shape { return self }
        var target = shape
        let shift = target.count - rank
        for dim in target.indices {
            let own = dim < shift ? nil : self.shape[dim - shift]
            if target[dim] == -1, let own { target[dim] = own }
            if shift < 0 || target[dim] < 0 || (own ?? 1) != 1 && own != target[dim] {
                trap("expand", "\(self.shape) does not expand to \(shape)")
            }
        }
        if shift < 0 { trap("expand", "\(self.shape) does not expand to \(shape)") }
        return target == self.shape ? self : Operation.expand(target)(self)
    }

    public func expand(_ sizes: Int...) -> Tensor { expand(Shape(sizes)) }

    /// A new dim of size 1 before dim `dim` (counted in the result).
    public func unsqueeze(_ dim: Int) -> Tensor {
        let position = dim < 0 ? dim + rank + 1 : dim
        if position < 0 || position > rank { trap("unsqueeze", "dim \(dim) is out of range for shape \(shape)") }
        var result = shape
        result.insert(1, at: position)
        return Operation.reshape(result)(self)
    }

    /// Without the dims of size 1 among those named, or among all.
    public func squeeze(_ dims: Int...) -> Tensor { squeeze(dims: dims.isEmpty ? Array(shape.indices) : dims) }

    /// Without the dims of size 1 among those named.
    public func squeeze(dims: [Int]) -> Tensor {
        let axes = dims.isEmpty ? Axes() : axes(dims, "squeeze")
        let sizes = shape.indices.filter { shape[$0] != 1 || !axes.contains(dim: $0) }.map { shape[$0] }
        return reshape(Shape(sizes))
    }

    /// Position `index` of a dim, which goes.
    public func select(dim: Int, _ index: Int) -> Tensor {
        let axis = dimmed("select", dim)
        let position = index < 0 ? index + shape[axis] : index
        if position < 0 || position >= shape[axis] {
            trap("select", "index \(index) is out of range for dim \(axis) of \(shape)")
        }
        var rest = shape
        rest.remove(at: axis)
        return Operation.reshape(rest)(Operation.slice(Slice(dim: axis, start: position, count: 1))(self))
    }

    /// `length` positions of a dim from `start` on.
    public func narrow(dim: Int, start: Int, length: Int) -> Tensor {
        let axis = dimmed("narrow", dim)
        let first = start < 0 ? start + shape[axis] : start
        if first < 0 || length < 0 || length > shape[axis] - first {
            trap("narrow", "\(length) positions from \(start) on are not in dim \(axis) of \(shape)")
        }
        return sliced(axis, first, length, 1)
    }

    /// Positions of a dim, by Python's rules: negative bounds count from the end, and bounds outside are pulled in.
    public func slice(dim: Int, from start: Int? = nil, to end: Int? = nil, step: Int = 1) -> Tensor {
        let slice = resolvedSlice(dim, start, end, step, "slice")
        return sliced(slice.dim, slice.start, slice.count, slice.step)
    }

    /// What Python's bounds mean here.
    func resolvedSlice(_ dim: Int, _ start: Int?, _ end: Int?, _ step: Int, _ name: String) -> Slice {
        if step == 0 { trap(name, "the step must not be 0") }
        let axis = dimmed(name, dim)
        let size = shape[axis]
        func bound(_ value: Int) -> Int {
            let normal = value < 0 ? value + size : value
            return step > 0 ? Swift.min(Swift.max(normal, 0), size) : Swift.min(Swift.max(normal, -1), size - 1)
        }
        let first = start.map(bound) ?? (step > 0 ? 0 : size - 1)
        let last = end.map(bound) ?? (step > 0 ? size : -1)
        let distance = step > 0 ? last - first : first - last
        let count = distance <= 0 ? 0 : (distance - 1) / Int(clamping: step.magnitude) + 1
        // A step that is never taken might be too large to multiply a stride by.
        return Slice(dim: axis, start: first, count: count, step: Swift.min(Swift.max(step, -size - 1), size + 1))
    }

    private func sliced(_ axis: Int, _ start: Int, _ count: Int, _ step: Int) -> Tensor {
        if start == 0 && count == shape[axis] && step == 1 { return self }
        return Operation.slice(Slice(dim: axis, start: start, count: count, step: step))(self)
    }

    /// A dim that is there, counted from the front; a scalar has none.
    func dimmed(_ operation: String, _ dim: Int) -> Int {
        if rank == 0 { trap(operation, "a scalar has no dims") }
        return shape.normalized(dim, for: operation)
    }

    /// The order along dims reversed.
    public func flip(_ dims: Int...) -> Tensor { flip(dims: dims) }

    public func flip(dims: [Int]) -> Tensor {
        dims.reduce(self) { $0.slice(dim: $1, step: -1) }
    }

    /// The elements row after row without gaps: this tensor where they lie so, else a copy.
    public func contiguous() -> Tensor { isContiguous ? self : Operation.copy(self) }
}
