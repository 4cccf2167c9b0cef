import Hummingbird
import StrictJSON

/// The Open Inference Protocol v2 over HTTP (`kserve/open-inference-protocol`, `specification/protocol/inference_rest.md`).
enum OpenInferenceRoutes {
    static func routes(_ predictor: Predictor, _ readiness: Readiness) -> [Route] {
        func route(
            _ method: HTTPRequest.Method, _ path: String, _ access: Route.Access = .role(.predict),
            handler: @escaping Route.Handler
        ) -> Route { Route(method, path, access, errors: .openInference, handler: handler) }

        /// A route of a model, and the one of its versions.
        func modelRoutes(
            _ method: HTTPRequest.Method, _ suffix: String,
            handler: @escaping @Sendable (Request, ServerContext, InferenceModel) async throws -> Response
        ) -> [Route] {
            ["/v2/models/{model}", "/v2/models/{model}/versions/{version}"].map { path in
                route(method, path + suffix) { request, context in
                    let catalog = predictor.models.current
                    let name = context.parameters.get("model")?.removingPercentEncoding ?? ""
                    let version = context.parameters.get("version").map { $0.removingPercentEncoding ?? "" }
                    let model = try catalog.model(name, version: version)
                    let versions = catalog.models[name]?.map(\.version) ?? []
                    return try await handler(request, context, InferenceModel(model: model, versions: versions))
                }
            }
        }

        return [
            route(.get, "/v2", .anyone) { _, _ in
                var json = JSONWriter()
                json.object { json in
                    json.member("name", "CancerServer")
                    json.member("version", ServerVersion.current)
                    json.member("extensions", [String]())
                }
                return Response(json)
            },
            route(.get, "/v2/health/live", .anyone) { _, _ in
                var json = JSONWriter()
                json.object { $0.member("live", true) }
                return Response(json)
            },
            route(.get, "/v2/health/ready", .anyone) { _, _ in
                let isReady = readiness.isReady
                var json = JSONWriter()
                json.object { json in
                    // The protocol's text calls it live, its later versions ready.
                    json.member("live", true)
                    json.member("ready", isReady)
                }
                return Response(json, status: isReady ? .ok : .serviceUnavailable)
            },
        ]
            + modelRoutes(.get, "") { _, _, model in Response(model.metadata) }
            + modelRoutes(.get, "/ready") { _, _, model in
                var json = JSONWriter()
                json.object { json in
                    json.member("name", model.model.name)
                    json.member("ready", true)
                }
                return Response(json)
            }
            + modelRoutes(.post, "/infer") { request, context, model in
                guard BodyType(request.headers[.contentType]) == .json else {
                    throw Problem(.unsupportedMediaType, "the body must be application/json")
                }
                return try await predictor.withBody(of: request, context) { body in
                    let (rows, predictions, response) = try await predictor.work(bytes: body.readableBytes) {
                        let request = try body.withUnsafeReadableBytes { try InferenceRequest($0) }
                        let rows = try model.rows(request, maximumCount: predictor.limits.rows)
                        let predictions = try model.model.predict(rows)
                        return (rows, predictions, model.response(predictions, to: request))
                    }
                    try await predictor.finish(predictions, rows, of: model.model, context)
                    return Response(response)
                }
            }
    }
}
