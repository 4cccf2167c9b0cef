import Tensor

extension Tensor {
    /// Whether each element is 1; throws where one is neither 0 nor 1.
    func flags(_ operation: String, _ what: String) throws(InputError) -> [Bool] {
        let elements = array(of: Double.self)
        if let position = elements.firstIndex(where: { $0 != 0 && $0 != 1 }) {
            throw InputError(
                .value, operation, "\(what) are 0 or 1, got \(elements[position])", at: index(ofPosition: position))
        }
        return elements.map { $0 == 1 }
    }

    /// A float64 vector.
    init(vector: [Double]) { self.init(vector, shape: [vector.count], dtype: .float64) }
}

func requireSameShape(_ operation: String, _ a: Tensor, _ b: Tensor) throws(InputError) {
    if a.shape != b.shape { throw InputError(.shape, operation, "\(a.shape) and labels \(b.shape) differ in shape") }
}

/// The result of a throwing function; traps with its error.
func trapping<R>(_ body: () throws(InputError) -> R) -> R {
    do { return try body() } catch { trap(error) }
}

/// a / b, NaN where b is 0.
func ratio(_ a: Int, _ b: Int) -> Double { b == 0 ? .nan : Double(a) / Double(b) }
