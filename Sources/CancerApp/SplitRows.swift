import Kindling

/// The parts of the data, standardized by what is known of the training rows alone.
struct SplitRows {
    let scaler: StandardScaler
    let train: TensorDataset
    /// Nil in the lesson's protocol.
    let validation: TensorDataset?
    let test: TensorDataset

    /// What early stopping looks at.
    var watched: TensorDataset { validation ?? test }

    /// - Parameters:
    ///   - validationFraction: of the rows that are not in the test part; nil for no validation part.
    init(
        _ diagnoses: Diagnoses, validationFraction: Double?, testFraction: Double, generator: Generator
    ) throws(FileError) {
        let parts: (train: Tensor, validation: Tensor?, test: Tensor)
        do throws(SplitError) {
            if let validationFraction {
                parts = try stratifiedSplit(
                    diagnoses.labels, validationFraction: validationFraction * (1 - testFraction), testFraction: testFraction,
                    generator: generator)
            } else {
                let (train, test) = try stratifiedSplit(diagnoses.labels, testFraction: testFraction, generator: generator)
                parts = (train, nil, test)
            }
        } catch {
            throw FileError(file: diagnoses.name, problem: SplitRows.problem(error))
        }

        scaler = StandardScaler(fitting: diagnoses.measurements[parts.train])
        let all = TensorDataset(scaler.transform(diagnoses.measurements).to(.float32), diagnoses.labels)
        let isFinite = all.features.isFinite().all(dim: 0) .& scaler.scale.isFinite()
        if let column = isFinite.array(of: Bool.self).firstIndex(of: false) {
            let name = diagnoses.features[column].debugDescription
            throw FileError(file: diagnoses.name, problem: "the numbers in column \(name) are too large to be standardized")
        }
        train = all.rows(parts.train)
        validation = parts.validation.map(all.rows)
        test = all.rows(parts.test)
    }

    /// In the words of the data.
    private static func problem(_ error: SplitError) -> String {
        func name(_ label: Double) -> String { Diagnoses.names[Int(label)] }
        return switch error {
        case .noRows: "no rows below the header"
        case .oneClass(let label, let rows): "all \(rows) rows are \(name(label)); training takes benign and malignant ones"
        case .tooFewRows(let label, let rows, let part):
            "too few \(name(label)) rows (\(rows)): these fractions leave none for the \(part) part"
        case .fraction, .labelIsNaN: "\(error)"
        }
    }
}
