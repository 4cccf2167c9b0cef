import Data
import Tensor

/// Rows as a network sees them: imputed and standardized with the statistics of the training rows alone.
public struct StandardizedRows: Sendable {
    /// What replaces missing measurements; nil where none may be missing.
    public let imputer: Imputer?
    /// Subtracts the mean and divides by the standard deviation.
    public let scaler: StandardScaler
    /// The smallest measurement of each feature: float64 `[features]`.
    public let minimum: Tensor
    /// The largest measurement of each feature: float64 `[features]`.
    public let maximum: Tensor
    /// The features that are constant, from which nothing can be learned.
    public let constantFeatures: [Int]
    /// All rows, also those that nothing was learnt from: float32.
    public let all: TensorDataset
    /// The indices of the training rows.
    public let train: Tensor

    /// Learns from some rows, and standardizes all.
    ///
    /// - Parameters:
    ///   - diagnoses: all rows.
    ///   - train: the indices of the training rows.
    ///   - imputes: whether missing measurements are replaced by the training rows' medians.
    /// - Throws: ``FileError`` where a column's numbers are too large, or where there are none in it to impute from.
    public init(_ diagnoses: Diagnoses, train: Tensor, imputes: Bool = false) throws(FileError) {
        func name(_ column: Int) -> String { diagnoses.features[column].debugDescription }
        var (measurements, all) = (diagnoses.measurements[train], diagnoses.measurements)
        if imputes {
            do throws(ImputerError) {
                let imputer = try Imputer(fitting: measurements, by: .median)
                (measurements, all) = (imputer.transform(measurements), imputer.transform(all))
                self.imputer = imputer
            } catch {
                throw FileError(
                    file: diagnoses.name, problem: "column \(name(error.column)) has only missing cells in the training rows")
            }
        } else {
            imputer = nil
        }
        self.train = train
        scaler = StandardScaler(fitting: measurements)
        (minimum, maximum) = (measurements.amin(dim: 0), measurements.amax(dim: 0))
        let isConstant = (minimum .== maximum).array(of: Bool.self)
        constantFeatures = isConstant.indices.filter { isConstant[$0] }
        self.all = TensorDataset(scaler.transform(all).to(.float32), diagnoses.labels)
        let isFinite = self.all.features.isFinite().all(dim: 0) .& scaler.scale.isFinite()
        if let column = isFinite.array(of: Bool.self).firstIndex(of: false) {
            throw FileError(
                file: diagnoses.name, problem: "the numbers in column \(name(column)) are too large to be standardized")
        }
    }
}
