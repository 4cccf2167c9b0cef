import CKernels

extension CPU {
    func attention(_ attention: Attention, _ q: Tensor, _ k: Tensor, _ v: Tensor, mask: Tensor?) -> Tensor {
        let result = Tensor.uninitialized(q.shape.replacing(3, with: v.shape[3]), q.dtype)
        let operands = AttentionOperands(attention, q, k, v, mask, out: result)
        // So many queries that packing their keys does not count.
        let (queries, heads) = (256, q.shape[2])
        let chunks = (q.shape[1] + queries - 1) / queries
        func run<T>(
            _ type: T.Type,
            _ kernel: (
                Pointers<T>, UnsafeMutablePointer<T>, _ batch: Int, _ head: Int, _ queries: Range<Int>
            ) -> Void
        ) {
            operands.reading { (pointers: Pointers<T>) in
                writing(result) { (to: UnsafeMutablePointer<T>) in
                    let grain = operands.headsAtOnce(queries: min(queries, q.shape[1]))
                    parallel(q.shape[0] * heads * chunks, grain: grain) { range in
                        for index in range {
                            let (head, first) = (index / chunks, index % chunks * queries)
                            let some = first..<min(first + queries, q.shape[1])
                            kernel(pointers, to, head / heads, head % heads, some)
                        }
                    }
                }
            }
        }
        q.dtype.dispatchFloat(
            float32: run(Float.self) { p, to, batch, head, range in
                withUnsafePointer(to: operands.sizes) {
                    kindling_attention_f32(
                        $0, p.q, p.k, p.v, p.allowed, p.added, to, batch, head, range.lowerBound, range.upperBound)
                }
            },
            float64: run(Double.self) { p, to, batch, head, range in
                withUnsafePointer(to: operands.sizes) {
                    kindling_attention_f64(
                        $0, p.q, p.k, p.v, p.allowed, p.added, to, batch, head, range.lowerBound, range.upperBound)
                }
            })
        return result
    }

    func attentionGradient(
        _ attention: Attention, _ dy: Tensor, _ q: Tensor, _ k: Tensor, _ v: Tensor, mask: Tensor?
    ) -> Tensor {
        let result = Tensor.uninitialized([q.count + k.count + v.count], q.dtype)
        let cotangent = dy.withUnitInnerStride
        let operands = AttentionOperands(attention, q, k, v, mask, out: cotangent)
        let heads = k.shape[2]
        func run<T>(
            _ type: T.Type,
            _ kernel: (
                Pointers<T>, _ dy: UnsafePointer<T>, UnsafeMutablePointer<T>, _ batch: Int, _ head: Int
            ) -> Void
        ) {
            let work = operands.headsAtOnce(queries: 3 * q.shape[1] * q.shape[2] / max(heads, 1))
            operands.reading { (pointers: Pointers<T>) in
                reading(cotangent, into: result) { (dy: UnsafePointer<T>, to: UnsafeMutablePointer<T>) in
                    parallel(q.shape[0] * heads, grain: work) { range in
                        for index in range { kernel(pointers, dy, to, index / heads, index % heads) }
                    }
                }
            }
        }
        q.dtype.dispatchFloat(
            float32: run(Float.self) { p, dy, to, batch, head in
                withUnsafePointer(to: operands.sizes) {
                    kindling_attention_gradient_f32(
                        $0, dy, p.q, p.k, p.v, p.allowed, p.added, to, to + q.count, to + q.count + k.count, batch, head)
                }
            },
            float64: run(Double.self) { p, dy, to, batch, head in
                withUnsafePointer(to: operands.sizes) {
                    kindling_attention_gradient_f64(
                        $0, dy, p.q, p.k, p.v, p.allowed, p.added, to, to + q.count, to + q.count + k.count, batch, head)
                }
            })
        return result
    }
}

private struct Pointers<T> {
    var q, k, v: UnsafePointer<T>
    var allowed: UnsafePointer<UInt8>?
    var added: UnsafePointer<T>?
}

/// The operands as the kernels take them.
private struct AttentionOperands {
    let q, k, v: Tensor
    let mask: Tensor?
    let sizes: KindlingAttention

    init(_ attention: Attention, _ q: Tensor, _ k: Tensor, _ v: Tensor, _ mask: Tensor?, out: Tensor) {
        (self.q, self.k, self.v, self.mask) = (q.withUnitInnerStride, k.withUnitInnerStride, v.withUnitInnerStride, mask)
        /// Of batch, head and row.
        func strides(_ strides: Shape) -> (Int, Int, Int) { (strides[0], strides[2], strides[1]) }
        let m = mask?.strides ?? [0, 0, 0, 0]
        sizes = KindlingAttention(
            group: k.shape[2] == 0 ? 1 : q.shape[2] / k.shape[2], length: q.shape[1], keys: k.shape[1], features: q.shape[3],
            values: v.shape[3], q: strides(self.q.strides), k: strides(self.k.strides), v: strides(self.v.strides),
            out: strides(out.strides), dq: strides(Layout(q.shape).strides), dk: strides(Layout(k.shape).strides),
            dv: strides(Layout(v.shape).strides), mask: (m[0], m[1], m[2], m[3]), scale: attention.scale,
            causal: attention.isCausal)
    }

    func reading<T>(_ body: (Pointers<T>) -> Void) {
        let (allowed, added) = mask?.dtype == .bool ? (mask, nil) : (nil, mask)
        Tensor::reading(q, k, v) { (q: UnsafePointer<T>, k: UnsafePointer<T>, v: UnsafePointer<T>) in
            Tensor::reading(optional: allowed) { (allowed: UnsafePointer<UInt8>?) in
                Tensor::reading(optional: added) { (added: UnsafePointer<T>?) in
                    body(Pointers(q: q, k: k, v: v, allowed: allowed, added: added))
                }
            }
        }
    }

    /// How many heads are some 10 µs of work.
    func headsAtOnce(queries: Int) -> Int {
        max((1 << 20) / max(queries * sizes.keys * (sizes.features + sizes.values), 1), 1)
    }
}

extension Tensor {
    /// Itself where the elements of the last dim lie next to each other, else a copy.
    fileprivate var withUnitInnerStride: Tensor { strides[rank - 1] == 1 || shape[rank - 1] <= 1 ? self : CPU().copy(self) }
}
