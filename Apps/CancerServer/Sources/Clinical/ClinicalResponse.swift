import FoundationEssentials

/// What is sent back, whatever carries it.
public struct ClinicalResponse: Hashable, Sendable {
    /// The status of HTTP.
    public let status: Int
    /// The body's media type.
    public let contentType: String
    /// The body.
    public let body: [UInt8]

    /// A response with a body that is there already.
    public init(status: Int, contentType: String, body: [UInt8]) {
        self.status = status
        self.contentType = contentType
        self.body = body
    }

    /// A response whose body is a value as JSON, with sorted keys.
    init(status: Int, contentType: String, json value: some Encodable) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Only numbers that are not finite fail to encode, and no value here has such numbers.
        let body = try? encoder.encode(value)
        self.init(status: body == nil ? 500 : status, contentType: contentType, body: Array(body ?? Data()))
    }
}
