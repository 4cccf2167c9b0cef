import Hummingbird
import StrictJSON

/// How an interface writes a ``Problem``.
public struct ErrorForm: Sendable {
    /// The answer to a request with this id.
    public let response: @Sendable (Problem, _ requestID: String) -> Response

    /// A form of errors.
    public init(response: @escaping @Sendable (Problem, _ requestID: String) -> Response) { self.response = response }

    /// Problem details (RFC 9457): `{"type": "about:blank", "title": ..., "status": ..., "detail": ..., "instance": ...}`, with `errors`
    /// where values are wrong.
    public static let problemDetails = ErrorForm { problem, requestID in
        var json = JSONWriter()
        json.object { json in
            json.member("type", "about:blank")
            json.member("title", problem.status.reasonPhrase)
            json.member("status", problem.status.code)
            json.member("detail", problem.detail)
            json.member("instance", "urn:request:\(requestID)")
            guard !problem.details.isEmpty else { return }
            json.member("errors") { json in
                json.array { json in
                    for detail in problem.details {
                        json.object { json in
                            json.member("row", detail.row)
                            if let name = detail.name { json.member("name", name) }
                            json.member("problem", detail.problem)
                        }
                    }
                }
            }
        }
        return Response(json, status: problem.status, type: "application/problem+json", headers: problem.headers)
    }

    /// The Open Inference Protocol's: `{"error": ...}`. What the protocol has no status for is 400, as it says.
    public static let openInference = ErrorForm { problem, _ in
        var json = JSONWriter()
        json.object { $0.member("error", problem.detail) }
        let status = problem.status == .unprocessableContent ? .badRequest : problem.status
        return Response(json, status: status, headers: problem.headers)
    }
}

extension Response {
    /// An answer in JSON.
    init(_ json: JSONWriter, status: HTTPResponse.Status = .ok, type: String = "application/json", headers: HTTPFields = [:]) {
        var headers = headers
        headers[.contentType] = type
        self.init(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: json.bytes)))
    }
}
