extension Reference {
    /// A reference to who was measured: by URL or, without one, by identifier.
    ///
    /// What a reference says of a person beside this (`display`) is not read, so that it is nowhere repeated.
    init?(subject element: Element, _ issues: inout Issues) {
        if let reference = element.string("reference", &issues) {
            guard reference.isURI, !reference.hasPrefix("#") else {
                issues.error(
                    .value, "\(quoted(reference)) is not a reference to a Patient outside the request",
                    at: element.path + ".reference")
                return nil
            }
            let unversioned = reference.components(before: "/_history/")
            let parts = unversioned.split(separator: "/")
            if let type = parts.dropLast().last, ["Device", "Location"].contains(type) {
                issues.error(.value, "a \(type) cannot be assessed, only a Patient or a Group", at: element.path + ".reference")
                return nil
            }
            self.init(unversioned)
        } else if let identifier = element["identifier"], let value = identifier.string("value", &issues) {
            let system = identifier.string("system", &issues)
            guard value.isText, system?.isURI ?? true else {
                issues.error(.value, "not an identifier", at: identifier.path)
                return nil
            }
            self.init(Identifier(system: system, value: value))
        } else {
            if !issues.hasErrors {
                issues.error(.required, "the subject has neither reference nor identifier", at: element.path)
            }
            return nil
        }
    }
}

extension String {
    /// Whether it may be a URI of FHIR: without spaces and control characters, of a sensible length.
    var isURI: Bool {
        !isEmpty && utf8.count <= 2048
            && unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0.value > 0x20 && $0.value != 0x7F }
    }

    /// Whether it may be a string of FHIR that fits on a line.
    var isText: Bool {
        !isEmpty && utf8.count <= 2048 && unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
            && first?.isWhitespace == false && last?.isWhitespace == false
    }

    /// Whether it may be the `id` of a resource.
    var isID: Bool {
        !isEmpty && utf8.count <= 64
            && utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."): true
                default: false
                }
            }
    }

    fileprivate func components(before separator: String) -> String {
        firstRange(of: separator).map { String(self[..<$0.lowerBound]) } ?? self
    }
}
