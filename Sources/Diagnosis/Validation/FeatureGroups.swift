import Data
import Metrics
import Tensor

/// Features that measure the same: groups of correlated columns, clustered as scikit-learn's documentation does on this library's data
/// ("Permutation importance with multicollinear or correlated features").
///
/// The distance of two features is 1 - |ρ|, where ρ is Spearman's rank correlation; clusters are merged by Ward's linkage, and cut at
/// ``cut``. All rows are used, but not their diagnoses. Missing measurements count as the median.
public struct FeatureGroups: Encodable, Hashable, Sendable {
    /// The height of the dendrogram at which it is cut.
    public let cut: Double
    /// The columns of each group, ascending, by their first columns.
    public let columns: [[Int]]

    /// Clusters the features of some rows.
    ///
    /// - Throws: ``FileError`` where a column has no numbers.
    public init(_ diagnoses: Diagnoses, cut: Double = 1) throws {
        self.cut = cut
        let imputer: Imputer
        do throws(ImputerError) { imputer = try Imputer(fitting: diagnoses.measurements, by: .median) } catch {
            let name = diagnoses.features[error.column].debugDescription
            throw FileError(file: diagnoses.name, problem: "column \(name) has only missing cells")
        }
        let correlation = try spearmanCorrelation(imputer.transform(diagnoses.measurements))
        columns = try WardClustering(correlation: correlation).groups(height: cut)
    }
}
