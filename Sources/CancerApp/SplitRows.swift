import Diagnosis
import Kindling

/// The training, validation and test rows, standardized with the statistics of the training rows alone.
struct SplitRows {
    let scaler: StandardScaler
    let train: TensorDataset
    /// Nil in the lesson's protocol.
    let validation: TensorDataset?
    let test: TensorDataset
    /// The columns that are constant in the training rows, from which nothing can be learned.
    let constantColumns: [Int]

    /// The rows that early stopping monitors.
    var watched: TensorDataset { validation ?? test }

    /// - Parameters:
    ///   - validationFraction: the fraction of the rows outside the test set; nil for no validation set.
    init(
        _ diagnoses: Diagnoses, validationFraction: Double?, testFraction: Double, generator: Generator
    ) throws(FileError) {
        let (rest, testRows) = try SplitRows.split(diagnoses, nil, testFraction, "test", generator)
        var (trainRows, validationRows) = (rest, nil as Tensor?)
        if let validationFraction {
            // A fraction of the remaining rows, as the option says, not of all rows.
            let (train, validation) = try SplitRows.split(diagnoses, rest, validationFraction, "validation", generator)
            (trainRows, validationRows) = (rest[train], rest[validation])
        }

        let measurements = diagnoses.measurements[trainRows]
        scaler = StandardScaler(fitting: measurements)
        let isConstant = (measurements.amin(dim: 0) .== measurements.amax(dim: 0)).array(of: Bool.self)
        constantColumns = isConstant.indices.filter { isConstant[$0] }
        let all = TensorDataset(scaler.transform(diagnoses.measurements).to(.float32), diagnoses.labels)
        let isFinite = all.features.isFinite().all(dim: 0) .& scaler.scale.isFinite()
        if let column = isFinite.array(of: Bool.self).firstIndex(of: false) {
            let name = diagnoses.features[column].debugDescription
            throw FileError(file: diagnoses.name, problem: "the numbers in column \(name) are too large to be standardized")
        }
        train = all.rows(trainRows)
        validation = validationRows.map(all.rows)
        test = all.rows(testRows)
    }

    /// Takes a fraction of all rows, or of some, for one of the sets; indices are into these. Errors are worded in terms of the
    /// data.
    private static func split(
        _ diagnoses: Diagnoses, _ rows: Tensor?, _ fraction: Double, _ part: String, _ generator: Generator
    ) throws(FileError) -> (train: Tensor, test: Tensor) {
        let labels = rows.map { diagnoses.labels[$0] } ?? diagnoses.labels
        do throws(SplitError) {
            return try stratifiedSplit(labels, testFraction: fraction, generator: generator)
        } catch {
            func name(_ label: Double) -> String { Diagnoses.names[Int(label)] }
            let problem =
                switch error {
                case .noRows: "no rows below the header"
                case .oneClass(let label, let count):
                    "all \(count) rows are \(name(label)); training needs benign and malignant ones"
                case .tooFewRows(let label, _, let empty):
                    "too few \(name(label)) rows (\(diagnoses.count(of: label))): these fractions leave none for the "
                        + "\(empty == "test" ? part : empty) set"
                case .fraction, .labelIsNaN: "\(error)"
                }
            throw FileError(file: diagnoses.name, problem: problem)
        }
    }
}
