import StrictJSON

/// A value of a request, and the FHIRPath expression that leads to it.
struct Element {
    let value: JSONValue
    let path: String

    /// A member of an object; nil where it is missing or null.
    ///
    /// FHIRPath has no type in the name of a choice: `valueQuantity` is `value`.
    subscript(name: String) -> Element? {
        guard let member = value[name] else { return nil }
        if case .null = member { return nil }
        return Element(value: member, path: "\(path).\(name == "valueQuantity" ? "value" : name)")
    }

    /// Whether this is an object with a member that starts so.
    func hasMember(startingWith prefix: String) -> Bool {
        guard case .object(let members) = value else { return false }
        return members.contains { $0.name.hasPrefix(prefix) }
    }

    var isObject: Bool { if case .object = value { true } else { false } }

    /// The string, if this is one.
    var string: String? { if case .string(let string) = value { string } else { nil } }

    /// The number, if this is one.
    var number: Double? { if case .number(let number) = value { number } else { nil } }

    /// The elements, if this is an array.
    var elements: [Element]? {
        guard case .array(let values) = value else { return nil }
        return values.enumerated().map { Element(value: $1, path: "\(path)[\($0)]") }
    }
}

extension Element {
    /// A member that must be a string with something in it, if it is there.
    func string(_ name: String, _ issues: inout Issues) -> String? {
        guard let member = self[name] else { return nil }
        guard let string = member.string, !string.isEmpty else {
            issues.error(.structure, "\(name) must be a string that is not empty", at: member.path)
            return nil
        }
        return string
    }

    /// The elements of a member that must be an array of objects, if it is there.
    func objects(_ name: String, _ issues: inout Issues) -> [Element]? {
        guard let member = self[name] else { return nil }
        guard let elements = member.elements, elements.allSatisfy(\.isObject) else {
            issues.error(.structure, "\(name) must be an array of objects", at: member.path)
            return nil
        }
        return elements
    }
}

extension Element {
    /// Reads the JSON of a request's body.
    init(reading body: [UInt8]) throws(JSONError) {
        let value = body.withUnsafeBytes { bytes in Result { () throws(JSONError) in try JSONValue(bytes) } }
        self.init(value: try value.get(), path: "")
    }
}
