import Hummingbird
import StrictJSON

/// `POST /predict` and `POST /explain`.
enum PredictRoutes {
    static func routes(_ predictor: Predictor) -> [Route] {
        [
            Route(.post, "/predict", .role(.predict)) { request, context in
                let model = try predictor.model(of: request)
                return try await predictor.withBody(of: request, context) { body in
                    let (rows, predictions) = try await predictor.predict(body, request, model)
                    try await predictor.finish(predictions, rows, of: model, context)
                    var json = JSONWriter()
                    json.write(predictions, of: model)
                    return Response(json)
                }
            },
            Route(.post, "/explain", .role(.predict)) { request, context in
                let model = try predictor.model(of: request)
                return try await predictor.withBody(of: request, context) { body in
                    let (rows, predictions, json) = try await predictor.work(bytes: body.readableBytes) {
                        let rows = try predictor.rows(body, request, of: model)
                        let predictions = try model.predict(rows)
                        var json = JSONWriter()
                        try json.write(explaining: predictions, rows, of: model)
                        return (rows, predictions, json)
                    }
                    try await predictor.finish(predictions, rows, of: model, context)
                    return Response(json)
                }
            },
        ]
    }
}

extension Predictor {
    /// The model that a request asks for by `?model=NAME&version=VERSION`.
    func model(of request: Request) throws(Problem) -> LoadedModel {
        guard request.uri.query != nil else { return try models.current.model() }
        let query = request.uri.queryParameters
        return try models.current.model(query["model"].map(String.init), version: query["version"].map(String.init))
    }
}
