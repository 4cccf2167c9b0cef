import Diagnosis
import StrictJSON

/// A model as the Open Inference Protocol shows it: one input, `measurements`, and what is said of each row as outputs.
struct InferenceModel {
    static let input = "measurements"

    let model: LoadedModel
    let versions: [String]

    /// An output: its name, its datatype and its values for some predictions.
    private struct Output {
        let name: String
        let datatype: String
        let write: @Sendable (Prediction, inout JSONWriter) -> Void
    }

    /// The outputs, in their order; one number or string for each row, of an ensemble also its spread.
    private var outputs: [Output] { model.classifier.members.count == 1 ? Self.outputs : Self.outputs + Self.spread }

    private static let outputs = [
        Output(name: "probability", datatype: "FP64") { $1.write($0.probability) },
        Output(name: "diagnosis", datatype: "BYTES") { $1.write($0.diagnosis) },
    ]

    private static let spread = [
        Output(name: "spread_low", datatype: "FP64") { $1.write($0.spread?.lowerBound ?? .nan) },
        Output(name: "spread_high", datatype: "FP64") { $1.write($0.spread?.upperBound ?? .nan) },
    ]

    /// `$metadata_model_response`
    var metadata: JSONWriter {
        var json = JSONWriter()
        json.object { json in
            json.member("name", model.name)
            json.member("versions", versions)
            json.member("platform", "kindling")
            json.member("inputs") { json in
                json.array { $0.writeMetadata(Self.input, "FP64", [-1, model.names.count]) }
            }
            json.member("outputs") { json in
                json.array { json in
                    for output in outputs { json.writeMetadata(output.name, output.datatype, [-1]) }
                }
            }
        }
        return json
    }

    /// The rows of a request's input.
    ///
    /// - Throws: ``Problem`` where the request is not for this model.
    func rows(_ request: InferenceRequest, maximumCount: Int) throws(Problem) -> MeasurementRows {
        guard let input = request.inputs.first, request.inputs.count == 1, input.name == Self.input else {
            throw Problem(.badRequest, "the model has one input, \(Self.input.debugDescription)")
        }
        for name in request.outputs ?? [] where !outputs.contains(where: { $0.name == name }) {
            throw Problem(.badRequest, "the model has no output \(name.debugDescription)")
        }
        guard input.shape.count == 2, input.shape[1] == model.names.count else {
            throw Problem(
                .badRequest, "\(Self.input.debugDescription) must have shape [rows, \(model.names.count)], got \(input.shape)")
        }
        return try MeasurementRows(values: input.values, of: model, maximumCount: maximumCount)
    }

    /// `$inference_response`
    func response(_ predictions: [Prediction], to request: InferenceRequest) -> JSONWriter {
        var json = JSONWriter()
        json.object { json in
            json.member("model_name", model.name)
            json.member("model_version", model.version)
            if let id = request.id { json.member("id", id) }
            json.member("outputs") { json in
                json.array { json in
                    for output in outputs where request.outputs?.contains(output.name) ?? true {
                        json.object { json in
                            json.member("name", output.name)
                            json.member("shape") { $0.array { $0.write(predictions.count) } }
                            json.member("datatype", output.datatype)
                            json.member("data") { json in
                                json.array { json in
                                    for prediction in predictions { output.write(prediction, &json) }
                                }
                            }
                        }
                    }
                }
            }
        }
        return json
    }
}

extension JSONWriter {
    fileprivate mutating func writeMetadata(_ name: String, _ datatype: String, _ shape: [Int]) {
        object { json in
            json.member("name", name)
            json.member("datatype", datatype)
            json.member("shape") { json in json.array { json in shape.forEach { json.write($0) } } }
        }
    }
}
