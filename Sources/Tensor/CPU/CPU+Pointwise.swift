import CKernels

extension CPU {
    func compute(_ operation: UnaryOperation, _ x: Tensor) -> Tensor {
        let result = Tensor.uninitialized(like: x, x.dtype)
        let (code, grain) = (operation.kernel, operation.grain)
        check(operation, kindling_unary_takes(code), x.dtype)
        x.dtype.dispatch(
            float32: map(x, result, code, grain: grain, Float.self, kindling_unary_f32),
            float64: map(x, result, code, grain: grain, Double.self, kindling_unary_f64),
            int32: map(x, result, code, grain: grain, Int32.self, kindling_unary_i32),
            int64: map(x, result, code, grain: grain, Int64.self, kindling_unary_i64),
            uint8: map(x, result, code, grain: grain, UInt8.self, kindling_unary_u8))
        return result
    }

    func compute(_ operation: BinaryOperation, _ a: Tensor, _ b: Tensor) -> Tensor {
        let result = Tensor.uninitialized(like: a, a.dtype)
        let (code, grain) = (operation.kernel, operation.grain)
        check(operation, kindling_binary_takes(code), a.dtype)
        a.dtype.dispatch(
            float32: zip(a, b, result, code, grain: grain, Float.self, Float.self, kindling_binary_f32),
            float64: zip(a, b, result, code, grain: grain, Double.self, Double.self, kindling_binary_f64),
            int32: zip(a, b, result, code, grain: grain, Int32.self, Int32.self, kindling_binary_i32),
            int64: zip(a, b, result, code, grain: grain, Int64.self, Int64.self, kindling_binary_i64),
            uint8: zip(a, b, result, code, grain: grain, UInt8.self, UInt8.self, kindling_binary_u8))
        return result
    }

    func compute(_ comparison: Comparison, _ a: Tensor, _ b: Tensor) -> Tensor {
        let result = Tensor.uninitialized(like: a, .bool)
        let code = comparison.kernel
        a.dtype.dispatch(
            float32: zip(a, b, result, code, grain: Grain.memoryBound, Float.self, UInt8.self, kindling_compare_f32),
            float64: zip(a, b, result, code, grain: Grain.memoryBound, Double.self, UInt8.self, kindling_compare_f64),
            int32: zip(a, b, result, code, grain: Grain.memoryBound, Int32.self, UInt8.self, kindling_compare_i32),
            int64: zip(a, b, result, code, grain: Grain.memoryBound, Int64.self, UInt8.self, kindling_compare_i64),
            uint8: zip(a, b, result, code, grain: Grain.memoryBound, UInt8.self, UInt8.self, kindling_compare_u8))
        return result
    }

    func clamp(_ x: Tensor, _ low: Tensor, _ high: Tensor) -> Tensor {
        x.dtype.dispatch(
            float32: zip(x, low, high, Float.self, Float.self, kindling_clamp_f32),
            float64: zip(x, low, high, Double.self, Double.self, kindling_clamp_f64),
            int32: zip(x, low, high, Int32.self, Int32.self, kindling_clamp_i32),
            int64: zip(x, low, high, Int64.self, Int64.self, kindling_clamp_i64),
            uint8: zip(x, low, high, UInt8.self, UInt8.self, kindling_clamp_u8))
    }

    func select(_ condition: Tensor, _ a: Tensor, _ b: Tensor) -> Tensor {
        a.dtype.dispatchWidth(
            bits8: zip(condition, a, b, UInt8.self, UInt8.self, kindling_select_8),
            bits16: zip(condition, a, b, UInt8.self, UInt16.self, kindling_select_16),
            bits32: zip(condition, a, b, UInt8.self, UInt32.self, kindling_select_32),
            bits64: zip(condition, a, b, UInt8.self, UInt64.self, kindling_select_64))
    }

    func cast(_ x: Tensor, to dtype: DType) -> Tensor {
        let result = Tensor.uninitialized(like: x, dtype)
        let rows = StridedIterator(x.shape, x.strides, x.strides, x.strides)
        reading(x) { (from: UnsafeRawPointer) in
            writing(result) { (to: UnsafeMutableRawPointer) in
                rows.parallel(grain: Grain.memoryBound) { offset, start, count in
                    kindling_cast(
                        x.dtype.code, from + offset.0 * x.dtype.size, rows.steps.0, dtype.code, to + start * dtype.size, count)
                }
            }
        }
        return result
    }

    /// Traps where the list of C kernels has none for elements of the dtype.
    @inline(__always)
    private func check<Operation>(_ operation: Operation, _ takes: Int32, _ dtype: DType) {
        let needed = dtype.isFloatingPoint ? KINDLING_TAKES_FLOATS : KINDLING_TAKES_INTEGERS
        if takes & Int32(needed) == 0 { trap("\(operation)", "is not defined for \(dtype)") }
    }

    @inline(__always)
    func map<T, Code>(
        _ x: Tensor, _ result: Tensor, _ code: Code, grain: Int, _ type: T.Type,
        _ kernel: (Code, UnsafePointer<T>, Int, UnsafeMutablePointer<T>, Int) -> Void
    ) {
        if let step = x.storage.layout.step {
            return reading(x, into: result) { (from: UnsafePointer<T>, to: UnsafeMutablePointer<T>) in
                parallel(elements: x.count, grain: grain) { range in
                    kernel(code, from + range.lowerBound * step, step, to + range.lowerBound, range.count)
                }
            }
        }
        mapStrided(x, result, code, grain: grain, kernel)
    }

    // Not inlined, as `zipStrided`: the loops over rows, repeated for every dtype in one function, take the optimizer minutes.
    @inline(never)
    private func mapStrided<T, Code>(
        _ x: Tensor, _ result: Tensor, _ code: Code, grain: Int,
        _ kernel: (Code, UnsafePointer<T>, Int, UnsafeMutablePointer<T>, Int) -> Void
    ) {
        let x = copiedIfTransposed(x)
        let rows = StridedIterator(x.shape, x.strides, x.strides, x.strides)
        reading(x, into: result) { (from: UnsafePointer<T>, to: UnsafeMutablePointer<T>) in
            rows.parallel(grain: grain) { offset, start, count in
                kernel(code, from + offset.0, rows.steps.0, to + start, count)
            }
        }
    }

    @inline(__always)
    func zip<T, R, Code>(
        _ a: Tensor, _ b: Tensor, _ result: Tensor, _ code: Code, grain: Int, _ type: T.Type, _ resultType: R.Type,
        _ kernel: (Code, UnsafePointer<T>, Int, UnsafePointer<T>, Int, UnsafeMutablePointer<R>, Int) -> Void
    ) {
        if let u = a.storage.layout.step, let v = b.storage.layout.step {
            return reading(a, b, into: result) { (x: UnsafePointer<T>, y: UnsafePointer<T>, to: UnsafeMutablePointer<R>) in
                parallel(elements: a.count, grain: grain) { range in
                    let start = range.lowerBound
                    kernel(code, x + start * u, u, y + start * v, v, to + start, range.count)
                }
            }
        }
        zipStrided(a, b, result, code, grain: grain, kernel)
    }

    @inline(never)
    private func zipStrided<T, R, Code>(
        _ a: Tensor, _ b: Tensor, _ result: Tensor, _ code: Code, grain: Int,
        _ kernel: (Code, UnsafePointer<T>, Int, UnsafePointer<T>, Int, UnsafeMutablePointer<R>, Int) -> Void
    ) {
        let (a, b) = (copiedIfTransposed(a), copiedIfTransposed(b))
        let rows = StridedIterator(a.shape, a.strides, b.strides, b.strides)
        reading(a, b, into: result) { (x: UnsafePointer<T>, y: UnsafePointer<T>, to: UnsafeMutablePointer<R>) in
            rows.parallel(grain: grain) { offset, start, count in
                kernel(code, x + offset.0, rows.steps.0, y + offset.1, rows.steps.1, to + start, count)
            }
        }
    }

    /// Of three operands, the last two of which have the result's dtype.
    @inline(__always)
    private func zip<S, T>(
        _ a: Tensor, _ b: Tensor, _ c: Tensor, _ firstType: S.Type, _ type: T.Type,
        _ kernel: (UnsafePointer<S>, Int, UnsafePointer<T>, Int, UnsafePointer<T>, Int, UnsafeMutablePointer<T>, Int) -> Void
    ) -> Tensor {
        let result = Tensor.uninitialized(like: a, b.dtype)
        let rows = StridedIterator(a.shape, a.strides, b.strides, c.strides)
        let (u, v, w) = rows.steps
        reading(a, b, c, into: result) {
            (x: UnsafePointer<S>, y: UnsafePointer<T>, z: UnsafePointer<T>, to: UnsafeMutablePointer<T>) in
            rows.parallel(grain: Grain.memoryBound) { offset, start, count in
                kernel(x + offset.0, u, y + offset.1, v, z + offset.2, w, to + start, count)
            }
        }
        return result
    }
}

// Swift's enums count as C's do, from the same list: `KernelCodeTests` compares the names.
extension UnaryOperation {
    /// The C kernels' number for the operation.
    @inline(__always)
    var kernel: KindlingUnary { KindlingUnary(rawValue: rawValue) }

    /// How many elements make a chunk for a thread.
    @inline(__always)
    var grain: Int { kindling_unary_grain(kernel) }
}

extension BinaryOperation {
    /// The C kernels' number for the operation.
    @inline(__always)
    var kernel: KindlingBinary { KindlingBinary(rawValue: rawValue) }

    /// How many elements make a chunk for a thread.
    @inline(__always)
    var grain: Int { kindling_binary_grain(kernel) }
}

extension Comparison {
    /// The C kernels' number for the operation.
    @inline(__always)
    var kernel: KindlingComparison { KindlingComparison(rawValue: rawValue) }
}
