import CKernels

/// What BLAS computes with.
protocol BLASElement: Element, BinaryFloatingPoint {
    /// C[m, n] = A[m, k] B[k, n], plus C if beta is 1. Each is row after row, `lda` (`ldb`, `ldc`) elements apart; a transposed one is
    /// stored as [k, m], or [n, k].
    static func gemm(
        _ transposeA: Bool, _ transposeB: Bool, _ m: Int, _ n: Int, _ k: Int, _ a: UnsafePointer<Self>, _ lda: Int,
        _ b: UnsafePointer<Self>, _ ldb: Int, beta: Self, _ c: UnsafeMutablePointer<Self>, _ ldc: Int)

    static func unfold(
        _ x: UnsafePointer<Self>, _ channels: Int, _ d: KindlingAxis, _ h: KindlingAxis, _ w: KindlingAxis, _ first: Int,
        _ rows: Int, _ columns: UnsafeMutablePointer<Self>)
    static func fold(
        _ columns: UnsafePointer<Self>, _ channels: Int, _ d: KindlingAxis, _ h: KindlingAxis, _ w: KindlingAxis,
        _ first: Int, _ rows: Int, _ x: UnsafeMutablePointer<Self>)
}

extension Float: BLASElement {
    static func gemm(
        _ transposeA: Bool, _ transposeB: Bool, _ m: Int, _ n: Int, _ k: Int, _ a: UnsafePointer<Float>, _ lda: Int,
        _ b: UnsafePointer<Float>, _ ldb: Int, beta: Float, _ c: UnsafeMutablePointer<Float>, _ ldc: Int
    ) {
        var product = KindlingProduct(
            m: m, n: n, k: k, a: a, ra: transposeA ? 1 : lda, ca: transposeA ? lda : 1, b: b, rb: transposeB ? 1 : ldb,
            cb: transposeB ? ldb : 1, start: beta == 0 ? nil : UnsafeRawPointer(c), rs: ldc, cs: 1, c: c, rc: ldc)
        kindling_product_f32(&product)
    }

    static func unfold(
        _ x: UnsafePointer<Float>, _ channels: Int, _ d: KindlingAxis, _ h: KindlingAxis, _ w: KindlingAxis, _ first: Int,
        _ rows: Int, _ columns: UnsafeMutablePointer<Float>
    ) { kindling_unfold_f32(x, channels, d, h, w, first, rows, columns) }

    static func fold(
        _ columns: UnsafePointer<Float>, _ channels: Int, _ d: KindlingAxis, _ h: KindlingAxis, _ w: KindlingAxis,
        _ first: Int, _ rows: Int, _ x: UnsafeMutablePointer<Float>
    ) { kindling_fold_f32(columns, channels, d, h, w, first, rows, x) }
}

extension Double: BLASElement {
    static func gemm(
        _ transposeA: Bool, _ transposeB: Bool, _ m: Int, _ n: Int, _ k: Int, _ a: UnsafePointer<Double>, _ lda: Int,
        _ b: UnsafePointer<Double>, _ ldb: Int, beta: Double, _ c: UnsafeMutablePointer<Double>, _ ldc: Int
    ) {
        var product = KindlingProduct(
            m: m, n: n, k: k, a: a, ra: transposeA ? 1 : lda, ca: transposeA ? lda : 1, b: b, rb: transposeB ? 1 : ldb,
            cb: transposeB ? ldb : 1, start: beta == 0 ? nil : UnsafeRawPointer(c), rs: ldc, cs: 1, c: c, rc: ldc)
        kindling_product_f64(&product)
    }

    static func unfold(
        _ x: UnsafePointer<Double>, _ channels: Int, _ d: KindlingAxis, _ h: KindlingAxis, _ w: KindlingAxis,
        _ first: Int, _ rows: Int, _ columns: UnsafeMutablePointer<Double>
    ) { kindling_unfold_f64(x, channels, d, h, w, first, rows, columns) }

    static func fold(
        _ columns: UnsafePointer<Double>, _ channels: Int, _ d: KindlingAxis, _ h: KindlingAxis, _ w: KindlingAxis,
        _ first: Int, _ rows: Int, _ x: UnsafeMutablePointer<Double>
    ) { kindling_fold_f64(columns, channels, d, h, w, first, rows, x) }
}
