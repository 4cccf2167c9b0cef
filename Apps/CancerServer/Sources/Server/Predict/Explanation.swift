import Diagnosis
import StrictJSON

extension JSONWriter {
    /// `{"model": ..., "explanations": [...]}`: each prediction, and as `CancerApp explain --json` prints it what each term adds to the
    /// logit, the largest first.
    mutating func write(
        _ explanations: [Explanation], _ predictions: [Prediction], _ rows: MeasurementRows, of model: LoadedModel
    ) {
        object { json in
            json.write(model)
            json.member("explanations") { json in
                json.array { json in
                    for (index, (explanation, prediction)) in zip(explanations, predictions).enumerated() {
                        json.object { json in
                            json.write(prediction, row: index + 1, id: rows.ids[index])
                            json.write(explanation)
                        }
                    }
                }
            }
        }
    }

    private mutating func write(_ explanation: Explanation) {
        member("logit", explanation.logit)
        member("bias", explanation.baseline)
        member("contributions") { json in
            json.array { json in
                for part in explanation.parts {
                    json.object { json in
                        json.member("name", part.name)
                        if part.features.count > 1 { json.member("features", part.features) }
                        json.member("contribution", part.contribution)
                    }
                }
            }
        }
        member("method", explanation.method.rawValue)
        if explanation.method != .exact { member("gap", explanation.gap) }
    }
}
