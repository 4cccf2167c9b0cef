@_exported import Autograd
@_exported import Tensor

/// A derivative that is not the slope of its function.
public struct GradientMismatch: Error, CustomStringConvertible {
    /// 1 for the derivative, 2 for the derivative of the derivative.
    public let order: Int
    /// The index of the input.
    public let input: Int
    /// The index of the input's element, counted row after row.
    public let element: Int
    /// What the derivative says.
    public let derived: Double
    /// What the finite difference gives.
    public let measured: Double

    /// Which element differs, and both values.
    public var description: String {
        "derivative of order \(order) by input \(input), element \(element): \(derived), but finite differences give \(measured)"
    }
}

/// Checks a function's derivatives against finite differences in float64 (torch's `gradcheck` and `gradgradcheck`).
///
/// The result is multiplied by fixed random weights and summed, so that any shape of result will do. Central differences:
/// (f(x + h) - f(x - h)) / 2 h.
///
/// ```swift
/// try checkGradients(of: { Cube()($0[0]) }, at: [Tensor.normal([3, 4])])
/// ```
///
/// - Parameters:
///   - inputs: converted to float64. Each is differentiated.
///   - order: 2 checks second derivatives too.
///   - step: the h of the difference.
///   - relative: the tolerance relative to the measured slope.
///   - absolute: the tolerance that is allowed anyway.
/// - Throws: ``GradientMismatch`` for the first element that differs by more than `absolute + relative · |measured|`.
public func checkGradients(
    of function: @escaping ([Tensor]) -> Tensor, at inputs: [Tensor], order: Int = 2, step: Double = 1e-5,
    relative: Double = 1e-5, absolute: Double = 1e-6
) throws(GradientMismatch) {
    let points = inputs.map { $0.detached().to(.float64) }
    let generator = Generator(seed: 7)
    let weighted = weightedSum(of: function, at: points, generator)
    try compare(weighted, points, 1, step, relative, absolute)
    if order < 2 { return }
    // The weighted sum of all first derivatives is a function itself, whose slope the second derivatives are.
    let weights = points.map { Tensor.uniform($0.shape, from: 0.5, to: 1.5, dtype: .float64, generator: generator) }
    let slope: ([Tensor]) -> Tensor = { tensors in
        let gradients = valueAndGradients(of: weighted, at: tensors, createGraph: true).gradients
        return zip(gradients, weights).map { ($0 * $1).sum() }.reduce(Tensor(0.0, dtype: .float64)) { $0 + $1 }
    }
    try compare(slope, points, 2, step, relative, absolute)
}

private func weightedSum(of function: @escaping ([Tensor]) -> Tensor, at points: [Tensor], _ generator: Generator) -> ([Tensor])
    -> Tensor
{
    let weights = Tensor.uniform(noGrad { function(points) }.shape, from: 0.5, to: 1.5, dtype: .float64, generator: generator)
    return { (function($0) * weights).sum() }
}

private func compare(
    _ function: ([Tensor]) -> Tensor, _ points: [Tensor], _ order: Int, _ step: Double, _ relative: Double, _ absolute: Double
) throws(GradientMismatch) {
    let derived = valueAndGradients(of: function, at: points).gradients
    for (input, point) in points.enumerated() {
        let (elements, slopes) = (point.array(of: Double.self), derived[input].array(of: Double.self))
        for element in elements.indices {
            func value(_ shift: Double) -> Double {
                var moved = elements
                moved[element] += shift
                var arguments = points
                arguments[input] = Tensor(moved, shape: point.shape, dtype: .float64)
                return function(arguments).item()
            }
            let measured = (value(step) - value(-step)) / (2 * step)
            // The negation also catches NaN.
            if !(abs(measured - slopes[element]) <= absolute + relative * abs(measured)) {
                throw GradientMismatch(
                    order: order, input: input, element: element, derived: slopes[element], measured: measured)
            }
        }
    }
}
