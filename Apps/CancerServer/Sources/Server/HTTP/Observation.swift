import Access
import HTTPTypes
import Hummingbird
import Logging

/// What happens to every request, known or not: it is refused where another site is behind it, its problems are written in its
/// interface's form, its answer gets an id and the security headers, and it is counted and logged.
///
/// The log has the route's template, the method, the status and the duration: no address, no name, no path, no query.
struct Observation: RouterMiddleware {
    typealias Context = ServerContext

    let routes: RouteTable
    let sameSite: SameSite
    let securityHeaders: HTTPFields
    let metrics: RequestMetrics

    func handle(
        _ request: Request, context: ServerContext, next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var response: Response
        var failure: (any Error)?
        do {
            try refuseOtherSites(request)
            response = try await next(request, context)
        } catch {
            let problem = routes.problem(error, method: request.method, path: request.uri.path)
            if problem.status.code >= 500, !(error is Problem) { failure = error }
            response = routes.errorForm(path: request.uri.path).response(problem, context.id)
        }
        for field in securityHeaders where response.headers[field.name] == nil { response.headers.append(field) }
        response.headers[.requestID] = context.id
        if request.method == .head { response.body = ResponseBody() }
        let duration = ContinuousClock.now - start
        record(request, context, response, duration, failure)
        return response
    }

    private func refuseOtherSites(_ request: Request) throws {
        let isSafe = request.method == .get || request.method == .head || request.method == .options
        if let refusal = sameSite.refusal(
            host: request.head.authority, origin: request.headers[.origin], fetchSite: request.headers[.fetchSite],
            isSafe: isSafe)
        {
            throw Problem(.forbidden, refusal)
        }
    }

    private func record(
        _ request: Request, _ context: ServerContext, _ response: Response, _ duration: Duration, _ failure: (any Error)?
    ) {
        let route = context.endpointPath ?? "unknown"
        let status = response.status.code
        metrics.add(route: route, method: request.method, status: status, duration: duration)
        let level: Logger.Level = status >= 500 ? .error : status >= 400 ? .info : .debug
        guard context.logger.logLevel <= level else { return }
        var metadata: Logger.Metadata = [
            "route": "\(route)", "method": "\(request.method)", "status": "\(status)",
            "microseconds": "\(Int(duration / .microseconds(1)))",
        ]
        // The type alone: a library's message may hold what the request held.
        if let failure { metadata["error"] = "\(type(of: failure))" }
        context.logger.log(level: level, "request", metadata: metadata)
    }
}
