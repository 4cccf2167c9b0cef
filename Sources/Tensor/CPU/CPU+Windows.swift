extension CPU {
    /// Zeros of a length along the windows' dim, with every window added where it was read.
    func overlapAdd(_ x: Tensor, _ windows: Windows, into length: Int) -> Tensor {
        var shape = x.shape.replacing(windows.dim, with: length)
        shape.remove(at: x.rank - 1)
        let result = Tensor.uninitialized(shape, x.dtype)
        // Zero is all bits zero in every dtype.
        result.address.initializeMemory(as: UInt8.self, repeating: 0, count: result.count * x.dtype.size)
        let target = result.windowsView(windows)
        func run<T: AdditiveArithmetic>(_ type: T.Type, _ add: (inout T, T) -> Void) {
            let (from, to) = (x.pointer(T.self), target.pointer(T.self))
            let rows = Rows(x.shape, x.strides, target.strides, target.strides)
            rows.forEach { offset, _ in
                let (source, place) = (from + offset.0, to + offset.1)
                for i in 0..<rows.length { add(&place[i * rows.steps.1], source[i * rows.steps.0]) }
            }
        }
        switch x.dtype.computed {
        case .float32: run(Float.self, +=)
        case .float64: run(Double.self, +=)
        case .int32: run(Int32.self, &+=)
        case .int64: run(Int64.self, &+=)
        case .uint8: run(UInt8.self, &+=)
        case .bool: run(UInt8.self, |=)
        }
        return result
    }
}

extension Tensor {
    /// The windows as a view; the operand has been checked.
    func windowsView(_ windows: Windows) -> Tensor {
        var (shape, strides) = (self.shape, self.strides)
        let stride = strides[windows.dim]
        shape[windows.dim] = (shape[windows.dim] - windows.size) / windows.step + 1
        strides[windows.dim] = stride * windows.step
        shape.append(windows.size)
        strides.append(stride)
        return view(Layout(shape, strides: strides))
    }
}
