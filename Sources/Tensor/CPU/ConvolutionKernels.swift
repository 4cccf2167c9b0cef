import CKernels

/// The kernels of convolutions for one element type.
struct ConvolutionKernels<T: Element>: Sendable {
    typealias Plan = UnsafePointer<KindlingCorrelation>

    let pack: @Sendable (Plan, UnsafePointer<T>, Int, Int, UnsafeMutablePointer<T>) -> Void
    let correlate: @Sendable (Plan, UnsafePointer<T>, UnsafePointer<T>, UnsafePointer<T>?, UnsafeMutablePointer<T>) -> Void
    let correlateWeights: @Sendable (Plan, UnsafePointer<T>, UnsafePointer<T>, Bool, UnsafeMutablePointer<T>) -> Void
    let addWeightSums: @Sendable (Plan, UnsafePointer<T>, Int, Int, Int, KindlingRange, UnsafeMutablePointer<T>) -> Void
}

extension ConvolutionKernels<Float> {
    static let f32 = ConvolutionKernels(
        pack: kindling_pack_weights_f32, correlate: kindling_correlate_f32, correlateWeights: kindling_correlate_weights_f32,
        addWeightSums: kindling_add_weight_sums_f32)
}

extension ConvolutionKernels<Double> {
    static let f64 = ConvolutionKernels(
        pack: kindling_pack_weights_f64, correlate: kindling_correlate_f64, correlateWeights: kindling_correlate_weights_f64,
        addWeightSums: kindling_add_weight_sums_f64)
}
