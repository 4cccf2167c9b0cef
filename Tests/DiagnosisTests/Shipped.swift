import Diagnosis
import Kindling

/// The data that ships with the library.
func shippedDiagnoses() throws -> Diagnoses { try Diagnoses(Diagnoses.shipped()) }

extension Recipe {
    /// A recipe with some settings changed.
    static func with(_ change: (inout Recipe) -> Void) -> Recipe {
        var recipe = Recipe()
        change(&recipe)
        return recipe
    }
}

extension Classifier {
    /// The tensors of all members by name.
    var memberWeights: [[String: [Double]]] { members.map { $0.stateDict.mapValues { $0.array(of: Double.self) } } }
}
