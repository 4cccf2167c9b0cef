import FoundationEssentials

// R4's data types, with the elements that this service writes.

/// A code of a code system.
struct Coding: Encodable, Hashable, Sendable {
    /// The code system's URL.
    let system: String?
    /// The code.
    let code: String
    /// The code in words.
    let display: String?
}

/// A concept in codes and words.
struct CodeableConcept: Encodable, Hashable, Sendable {
    /// Its codes.
    let coding: [Coding]?
    /// Its words.
    let text: String?
}

/// A reference to a resource, by URL or by an identifier.
struct Reference: Encodable, Hashable, Sendable {
    /// A business identifier.
    struct Identifier: Encodable, Hashable, Sendable {
        /// Whose identifiers these are.
        let system: String?
        /// The identifier.
        let value: String
    }

    /// A URL: absolute, relative (`Patient/17`), or of a contained resource (`#observation-1`).
    let reference: String?
    /// The identifier, where there is no URL.
    let identifier: Identifier?

    init(_ reference: String) { (self.reference, identifier) = (reference, nil) }
    init(_ identifier: Identifier) { (reference, self.identifier) = (nil, identifier) }

    /// What tells this resource from others.
    var key: String { reference ?? identifier.map { "\($0.system ?? "")|\($0.value)" } ?? "" }
}

/// A value with its unit of UCUM.
struct Quantity: Encodable, Hashable, Sendable {
    /// The value.
    let value: Decimal
    /// The unit, for human readers.
    let unit: String
    let system = Canonical.ucum
    /// UCUM's code of the unit.
    let code: String
}

extension Quantity {
    static func percent(_ probability: Double) -> Quantity { Quantity(value: .percent(probability), unit: "%", code: "%") }
}

/// The range between two quantities.
struct QuantityRange: Encodable, Hashable, Sendable {
    /// The lower bound.
    let low: Quantity
    /// The upper bound.
    let high: Quantity
}

/// A resource's text for human readers.
struct Narrative: Encodable, Hashable, Sendable {
    let status = "generated"
    /// XHTML.
    let div: String

    init(_ text: String) {
        let escaped = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        div = "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>\(escaped)</p></div>"
    }
}

/// A comment.
struct Annotation: Encodable, Hashable, Sendable {
    /// The comment.
    let text: String
}

extension Decimal {
    /// A probability in percent, digit for digit: 0.07 is 7, where the product of doubles is 7.000000000000001.
    static func percent(_ probability: Double) -> Decimal { Decimal(digitsOf: probability) * 100 }

    /// The number whose digits are the shortest that stand for a double. What is too small for a `Decimal` is 0.
    init(digitsOf value: Double) {
        self = abs(value) < 1e-100 ? 0 : Decimal(string: value.description) ?? 0
    }
}
