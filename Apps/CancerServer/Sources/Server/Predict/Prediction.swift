import Diagnosis
import StrictJSON

extension LoadedModel {
    /// What the model says about each row.
    ///
    /// - Throws: ``Problem`` where a row is too large for it.
    func predict(_ rows: MeasurementRows) throws(Problem) -> [Prediction] {
        let (predictions, badRow) = classifier.predict(rows.tensor)
        if let badRow { throw Self.tooLarge(row: badRow + 1) }
        return predictions
    }

    static func tooLarge(row: Int) -> Problem {
        Problem([.init(row: row, name: nil, problem: "has measurements too large for the model")])
    }
}

extension JSONWriter {
    /// `{"model": ..., "version": ..., "sha256": ..., "threshold": ..., "predictions": [...]}`, each prediction as
    /// `CancerApp predict --json` prints it.
    mutating func write(_ predictions: [Prediction], _ rows: MeasurementRows, of model: LoadedModel) {
        object { json in
            json.write(model)
            json.member("predictions") { json in
                json.array { json in
                    for (index, prediction) in predictions.enumerated() {
                        json.object { $0.write(prediction, row: index + 1, id: rows.ids[index]) }
                    }
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

    /// A prediction's members. The spread is there where the model is an ensemble, the set where it was
    /// trained for it.
    mutating func write(_ prediction: Prediction, row: Int, id: String?) {
        member("row", row)
        if let id { member("id", id) }
        member("diagnosis", prediction.diagnosis)
        member("probability", prediction.probability)
        member("confidence", prediction.confidence)
        if let spread = prediction.spread { member("model_spread", [spread.lowerBound, spread.upperBound]) }
        if let set = prediction.set { member("prediction_set", set.names) }
        member("out_of_range") { json in
            json.array { json in
                for value in prediction.outOfRange {
                    json.object { json in
                        json.member("feature", value.feature)
                        json.member("value", value.value)
                        json.member("deviations", value.deviations)
                    }
                }
            }
        }
    }
}
