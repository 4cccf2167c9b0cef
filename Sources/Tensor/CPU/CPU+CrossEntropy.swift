import CKernels

extension CPU {
    func crossEntropy(_ logits: Tensor, _ target: Tensor, _ weight: Tensor?, _ loss: CrossEntropy) -> Tensor {
        let losses = Tensor.uninitialized(target.shape, logits.dtype)
        let (x, t) = (contiguous(logits), contiguous(target))
        let w = contiguous(weight ?? .ones([logits.shape[loss.dim]], dtype: logits.dtype))
        let rows = ClassRows(loss, x.shape, w)
        @inline(never)
        func run<T>(
            _ kernel: (
                UnsafePointer<KindlingClasses>, UnsafePointer<T>, UnsafePointer<Int64>, UnsafePointer<T>,
                UnsafeMutablePointer<T>
            ) -> Void
        ) {
            reading(x, t, w, into: losses) {
                (x: UnsafePointer<T>, t: UnsafePointer<Int64>, w: UnsafePointer<T>, to: UnsafeMutablePointer<T>) in
                rows.forEach { options, start, row in
                    var options = options
                    kernel(&options, x + start, t + row, w, to + row)
                }
            }
        }
        logits.dtype.dispatchFloat(float32: run(kindling_cross_entropy_f32), float64: run(kindling_cross_entropy_f64))
        if loss.reduction == .none { return losses }
        let total = reduce(losses, .sum, Axes(all: losses.rank), keepDim: false)
        if loss.reduction == .sum { return total }
        return compute(.divide, total, Tensor(.floating(divisor(t, w, loss)), dtype: total.dtype))
    }

    func crossEntropyGradient(
        _ cotangent: Tensor, _ logits: Tensor, _ target: Tensor, _ weight: Tensor?, _ loss: CrossEntropy
    ) -> Tensor {
        let result = Tensor.uninitialized(logits.shape, logits.dtype)
        let (x, t) = (contiguous(logits), contiguous(target))
        let w = contiguous(weight ?? .ones([logits.shape[loss.dim]], dtype: logits.dtype))
        var shares = contiguous(cotangent)
        if loss.reduction == .mean {
            shares = compute(.divide, shares, Tensor(.floating(divisor(t, w, loss)), dtype: shares.dtype))
        }
        let rows = ClassRows(loss, x.shape, w)
        @inline(never)
        func run<T>(
            _ kernel: (
                UnsafePointer<KindlingClasses>, UnsafePointer<T>, UnsafePointer<T>, UnsafePointer<Int64>, UnsafePointer<T>,
                UnsafeMutablePointer<T>
            ) -> Void
        ) {
            reading(x, t, w) { (x: UnsafePointer<T>, t: UnsafePointer<Int64>, w: UnsafePointer<T>) in
                reading(shares, into: result) { (shares: UnsafePointer<T>, to: UnsafeMutablePointer<T>) in
                    rows.forEach { options, start, row in
                        var options = options
                        kernel(&options, shares + row * options.share_step, x + start, t + row, w, to + start)
                    }
                }
            }
        }
        logits.dtype.dispatchFloat(
            float32: run(kindling_cross_entropy_gradient_f32), float64: run(kindling_cross_entropy_gradient_f64))
        return result
    }

    /// The weights of the targets that count.
    private func divisor(_ target: Tensor, _ weight: Tensor, _ loss: CrossEntropy) -> Double {
        func sum<T: BinaryFloatingPoint>(_ type: T.Type) -> Double {
            reading(target, weight) { (targets: UnsafePointer<Int64>, weights: UnsafePointer<T>) in
                var total = 0.0
                for row in 0..<target.count where targets[row] != loss.ignored { total += Double(weights[Int(targets[row])]) }
                return total
            }
        }
        return weight.dtype.dispatchFloat(float32: sum(Float.self), float64: sum(Double.self))
    }
}

/// The rows of classes in logits that lie as [batch, classes, inner]: one by one, or those side by side that fit a kernel's lanes.
private struct ClassRows {
    private var options = KindlingClasses()
    private let batch, classes, inner: Int

    init(_ loss: CrossEntropy, _ shape: Shape, _ weight: Tensor) {
        batch = shape[..<loss.dim].reduce(1, *)
        classes = shape[loss.dim]
        inner = shape[(loss.dim + 1)...].reduce(1, *)
        options.transposed = inner == 1 && classes <= KINDLING_FEW_CLASSES
        options.lanewise = inner != 1 || options.transposed
        (options.pieces, options.length, options.stride) =
            options.lanewise ? (classes, 0, options.transposed ? Int(KINDLING_LANES) : inner) : (1, classes, classes)
        options.ignored = Int64(loss.ignored)
        options.smoothing = loss.labelSmoothing
        options.spread = loss.labelSmoothing / Double(classes)
        options.weights = loss.labelSmoothing == 0 ? 0 : weight.sum().item()
        options.share_step = loss.reduction == .none ? 1 : 0
    }

    /// Calls `body` with where rows start in the logits, and their number.
    func forEach(_ body: (_ options: KindlingClasses, _ start: Int, _ row: Int) -> Void) {
        let width = options.lanewise ? Int(KINDLING_LANES) : 1
        // Those that are transposed are of all samples.
        let (samples, rows) = options.transposed ? (1, batch) : (batch, inner)
        let blocks = (rows + width - 1) / width
        parallel(samples * blocks, grain: Swift.max(1, 8192 / Swift.max(classes * width, 1))) { range in
            for index in range {
                var options = options
                let (sample, row) = (index / blocks, index % blocks * width)
                if options.lanewise { options.length = Swift.min(width, rows - row) }
                body(options, sample * classes * rows + row * (options.transposed ? classes : 1), sample * rows + row)
            }
        }
    }
}
