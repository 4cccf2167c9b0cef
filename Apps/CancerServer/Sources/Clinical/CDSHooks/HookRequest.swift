import FoundationEssentials

/// What a client sends when a record is opened.
struct HookRequest {
    let patientID: String
    let prefetch: Prefetch

    enum Prefetch {
        /// The client did not run the search, or failed.
        case missing
        /// The client has no such data.
        case nothing
        /// The Bundle that the search found.
        case bundle(Element)
    }

    /// Reads a request; what is wrong with it is in `problems`.
    init?(_ body: Element, problems: inout [String]) {
        guard body.isObject else {
            problems.append("expected an object")
            return nil
        }
        if let hook = body.text("hook", &problems), hook != Discovery.Service.malignancy.hook {
            problems.append("hook must be \(Discovery.Service.malignancy.hook), got \(quoted(hook))")
        }
        if let instance = body.text("hookInstance", &problems), UUID(uuidString: instance) == nil {
            problems.append("hookInstance must be a UUID")
        }
        if body["fhirServer"] != nil { _ = body.text("fhirServer", &problems) }
        if let authorization = body["fhirAuthorization"] {
            if !authorization.isObject { problems.append("fhirAuthorization must be an object") }
            if body["fhirServer"] == nil { problems.append("fhirAuthorization needs fhirServer") }
        }
        guard let context = body["context"], context.isObject else {
            problems.append("context must be an object")
            return nil
        }
        _ = context.text("userId", &problems, in: "context.")
        let patient = context.text("patientId", &problems, in: "context.")
        if let patient, !patient.isID { problems.append("context.patientId must be the id of a Patient") }
        if context["encounterId"] != nil { _ = context.text("encounterId", &problems, in: "context.") }
        if let prefetch = body["prefetch"], !prefetch.isObject { problems.append("prefetch must be an object") }
        guard let patient, problems.isEmpty else { return nil }
        patientID = patient
        prefetch = Prefetch(body["prefetch"])
    }
}

extension HookRequest.Prefetch {
    init(_ prefetch: Element?) {
        if let element = prefetch?[CDSHooksService.prefetchKey] {
            let isBundle = element["resourceType"]?.string == "Bundle"
            self = isBundle ? .bundle(Element(value: element.value, path: "Bundle")) : .missing
        } else {
            self = prefetch?.value[CDSHooksService.prefetchKey] == nil ? .missing : .nothing
        }
    }
}

extension Element {
    /// A member that must be a string with something in it.
    func text(_ name: String, _ problems: inout [String], in parent: String = "") -> String? {
        guard let string = self[name]?.string, !string.isEmpty else {
            problems.append("\(parent)\(name) must be a string that is not empty")
            return nil
        }
        return string
    }
}
