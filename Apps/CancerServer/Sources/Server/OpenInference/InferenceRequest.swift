import StrictJSON

/// A request to infer, of the Open Inference Protocol v2.
struct InferenceRequest {
    let id: String?
    let inputs: [InferenceTensor]
    /// The outputs that are asked for; nil for all.
    let outputs: [String]?

    /// Reads a request's body.
    ///
    /// - Throws: ``/StrictJSON/JSONError`` or ``Problem``
    init(_ bytes: UnsafeRawBufferPointer) throws {
        let json = try JSONValue(bytes, maximumDepth: 16)
        guard case .object = json else { throw Problem(.badRequest, "the body must be an object") }
        switch json["id"] {
        case nil: id = nil
        case .string(let text)?: id = text
        default: throw Problem(.badRequest, "an id is a string")
        }
        if let parameters = json["parameters"] {
            guard case .object = parameters else { throw Problem(.badRequest, "parameters are an object") }
        }
        guard case .array(let inputs)? = json["inputs"] else { throw Problem(.badRequest, "a request needs inputs") }
        self.inputs = try inputs.map { json throws(Problem) in try InferenceTensor(json) }
        switch json["outputs"] {
        case nil: outputs = nil
        case .array(let elements)?:
            outputs = try elements.map { element throws(Problem) in
                guard case .string(let name)? = element["name"] else { throw Problem(.badRequest, "an output needs a name") }
                return name
            }
        default: throw Problem(.badRequest, "outputs are an array")
        }
    }
}
