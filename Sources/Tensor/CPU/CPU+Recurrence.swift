import CKernels

extension CPU {
    func recurrentStates(
        _ recurrence: Recurrence, _ x: Tensor, _ weight: Tensor, _ h: Tensor, _ other: (c: Tensor?, bias: Tensor?)
    ) -> Tensor {
        let layout = StatesLayout(recurrence, x)
        let result = Tensor.uninitialized([layout.count], x.dtype)
        let source = x.strides[2] == 1 || x.shape[2] == 1 ? x : copy(x)
        let factor = weight.permutedView(Permutation([1, 0])).paddedToVectorWidth
        let bias = recurrence == .gru ? contiguous(other.bias!) : nil
        layout.set(result, at: 0, to: h)
        if recurrence == .lstm { layout.set(result, at: layout.cells, to: other.c!) }
        func run<T>(
            _ type: T.Type,
            _ kernel: (
                UnsafePointer<KindlingRecurrence>, UnsafePointer<T>, UnsafePointer<T>, UnsafePointer<T>?,
                UnsafeMutablePointer<T>, UnsafeMutablePointer<T>?, UnsafeMutablePointer<T>?, Int, Int
            ) -> Void
        ) {
            reading(source, factor, into: result) {
                (x: UnsafePointer<T>, w: UnsafePointer<T>, states: UnsafeMutablePointer<T>) in
                reading(optional: bias) { (bias: UnsafePointer<T>?) in
                    layout.forRows(source.strides) { sizes, rows in
                        kernel(
                            sizes, x, w, bias, states, states + layout.cells, states + layout.gates, rows.lowerBound,
                            rows.upperBound)
                    }
                }
            }
        }
        x.dtype.dispatchFloat(
            float32: run(Float.self, kindling_recurrent_f32), float64: run(Double.self, kindling_recurrent_f64))
        if recurrence == .lstm {
            layout.set(
                result, at: layout.lastCell, to: layout.state(of: result, at: layout.cells + layout.length * layout.plane))
        }
        return result
    }

    func recurrentGradient(
        _ recurrence: Recurrence, _ dy: Tensor, states: Tensor, _ x: Tensor, _ weight: Tensor
    ) -> Tensor {
        let layout = StatesLayout(recurrence, x)
        let (given, factor) = (contiguous(dy), weight.paddedToVectorWidth)
        let columns = recurrence.gates * layout.hidden
        // The gradient by x comes first, then those by W, h, and an LSTM's c or a GRU's bias.
        let (weightOffset, hOffset) = (x.count, x.count + weight.count)
        let otherOffset = hOffset + layout.plane
        let otherCount = recurrence == .lstm ? layout.plane : recurrence == .gru ? columns : 0
        let result = Tensor.uninitialized([otherOffset + otherCount], x.dtype)
        // A GRU's product has cotangents of its own.
        let products = recurrence == .gru ? Tensor.uninitialized(x.shape, x.dtype) : result.view(Layout(x.shape))
        if recurrence == .lstm {
            layout.set(result, at: otherOffset, to: layout.state(of: given, at: layout.length * layout.plane))
        }
        @inline(never)
        func run<T>(
            _ type: T.Type,
            _ kernel: (
                UnsafePointer<KindlingRecurrence>, UnsafePointer<T>, UnsafePointer<T>, UnsafePointer<T>, UnsafePointer<T>?,
                UnsafePointer<T>?, UnsafeMutablePointer<T>, UnsafeMutablePointer<T>, UnsafeMutablePointer<T>,
                UnsafeMutablePointer<T>?, Int, Int
            ) -> Void, _ multiply: (UnsafePointer<KindlingProduct>) -> Void
        ) {
            reading(given, factor, states, into: result) {
                (dy: UnsafePointer<T>, w: UnsafePointer<T>, before: UnsafePointer<T>, to: UnsafeMutablePointer<T>) in
                writing(products) { (slopes: UnsafeMutablePointer<T>) in
                    layout.forRows(x.strides) { sizes, rows in
                        kernel(
                            sizes, dy, w, before, before + layout.cells, before + layout.gates, to, slopes,
                            to + hOffset, to + otherOffset, rows.lowerBound, rows.upperBound)
                    }
                    // One product for all steps, whose second factor is h before each of them.
                    var product = KindlingProduct(
                        m: columns, n: layout.hidden, k: layout.length * layout.batch, a: slopes, ra: 1, ca: columns, b: before,
                        rb: layout.hidden, cb: 1, start: nil, rs: 0, cs: 0, c: to + weightOffset, rc: layout.hidden,
                        finish: nil,
                        context: nil)
                    multiply(&product)
                }
            }
        }
        x.dtype.dispatchFloat(
            float32: run(Float.self, kindling_recurrent_gradient_f32, kindling_product_f32),
            float64: run(Double.self, kindling_recurrent_gradient_f64, kindling_product_f64))
        if recurrence == .gru {
            let sums = reduce(products, .sum, [Axes(0), Axes(1)], keepDim: false)
            copy(sums, into: result.view(Layout(sums.shape), offset: otherOffset))
        }
        return result
    }
}

/// Where the states of all steps lie: h before the first step and after each, a copy of the last c, c likewise, the gates of each step.
struct StatesLayout {
    let recurrence: Recurrence
    let length, batch, hidden: Int

    init(_ recurrence: Recurrence, _ x: Tensor) {
        self.recurrence = recurrence
        (length, batch, hidden) = (x.shape[0], x.shape[1], x.shape[2] / recurrence.gates)
    }

    /// The elements of a state.
    var plane: Int { batch * hidden }
    var lastCell: Int { (length + 1) * plane }
    var cells: Int { recurrence == .lstm ? lastCell + plane : lastCell }
    var gates: Int { recurrence == .lstm ? cells + (length + 1) * plane : cells }
    var count: Int { recurrence.gates == 1 ? gates : gates + 4 * length * plane }

    func state(of states: Tensor, at offset: Int) -> Tensor { states.view(Layout([batch, hidden]), offset: offset) }

    func set(_ states: Tensor, at offset: Int, to state: Tensor) {
        CPU().copy(state, into: self.state(of: states, at: offset))
    }

    /// What the primitive gives, which is a view of the states.
    func outputs(of states: Tensor) -> Tensor {
        states.view(Layout([recurrence == .lstm ? length + 1 : length, batch, hidden]), offset: plane)
    }

    /// So few rows of the batch at a time that there is work for several threads, and so many that a product is worth reading
    /// weights for that the nearest cache cannot hold.
    func forRows(_ strides: Shape, _ body: (UnsafePointer<KindlingRecurrence>, Range<Int>) -> Void) {
        let sizes = KindlingRecurrence(
            kind: KindlingRecurrenceKind(rawValue: recurrence.rawValue), length: length, batch: batch, hidden: hidden,
            gates: recurrence.gates, step: strides[0],
            row: strides[1])
        let work = max(length * recurrence.gates * hidden * hidden, 1)
        let rows = recurrence.gates * hidden * hidden > 1 << 17 ? 32 : 8
        parallel(batch, grain: max(rows, (1 << 19) / work / 8 * 8)) { rows in withUnsafePointer(to: sizes) { body($0, rows) } }
    }
}

extension Tensor {
    /// A matrix whose rows are filled up with zeros to whole vectors.
    fileprivate var paddedToVectorWidth: Tensor {
        let (rows, columns) = (shape[0], (shape[1] + 15) / 16 * 16)
        if columns == shape[1] { return CPU().contiguous(self) }
        return CPU().sliceScatter(self, Slice(dim: 1, start: 0, count: shape[1]), into: [rows, columns])
    }
}
