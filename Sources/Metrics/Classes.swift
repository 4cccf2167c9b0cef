import Tensor

extension Tensor {
    /// Whether each element is 1; traps where one is neither 0 nor 1.
    func flags(_ operation: String, _ what: String) -> [Bool] {
        array(of: Double.self).map {
            if $0 != 0 && $0 != 1 { trap(operation, "\(what) are 0 or 1, got \($0)") }
            return $0 == 1
        }
    }
}

func requireSameShape(_ operation: String, _ a: Tensor, _ b: Tensor) {
    if a.shape != b.shape { trap(operation, "\(a.shape) and labels \(b.shape) differ in shape") }
}

/// a / b, NaN where b is 0.
func ratio(_ a: Int, _ b: Int) -> Double { b == 0 ? .nan : Double(a) / Double(b) }
