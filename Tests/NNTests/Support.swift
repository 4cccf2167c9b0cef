import NN
import Testing

func double(_ values: [Double], shape: Shape? = nil) -> Tensor {
    Tensor(values, shape: shape ?? [values.count], dtype: .float64)
}

/// Fails unless the elements are these to within `relative`, NaN where NaN.
func expect(
    _ tensor: Tensor?, is values: [Double], relative: Double = 1e-12, sourceLocation: SourceLocation = #_sourceLocation
) {
    let found = tensor?.array(of: Double.self)
    let same =
        found?.count == values.count
        && zip(found ?? [], values).allSatisfy {
            $0 == $1 || abs($0 - $1) <= relative * max(abs($1), 1) || $0.isNaN && $1.isNaN
        }
    #expect(same, "found \(found ?? []), expected \(values)", sourceLocation: sourceLocation)
}

/// What a process that trapped said.
func message(_ result: ExitTest.Result?) -> String {
    String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
}
