import Optim
import Testing

func double(_ values: [Double]) -> Tensor { Tensor(values, dtype: .float64) }

func parameter(_ values: [Double], dtype: DType = .float64, name: String = "w") -> NamedParameter {
    NamedParameter(name, ParameterCell(Tensor(values, dtype: dtype)))
}

extension NamedParameter {
    var values: [Double] { cell.value?.array(of: Double.self) ?? [] }
}

/// Gradients that are what is asked for.
func gradients(_ wanted: (NamedParameter, [Double])...) -> Gradients {
    wanted.reduce(into: Gradients()) { sum, pair in
        let tensor = pair.0.cell.tracked!
        sum += tensor.gradients(cotangent: Tensor(pair.1, shape: tensor.shape, dtype: tensor.dtype))
    }
}

/// Fails unless the numbers are these to within `relative`.
func expect(
    _ found: [Double], is values: [Double], relative: Double = 1e-11, sourceLocation: SourceLocation = #_sourceLocation
) {
    let same = found.count == values.count && zip(found, values).allSatisfy { abs($0 - $1) <= relative * max(abs($1), 0.1) }
    #expect(same, "found \(found), expected \(values)", sourceLocation: sourceLocation)
}

/// What a process that trapped said.
func message(_ result: ExitTest.Result?) -> String {
    String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
}

/// The valley Σ c (w - d)² / 2, and the way down it.
enum Valley {
    static let start = [1.0, -2, 0.5, 3]

    static func loss(_ parameter: NamedParameter) -> Tensor {
        let w = parameter.cell.tracked!
        let c = Tensor([1.0, 0.5, 2, 0.1], dtype: w.dtype), d = Tensor([0.2, 0.4, -1, 3], dtype: w.dtype)
        return ((w - d.onDevice(of: w)).square() * c.onDevice(of: w) * 0.5).sum()
    }

    static func slope(_ parameter: NamedParameter) -> Gradients { loss(parameter).gradients() }

    /// The parameter after steps 1, 2, 3 and 10.
    static func descend(_ dtype: DType, by optimizer: ([NamedParameter]) -> Optimizer) -> [[Double]] {
        let w = parameter(start, dtype: dtype)
        let descent = optimizer([w])
        return (1...10).compactMap { step in
            descent.step(slope(w))
            return [1, 2, 3, 10].contains(step) ? w.values : nil
        }
    }
}
