import Data

/// Columns of finite numbers are scaled, and back again.
func fuzzScalers(_ choices: inout Choices) {
    let (rows, columns) = (1 + choices.number(below: 6), 1 + choices.number(below: 3))
    let isOrdinary = choices.once(in: 2)
    let values = (0..<rows * columns).map { _ in isOrdinary ? ordinary(&choices) : anyFinite(&choices) }
    let x = Tensor(values, shape: [rows, columns], dtype: .float64)
    let standard = StandardScaler(fitting: x)
    let (minMax, robust) = (MinMaxScaler(fitting: x), RobustScaler(fitting: x))
    let scaled = [standard.transform(x), minMax.transform(x), robust.transform(x)]
    let back = [
        standard.inverseTransform(scaled[0]), minMax.inverseTransform(scaled[1]), robust.inverseTransform(scaled[2]),
    ]
    for (z, y) in zip(scaled, back) {
        require(z.shape == x.shape && y.shape == x.shape, "another shape")
        if !isOrdinary { continue }
        require(z.isFinite().all().item(as: Bool.self), "\(values) became \(z)")
        // Of the largest in its column.
        let largest = x.abs().amax(dim: 0)
        require(((y - x).abs() .<= largest * 1e-9).all().item(as: Bool.self), "\(values) came back as \(y)")
    }
    let scales = standard.scale.array(of: Double.self)
    if isOrdinary { require(scales.allSatisfy { $0 > 0 && $0.isFinite }, "\(values) has the scales \(scales)") }
}

/// Between 1e-150 and 1e150.
private func ordinary(_ choices: inout Choices) -> Double {
    let digits = Double(Int(choices.byte()) - 128)
    return digits * choices.one(of: [1, 1, 1, 0.1, 1e-150, 1e-18, 1e6, 1e18, 1e147])
}

private func anyFinite(_ choices: inout Choices) -> Double {
    let value = Double(bitPattern: choices.bits())
    return value.isFinite ? value : 0
}
