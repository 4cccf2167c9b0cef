import HTTPTypes
import Hummingbird
import StrictJSON

/// Why a request is not answered as it was asked. Thrown by routes; an ``ErrorForm`` writes it as each interface demands.
public struct Problem: Error, Equatable, Sendable {
    /// What is wrong with one value of a request.
    public struct Detail: Equatable, Sendable {
        /// The row, counted from 1.
        public let row: Int
        /// The measurement's name, where there is one.
        public let name: String?
        /// What is wrong.
        public let problem: String

        /// What is wrong with a value.
        public init(row: Int, name: String?, problem: String) {
            self.row = row
            self.name = name
            self.problem = problem
        }

        var description: String { "row \(row)" + (name.map { ", \($0.debugDescription)" } ?? "") + ": \(problem)" }
    }

    /// The answer's status.
    public let status: HTTPResponse.Status
    /// What is wrong, for people.
    public let detail: String
    /// What is wrong with the values, where that is it.
    public let details: [Detail]
    /// Headers that the answer must have, such as `Retry-After`.
    public var headers: HTTPFields

    /// A problem with a request.
    public init(_ status: HTTPResponse.Status, _ detail: String, details: [Detail] = [], headers: HTTPFields = [:]) {
        self.status = status
        self.detail = detail
        self.details = details
        self.headers = headers
    }

    /// Values that are not measurements of this model.
    public init(_ details: [Detail]) {
        self.init(.unprocessableContent, details.first?.description ?? "the rows cannot be used", details: details)
    }

    /// A server or a client at its limit, with the seconds after which to try again.
    public static func busy(_ status: HTTPResponse.Status, _ detail: String, after seconds: Double) -> Problem {
        Problem(status, detail, headers: [.retryAfter: "\(max(1, Int(seconds.rounded(.up))))"])
    }

    /// What any error is to a client: libraries' errors by their kind, everything else as an internal one, without its text.
    public init(_ error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let error as JSONError: self.init(.badRequest, "the body is not the JSON that is expected: \(error)")
        case let error as HTTPError where error.status == .contentTooLarge:
            self.init(.contentTooLarge, "the body is larger than is accepted")
        case let error as HTTPError: self.init(error.status, error.body ?? error.status.reasonPhrase, headers: error.headers)
        default: self.init(.internalServerError, "the request could not be answered")
        }
    }
}
