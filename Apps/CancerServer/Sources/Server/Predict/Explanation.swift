import Diagnosis
import StrictJSON

extension JSONWriter {
    /// As ``write(_:of:)``, each prediction with `contributions`: what each measurement adds to the logit, beside the one of the
    /// training rows' mean, the largest first.
    ///
    /// - Throws: ``Problem`` where the model cannot say it.
    mutating func write(explaining predictions: [Prediction], _ rows: MeasurementRows, of model: LoadedModel) throws(Problem) {
        guard let linear = model.classifier.linear else { throw Problem(.notImplemented, "this model has no explanation yet") }
        let standardized = model.classifier.standardized(rows.tensor).array(of: Double.self)
        let features = model.classifier.features
        object { json in
            json.write(model)
            json.member("explanations") { json in
                json.array { json in
                    for (index, prediction) in predictions.enumerated() {
                        json.object { json in
                            json.write(prediction)
                            json.member("base", linear.bias)
                            let values = Array(rows.row(index))
                            let contributions = features.indices.map { linear.weights[$0] * standardized[index * features.count + $0] }
                            json.member("contributions") { json in
                                json.array { json in
                                    for column in features.indices.sorted(by: { abs(contributions[$0]) > abs(contributions[$1]) }) {
                                        json.object { json in
                                            json.member("name", features[column])
                                            json.member("value", values[column])
                                            json.member("contribution", contributions[column])
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
