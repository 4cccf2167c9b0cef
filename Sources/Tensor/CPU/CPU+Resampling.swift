import CKernels

extension CPU {
    /// Weighted sums of slices along a dim.
    func resample(_ x: Tensor, _ matrix: ResamplingMatrix, _ dim: Int) -> Tensor {
        let result = Tensor.uninitialized(x.shape.replacing(dim, with: matrix.outputs), x.dtype)
        let source = contiguous(x)
        let (outer, inner) = (x.shape[..<dim].reduce(1, *), x.shape[(dim + 1)...].reduce(1, *))
        let (inputs, outputs) = (matrix.inputs, matrix.outputs)
        func run<T: BinaryFloatingPoint>(
            _ type: T.Type,
            rows: (UnsafePointer<T>, Int, UnsafePointer<Int>, UnsafePointer<T>, Int, Int, UnsafeMutablePointer<T>) -> Void,
            elements: (
                UnsafePointer<T>, Int, Int, UnsafePointer<Int>, UnsafePointer<Int>, UnsafePointer<T>, Int,
                UnsafeMutablePointer<T>
            ) -> Void
        ) {
            reading(source, into: result) { (from: UnsafePointer<T>, to: UnsafeMutablePointer<T>) in
                let weights = matrix.weights.map { T($0) }
                let terms = max(weights.count, 1)
                weights.withUnsafeBufferPointer { weights in
                    matrix.positions.withUnsafeBufferPointer { positions in
                        matrix.starts.withUnsafeBufferPointer { starts in
                            // Nothing is read where there is nothing.
                            guard let s = starts.baseAddress, let p = positions.baseAddress, let w = weights.baseAddress else {
                                return to.initialize(repeating: 0, count: result.count)
                            }
                            if inner == 1 {
                                return parallel(outer, grain: 16384 / terms + 1) {
                                    elements(
                                        from + $0.lowerBound * inputs, $0.count, inputs, s, p, w, outputs,
                                        to + $0.lowerBound * outputs)
                                }
                            }
                            parallel(outer * outputs, grain: 65536 * outputs / (terms * inner + 1) + 1) { range in
                                for row in range {
                                    let (slice, o) = (row / outputs, row % outputs)
                                    rows(
                                        from + slice * inputs * inner, inner, p + s[o], w + s[o], s[o + 1] - s[o], inner,
                                        to + row * inner)
                                }
                            }
                        }
                    }
                }
            }
        }
        x.dtype.dispatchFloat(
            float32: run(Float.self, rows: kindling_resample_rows_f32, elements: kindling_resample_elements_f32),
            float64: run(Double.self, rows: kindling_resample_rows_f64, elements: kindling_resample_elements_f64))
        return result
    }
}
