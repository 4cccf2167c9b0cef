/// The value of a measurement, and how to refer to its Observation.
struct MeasuredValue {
    let measurement: NucleusMeasurement
    let value: Double
    let status: String
    /// How others refer to the Observation; nil where the assessment must contain it.
    let reference: Reference?
    /// The name of an Observation that the request contained already.
    let containedID: String?
    let path: String
}

/// What one Observation says.
struct ReadObservation {
    enum Content {
        case value(MeasuredValue)
        /// It has no code of this service.
        case foreign
        /// It is not to be used, or cannot be.
        case nothing
    }

    var subject: Reference?
    var content = Content.nothing
    var issues = Issues()
    let path: String
}

extension ReadObservation {
    /// The statuses of Observations whose values stand.
    private static let usable: Set = ["final", "amended", "corrected", "preliminary"]
    /// The statuses of Observations that are passed over.
    private static let unusable: Set = ["registered", "cancelled", "entered-in-error", "unknown"]

    /// Reads an Observation.
    ///
    /// - Parameters:
    ///   - reference: how others refer to it; nil where nothing outside does.
    ///   - container: the subject of the resource that contains it.
    init(_ element: Element, reference: Reference?, container: Reference? = nil) {
        path = element.path
        let isForeign = !element.hasOwnCode
        if let subject = element["subject"] {
            self.subject = Reference(subject: subject, &issues)
            if let container, let subject = self.subject, subject != container {
                issues.error(
                    .businessRule, "the Observation is of another subject than the assessment that contains it",
                    at: element.path + ".subject")
            }
        } else if let container {
            subject = container
        } else if !isForeign {
            issues.error(.required, "the Observation has no subject", at: element.path)
        }
        // What has no code of this service is not looked at.
        guard !isForeign else {
            (content, issues) = (.foreign, Issues())
            return
        }
        let measurement = element.measurement(&issues)
        // What does not stand is passed over, whatever else is wrong with it.
        if let status = element["status"]?.string, Self.unusable.contains(status) {
            let name = measurement.map { " of \($0.feature)" } ?? ""
            issues = Issues()
            issues.warning(.businessRule, "An Observation\(name) was not used: it is \(status).", at: path + ".status")
            return
        }
        guard let measurement, element.hasNoModifier(&issues), element.keepsInvariants(&issues) else { return }
        guard let status = element.string("status", &issues) else {
            if !issues.hasErrors { issues.error(.required, "the Observation has no status", at: element.path) }
            return
        }
        guard Self.usable.contains(status) else {
            issues.error(.codeInvalid, "\(quoted(status)) is not a status of an Observation", at: path + ".status")
            return
        }
        guard let value = element.unitlessQuantity(of: measurement, &issues), !issues.hasErrors else { return }
        content = .value(
            MeasuredValue(
                measurement: measurement, value: value, status: status, reference: reference,
                containedID: container == nil ? nil : element["id"]?.string, path: path))
    }
}

extension Element {
    /// The codings of this service's system that an Observation's code has.
    private var ownCodings: [Element] {
        (self["code"]?["coding"]?.elements ?? []).filter { $0["system"]?.string == Canonical.measurements }
    }

    fileprivate var hasOwnCode: Bool { !ownCodings.isEmpty }

    /// What was measured.
    fileprivate func measurement(_ issues: inout Issues) -> NucleusMeasurement? {
        var found: Set<NucleusMeasurement> = []
        for coding in ownCodings {
            guard let code = coding.string("code", &issues) else {
                issues.error(.required, "the coding has no code", at: coding.path)
                return nil
            }
            guard let measurement = NucleusMeasurement.byCode[code] else {
                issues.error(
                    .codeInvalid, "\(quoted(code)) is not a code of \(Canonical.measurements)", at: coding.path + ".code")
                return nil
            }
            found.insert(measurement)
        }
        if found.count > 1 {
            issues.error(.codeInvalid, "the Observation has several measurements' codes", at: path + ".code")
        }
        return found.count == 1 ? found.first : nil
    }

    /// Whether nothing says that the rest means something else.
    fileprivate func hasNoModifier(_ issues: inout Issues) -> Bool {
        for name in ["modifierExtension", "implicitRules"] {
            guard let modifier = self[name] else { continue }
            issues.error(.extension, "\(name) may change what the Observation means, and is not understood", at: modifier.path)
            return false
        }
        return true
    }

    /// R4's obs-6 and obs-7.
    fileprivate func keepsInvariants(_ issues: inout Issues) -> Bool {
        let hasValue = hasMember(startingWith: "value")
        if let reason = self["dataAbsentReason"], hasValue {
            issues.error(.invariant, "obs-6: there is a value, and a reason why there is none", at: reason.path)
        }
        let components = objects("component", &issues) ?? []
        let codes = Set(ownCodings.compactMap { $0["code"]?.string })
        for component in components where hasValue {
            let own = component.ownCodings.compactMap { $0["code"]?.string }
            if !codes.isDisjoint(with: own) {
                issues.error(
                    .invariant, "obs-7: a component has the code of the Observation, which has a value", at: component.path)
            }
        }
        return !issues.hasErrors
    }

    /// The value, which must be exact and have no unit but UCUM's 1.
    fileprivate func unitlessQuantity(of measurement: NucleusMeasurement, _ issues: inout Issues) -> Double? {
        guard let quantity = self["valueQuantity"] else {
            let problem = hasMember(startingWith: "value") ? "the value must be a Quantity" : "the Observation has no value"
            issues.error(
                hasMember(startingWith: "value") ? .value : .required, "\(measurement.feature): \(problem)", at: path + ".value"
            )
            return nil
        }
        guard quantity.isObject else {
            issues.error(.structure, "valueQuantity must be an object", at: quantity.path)
            return nil
        }
        if let comparator = quantity["comparator"] {
            issues.error(.value, "\(measurement.feature) must be exact, and has a comparator", at: comparator.path)
        }
        let (system, code) = (quantity.string("system", &issues), quantity.string("code", &issues))
        let unit = quantity.string("unit", &issues)
        func isNot(_ unit: String) -> String { "\(measurement.feature) is without unit, UCUM's 1, not in \(quoted(unit))" }
        if code != nil, system == nil {
            issues.error(.invariant, "qty-3: there is a code of a unit without its system", at: quantity.path)
        } else if code == nil, let unit, unit != NucleusMeasurement.unit {
            issues.error(.value, isNot(unit), at: quantity.path + ".unit")
        } else if let system, system != Canonical.ucum {
            issues.error(.value, "units must be UCUM's, \(Canonical.ucum)", at: quantity.path + ".system")
        } else if let code, code != NucleusMeasurement.unit {
            issues.error(.value, isNot(code), at: quantity.path + ".code")
        }
        guard let value = quantity["value"] else {
            issues.error(.required, "\(measurement.feature): the Quantity has no value", at: quantity.path)
            return nil
        }
        guard let number = value.number else {
            issues.error(.structure, "\(measurement.feature) must be a number", at: value.path)
            return nil
        }
        return number
    }
}
