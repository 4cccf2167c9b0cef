import CKernels
import Synchronization

/// The kernels of convolutions for one element type.
struct ConvolutionKernels<T: Element>: Sendable {
    typealias Plan = UnsafePointer<KindlingCorrelation>

    let pack: @Sendable (Plan, Int, KindlingRange, UnsafePointer<T>, Int, Int, UnsafeMutablePointer<T>) -> Void
    let correlate:
        @Sendable (Plan, Int, KindlingRange, UnsafePointer<T>, UnsafePointer<T>, UnsafePointer<T>?, UnsafeMutablePointer<T>) ->
            Void
    let correlateWeights: @Sendable (Plan, UnsafePointer<T>, UnsafePointer<T>, Bool, UnsafeMutablePointer<T>) -> Void
    let addWeightSums: @Sendable (Plan, UnsafePointer<T>, Int, Int, Int, KindlingRange, UnsafeMutablePointer<T>) -> Void
    let areFinite: @Sendable (UnsafePointer<T>, Int) -> Bool
}

extension ConvolutionKernels {
    /// A correlation by Winograd's algorithm, where that applies: its sums would spread what is not finite to the neighbours.
    func transformed(
        _ plan: KindlingCorrelation, _ operands: (UnsafePointer<T>, count: Int), _ others: (UnsafePointer<T>, count: Int)
    ) -> KindlingCorrelation {
        let transformed = plan.transformed()
        if !transformed.is_winograd || (areAllFinite(operands) && areAllFinite(others)) { return transformed }
        return plan
    }

    private func areAllFinite(_ operands: (start: UnsafePointer<T>, count: Int)) -> Bool {
        let found = Atomic(false)
        parallel(operands.count, grain: 1 << 16) {
            if !areFinite(operands.start + $0.lowerBound, $0.count) { found.store(true, ordering: .relaxed) }
        }
        return !found.load(ordering: .relaxed)
    }
}

extension ConvolutionKernels<Float> {
    static let f32 = ConvolutionKernels(
        pack: kindling_pack_weights_f32, correlate: kindling_correlate_f32, correlateWeights: kindling_correlate_weights_f32,
        addWeightSums: kindling_add_weight_sums_f32, areFinite: kindling_all_finite_f32)
}

extension ConvolutionKernels<Double> {
    static let f64 = ConvolutionKernels(
        pack: kindling_pack_weights_f64, correlate: kindling_correlate_f64, correlateWeights: kindling_correlate_weights_f64,
        addWeightSums: kindling_add_weight_sums_f64, areFinite: kindling_all_finite_f64)
}
