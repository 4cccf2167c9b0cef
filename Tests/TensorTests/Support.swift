import Tensor
import Testing

/// Fails unless the elements are these, compared in float64; NaN agrees with NaN, and 0 not with -0.
func expect(
    _ tensor: Tensor, is values: [Double], shape: Shape? = nil, dtype: DType? = nil, _ comment: Comment? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let found = tensor.array(of: Double.self)
    let same =
        found.count == values.count
        && zip(found, values).allSatisfy { ($0 == $1 && $0.sign == $1.sign) || ($0.isNaN && $1.isNaN) }
    #expect(same, "found \(found), expected \(values). \(comment ?? "")", sourceLocation: sourceLocation)
    if let shape { #expect(tensor.shape == shape, comment, sourceLocation: sourceLocation) }
    if let dtype { #expect(tensor.dtype == dtype, comment, sourceLocation: sourceLocation) }
}

/// Fails unless each element is within `units` of float spacing of the value rounded to the tensor's dtype.
func expect(
    _ tensor: Tensor, isNear values: [Double], units: Double, _ comment: Comment? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let found = tensor.array(of: Double.self)
    #expect(found.count == values.count, comment, sourceLocation: sourceLocation)
    for (index, (value, truth)) in zip(found, values).enumerated() {
        let apart = distance(value, truth, tensor.dtype)
        #expect(
            apart <= units, "element \(index) is \(value), expected \(truth): \(apart) units off. \(comment ?? "")",
            sourceLocation: sourceLocation)
    }
}

/// How far a value of a dtype is from the true one, in units of the last place of the latter.
private func distance(_ value: Double, _ truth: Double, _ dtype: DType) -> Double {
    if truth.isNaN { return value.isNaN ? 0 : .infinity }
    let rounded = dtype == .float32 ? Double(Float(truth)) : truth
    if rounded.isInfinite || value.isInfinite || value.isNaN { return value == rounded ? 0 : .infinity }
    let unit = dtype == .float32 ? Double(Float(truth).ulp) : truth.ulp
    return Swift.abs(value - truth) / Swift.max(unit, dtype == .float32 ? 0x1p-149 : 0x1p-1074)
}
