import Diagnosis
import StrictJSON

/// What a model says about a row.
public struct Prediction: Equatable, Sendable {
    /// The row, counted from 1.
    public let row: Int
    /// The row's identifier, where it has one.
    public let id: String?
    /// The probability of malignancy.
    public let probability: Double
    /// Whether the probability is at or above the model's threshold.
    public let isMalignant: Bool

    /// `malignant` or `benign`
    public var diagnosis: String { Diagnoses.names[isMalignant ? 1 : 0] }
    /// The probability of the diagnosis.
    public var confidence: Double { isMalignant ? probability : 1 - probability }
}

extension LoadedModel {
    /// What the model says about each row.
    ///
    /// - Throws: ``Problem`` where a row is too large for it.
    func predict(_ rows: MeasurementRows) throws(Problem) -> [Prediction] {
        let (probabilities, badRow) = classifier.probabilities(rows.tensor)
        if let badRow { throw Self.tooLarge(row: badRow + 1) }
        return predictions(rows, probabilities.array(of: Double.self))
    }

    /// The predictions that these probabilities are.
    func predictions(_ rows: MeasurementRows, _ probabilities: [Double]) -> [Prediction] {
        probabilities.enumerated().map { index, probability in
            Prediction(
                row: index + 1, id: rows.ids[index], probability: probability, isMalignant: classifier.isMalignant(probability))
        }
    }

    static func tooLarge(row: Int) -> Problem {
        Problem([.init(row: row, name: nil, problem: "has measurements too large for the model")])
    }
}

extension JSONWriter {
    /// `{"model": ..., "version": ..., "threshold": ..., "predictions": [...]}`, the predictions as `CancerApp predict --json` prints them.
    mutating func write(_ predictions: [Prediction], of model: LoadedModel) {
        object { json in
            json.write(model)
            json.member("predictions") { json in
                json.array { json in
                    for prediction in predictions { json.object { $0.write(prediction) } }
                }
            }
        }
    }

    /// The members that say which model answered.
    mutating func write(_ model: LoadedModel) {
        member("model", model.name)
        member("version", model.version)
        member("sha256", model.sha256)
        member("threshold", model.classifier.threshold)
    }

    /// A prediction's members.
    mutating func write(_ prediction: Prediction) {
        member("row", prediction.row)
        if let id = prediction.id { member("id", id) }
        member("diagnosis", prediction.diagnosis)
        member("probability", prediction.probability)
        member("confidence", prediction.confidence)
    }
}
