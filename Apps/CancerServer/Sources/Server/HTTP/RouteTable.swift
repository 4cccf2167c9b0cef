import Access
import HTTPTypes
import Hummingbird

/// All routes, made into a router that checks who asks.
struct RouteTable: Sendable {
    let routes: [Route]

    /// The router of these routes.
    func router(gate: Gate, observation: (RouteTable) -> Observation) -> Router<ServerContext> {
        let router = Router(context: ServerContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: observation(self))
        for route in routes {
            router.on(RouterPath(route.path), method: route.method) { request, context in
                var context = context
                try gate.admit(request, &context, route.access)
                do { return try await route.handler(request, context) } catch {
                    let problem = Problem(error)
                    if problem.status == .internalServerError { throw error }
                    return route.errors.response(problem, context.id)
                }
            }
        }
        return router
    }

    /// What an error is to the client; for a path that is known by another method, that it is.
    func problem(_ error: any Error, method: HTTPRequest.Method, path: String) -> Problem {
        let problem = Problem(error)
        guard problem.status == .notFound, error is HTTPError else { return problem }
        let methods = routes.filter { $0.matches(path) }.map(\.method.rawValue).sorted()
        if methods.isEmpty { return Problem(.notFound, "there is nothing at this path") }
        let allowed = (methods + (methods.contains("GET") ? ["HEAD"] : [])).joined(separator: ", ")
        return Problem(.methodNotAllowed, "this path is asked by \(allowed)", headers: [.allow: allowed])
    }

    /// The form of errors at a path: that of its route, or of the routes whose paths begin as it does.
    func errorForm(path: String) -> ErrorForm {
        if let route = routes.first(where: { $0.matches(path) }) { return route.errors }
        let first = path.split(separator: "/").first
        return routes.first { $0.path.split(separator: "/").first == first }?.errors ?? .problemDetails
    }
}

extension Route {
    /// Whether a path is this route's, its parameters replaced.
    func matches(_ path: String) -> Bool {
        let (own, other) = (self.path.split(separator: "/"), path.split(separator: "/"))
        return own.count == other.count && zip(own, other).allSatisfy { $0 == $1 || $0.hasPrefix("{") }
    }
}
