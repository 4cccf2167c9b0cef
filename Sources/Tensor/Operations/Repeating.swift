// The same elements several times, or at other indices.
extension Tensor {
    /// Repeats the tensor `counts[i]` times along dim i. More counts than dims add dims in front (torch's `repeat`).
    ///
    /// - Precondition: there is a count for each dim, and none is negative.
    public func `repeat`(_ counts: Int...) -> Tensor { `repeat`(counts) }

    /// `repeat(_:)` with the counts in an array.
    public func `repeat`(_ counts: [Int]) -> Tensor {
        if counts.count < rank { trap("repeat", "needs a count for each dim of \(shape), got \(counts)") }
        if counts.contains(where: { $0 < 0 }) { trap("repeat", "counts must not be negative, got \(counts)") }
        let wide = reshape(Shape(Array(repeating: 1, count: counts.count - rank) + Array(shape)))
        // Starting with the last dim, so that the copies grow.
        return counts.indices.reversed().reduce(wide) { $0.repeated(dim: $1, counts[$1]) }
    }

    /// ``repeat(_:)-(Int...)``, where missing counts in front are 1 (torch's `tile`).
    public func tile(_ counts: Int...) -> Tensor { tile(counts) }

    /// `tile(_:)` with the counts in an array.
    public func tile(_ counts: [Int]) -> Tensor {
        `repeat`(Array(repeating: 1, count: Swift.max(rank - counts.count, 0)) + counts)
    }

    private func repeated(dim: Int, _ count: Int) -> Tensor {
        if count == 1 { return self }
        let (outer, inner) = (Shape(shape[..<dim]).elementCount, Shape(shape[dim...]).elementCount)
        return expanded(
            [outer, 1, inner], [outer, count, inner], shape.replacing(dim, with: product(shape[dim], count, "repeat")))
    }

    /// Repeats each slice along a dim `count` times in a row; without a dim, each element of the flattened tensor (torch's
    /// `repeat_interleave`).
    public func repeatInterleave(_ count: Int, dim: Int? = nil) -> Tensor {
        guard let dim else { return flatten().repeatInterleave(count, dim: 0) }
        if count < 0 { trap("repeatInterleave", "the count must not be negative, got \(count)") }
        let axis = normalizedDim("repeatInterleave", dim)
        let (outer, inner) = (Shape(shape[...axis]).elementCount, Shape(shape[(axis + 1)...]).elementCount)
        let target = shape.replacing(axis, with: product(shape[axis], count, "repeatInterleave"))
        return expanded([outer, 1, inner], [outer, count, inner], target)
    }

    /// Repeats slice i along a dim `counts[i]` times in a row; without a dim, the elements of the flattened tensor.
    ///
    /// - Precondition: there is a count for each slice, or one for all; they are integers and not negative.
    public func repeatInterleave(_ counts: Tensor, dim: Int? = nil) -> Tensor {
        guard let dim else { return flatten().repeatInterleave(counts, dim: 0) }
        let axis = normalizedDim("repeatInterleave", dim)
        if counts.dtype.category != .integer || counts.rank > 1 {
            trap("repeatInterleave", "counts must be a vector of integers, got \(counts.shape) of \(counts.dtype)")
        }
        let numbers = counts.array(of: Int.self)
        if let wrong = numbers.first(where: { $0 < 0 }) { trap("repeatInterleave", "the count \(wrong) is negative") }
        if numbers.count == 1 { return repeatInterleave(numbers[0], dim: axis) }
        if numbers.count != shape[axis] {
            trap("repeatInterleave", "\(numbers.count) counts do not match dim \(axis) of \(shape)")
        }
        let positions = numbers.enumerated().flatMap { Array(repeating: $0.offset, count: $0.element) }
        return Operation.indexSelect(dim: axis)(self, Tensor(positions, shape: [positions.count]).onDevice(of: self))
    }

    private func product(_ size: Int, _ count: Int, _ name: String) -> Int {
        let (result, overflow) = size.multipliedReportingOverflow(by: count)
        if overflow { trap(name, "\(count) times a dim of size \(size) overflows") }
        return result
    }

    private func expanded(_ sizes: Shape, _ shape: Shape, _ target: Shape) -> Tensor {
        reshape(sizes).expand(shape).reshape(target)
    }

    /// Shifts the elements by `shift` along a dim; those that leave at the end enter at the start (torch's `roll`).
    public func roll(_ shift: Int, dim: Int) -> Tensor { roll([shift], dims: [dim]) }

    /// Shifts the elements by `shift` in row-major order.
    public func roll(_ shift: Int) -> Tensor { flatten().roll(shift, dim: 0).reshape(shape) }

    /// Shifts the elements along several dims.
    ///
    /// - Precondition: there are as many shifts as dims.
    public func roll(_ shifts: [Int], dims: [Int]) -> Tensor {
        if shifts.count != dims.count { trap("roll", "\(dims.count) dims need as many shifts, got \(shifts.count)") }
        return zip(shifts, dims).reduce(self) { $0.rolled($1.0, $1.1) }
    }

    private func rolled(_ shift: Int, _ dim: Int) -> Tensor {
        let axis = shape.normalized(dim, for: "roll")
        if count == 0 || rank == 0 { return self }
        let size = shape[axis]
        let start = (size - shift % size) % size
        if start == 0 { return self }
        return .concatenate(
            [narrow(dim: axis, start: start, length: size - start), narrow(dim: axis, start: 0, length: start)], dim: axis)
    }

    /// Rotates by `turns` quarter turns from the first of two dims to the second (torch's `rot90`).
    public func rot90(_ turns: Int = 1, dims: (Int, Int) = (0, 1)) -> Tensor {
        let (a, b) = (normalizedDim("rot90", dims.0), normalizedDim("rot90", dims.1))
        if a == b { trap("rot90", "dims \(dims.0) and \(dims.1) of \(shape) must differ") }
        switch turns & 3 {
        case 1: return flip(b).transpose(a, b)
        case 2: return flip(a, b)
        case 3: return flip(a).transpose(a, b)
        default: return self
        }
    }
}
