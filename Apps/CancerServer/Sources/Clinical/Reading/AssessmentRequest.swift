import StrictJSON

/// The Observations of a request.
///
/// There are two forms:
/// - a `Bundle` of type `collection` or `searchset`, whose Observations may be of several subjects; other resources in it are passed over;
/// - a `RiskAssessment` of one subject that contains its Observations. Where it has a `basis`, it must name each of them.
struct AssessmentRequest {
    private(set) var observations: [ReadObservation] = []
    /// What is wrong with the request as a whole.
    private(set) var issues = Issues()

    /// The kinds of bundles that are nothing but resources.
    private static let bundleTypes: Set = ["collection", "searchset"]

    init(_ element: Element) {
        guard element.isObject, let type = element["resourceType"]?.string else {
            issues.error(.structure, "expected a resource: an object with a resourceType", at: nil)
            return
        }
        let resource = Element(value: element.value, path: element.path.isEmpty ? type : element.path)
        switch type {
        case "Bundle": read(bundle: resource)
        case "RiskAssessment": read(assessment: resource)
        default: issues.error(.notSupported, "expected a Bundle or a RiskAssessment, got \(quoted(type))", at: nil)
        }
    }

    private mutating func read(bundle: Element) {
        guard let type = bundle.string("type", &issues) else {
            if !issues.hasErrors { issues.error(.required, "the Bundle has no type", at: bundle.path) }
            return
        }
        guard Self.bundleTypes.contains(type) else {
            issues.error(
                .notSupported, "a Bundle must be a collection or a searchset, not \(quoted(type))", at: bundle.path + ".type")
            return
        }
        if let rules = bundle["implicitRules"] {
            issues.error(.extension, "implicitRules may change what the Bundle means, and is not understood", at: rules.path)
            return
        }
        for link in bundle.objects("link", &issues) ?? [] where link["relation"]?.string == "next" {
            issues.error(.incomplete, "the Bundle is a page of several, and all must be sent at once", at: link.path)
        }
        var urls: Set<String> = []
        for entry in bundle.objects("entry", &issues) ?? [] {
            let url = entry.string("fullUrl", &issues)
            if let url, !urls.insert("\(url) \(entry["resource"]?["meta"]?["versionId"]?.string ?? "")").inserted {
                issues.error(.invariant, "bdl-7: the fullUrl is that of another entry, too", at: entry.path + ".fullUrl")
            }
            guard let resource = entry["resource"] else {
                issues.error(.invariant, "bdl-5: the entry has no resource", at: entry.path)
                continue
            }
            guard let type = resource["resourceType"]?.string else {
                issues.error(.structure, "the resource has no resourceType", at: resource.path)
                continue
            }
            guard type == "Observation" else { continue }
            var reference: Reference?
            if let url, url.isURI, url.hasPrefix("urn:") || url.hasPrefix("http://") || url.hasPrefix("https://") {
                reference = Reference(url)
            } else if let id = resource["id"]?.string, id.isID {
                reference = Reference("Observation/" + id)
            }
            observations.append(ReadObservation(resource, reference: reference))
        }
    }

    private mutating func read(assessment: Element) {
        guard let subject = assessment["subject"] else {
            issues.error(.required, "the RiskAssessment has no subject", at: assessment.path)
            return
        }
        guard let subject = Reference(subject: subject, &issues) else { return }
        for name in ["modifierExtension", "implicitRules"] {
            guard let modifier = assessment[name] else { continue }
            issues.error(
                .extension, "\(name) may change what the RiskAssessment means, and is not understood", at: modifier.path)
        }
        let contained = assessment.objects("contained", &issues) ?? []
        var basis: Set<String>?
        if let references = assessment.objects("basis", &issues) {
            basis = []
            for reference in references {
                guard let url = reference.string("reference", &issues), url.hasPrefix("#") else { continue }
                basis?.insert(String(url.dropFirst()))
            }
        }
        var ids: Set<String> = []
        for resource in contained {
            guard let id = resource["id"]?.string, id.isID else {
                issues.error(.required, "a contained resource needs an id", at: resource.path)
                continue
            }
            if !ids.insert(id).inserted {
                issues.error(.duplicate, "the id is that of another resource, too", at: resource.path + ".id")
            }
            resource.checkContained(&issues)
            guard resource["resourceType"]?.string == "Observation" else { continue }
            if let basis, !basis.contains(id) {
                issues.error(.invariant, "dom-3: the basis does not refer to this contained Observation", at: resource.path)
            }
            observations.append(ReadObservation(resource, reference: nil, container: subject))
        }
        for id in (basis ?? []).subtracting(ids).sorted() {
            issues.error(.invariant, "ref-1: no contained resource has the id \(quoted(id))", at: assessment.path + ".basis")
        }
        if observations.isEmpty, !issues.hasErrors {
            issues.error(.required, "the RiskAssessment contains no Observations", at: assessment.path)
        }
    }
}

extension Element {
    /// R4's dom-2, dom-4 and dom-5: what a contained resource must not have.
    fileprivate func checkContained(_ issues: inout Issues) {
        let rules = [
            ("dom-2", self["contained"]), ("dom-4", self["meta"]?["versionId"]), ("dom-4", self["meta"]?["lastUpdated"]),
            ("dom-5", self["meta"]?["security"]),
        ]
        for case (let rule, let element?) in rules {
            issues.error(.invariant, "\(rule): a contained resource must not have this", at: element.path)
        }
    }
}
