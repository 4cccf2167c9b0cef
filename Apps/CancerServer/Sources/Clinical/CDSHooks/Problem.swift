/// Problem details (RFC 9457), the form of errors where the specification has none.
struct Problem: Encodable {
    let type = "about:blank"
    let title: String
    let status: Int
    let detail: String

    static func response(_ status: Int, _ detail: String) -> ClinicalResponse {
        let titles = [
            400: "Bad Request", 401: "Unauthorized", 404: "Not Found", 412: "Precondition Failed", 503: "Service Unavailable",
        ]
        return ClinicalResponse(
            status: status, contentType: "application/problem+json",
            json: Problem(title: titles[status] ?? "Error", status: status, detail: detail))
    }
}
