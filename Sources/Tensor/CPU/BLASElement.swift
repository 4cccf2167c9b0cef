import CKernels

/// What BLAS computes with.
protocol BLASElement: Element, BinaryFloatingPoint {
    /// C[m, n] = A[m, k] B[k, n], plus C if beta is 1. Each is row after row, `lda` (`ldb`, `ldc`) elements apart; a transposed one is
    /// stored as [k, m], or [n, k].
    static func gemm(
        _ transposeA: Bool, _ transposeB: Bool, _ m: Int, _ n: Int, _ k: Int, _ a: UnsafePointer<Self>, _ lda: Int,
        _ b: UnsafePointer<Self>, _ ldb: Int, beta: Self, _ c: UnsafeMutablePointer<Self>, _ ldc: Int)
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
}
