import Hummingbird
import HummingbirdTesting
import Server
import StrictJSON
import Testing

@Suite("Generated requests")
struct FuzzingTests {
    struct SplitMix: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    static let bodies: [(path: String, type: String, body: String)] = [
        ("/predict", "application/json", text(Sample.json(0, id: "a"))),
        ("/explain", "application/json", text(.array([Sample.json(0), Sample.json(1)]))),
        ("/predict?model=ensemble", "application/json", text(.array([Sample.json(0), Sample.json(1)]))),
        ("/explain?model=ensemble", "application/json", text(Sample.json(0))),
        (
            "/predict", "text/csv",
            Sample.features.joined(separator: ",") + "\n" + Sample.values(0).map { "\($0)" }.joined(separator: ",") + "\n"
        ),
        ("/v2/models/wdbc/infer", "application/json", text(OpenInferenceTests.request())),
    ]

    static let fragments = [
        "{", "}", "[", "]", "\"", ",", ":", "\\", "null", "true", "-", "1e308", "-1e308", "1e999", "1e-400", "0",
        "99999999999999999999", "\u{0}",
        "\n", "é", "\\ud800", "[[", "{\"id\":", "\"id\":\"x\",", "NaN", "\u{FEFF}", ";", "\t", "1,2",
    ]

    @Test("get an answer, whatever they hold: never an error of the server's, never its end", arguments: bodies.indices)
    func requests(index: Int) async throws {
        let (path, type, seed) = Self.bodies[index]
        let models = ModelCatalog([Sample.model(), Sample.model("ensemble", "1", Sample.ensemble)], defaultName: "wdbc")
        try await TestServer(models: ModelStore(models)).test { client async throws in
            var generator = SplitMix(state: UInt64(index))
            for _ in 0..<300 {
                var bytes = Array(seed.utf8)
                for _ in 0..<Int.random(in: 1...4, using: &generator) {
                    let start = Int.random(in: 0..<bytes.count, using: &generator)
                    let end =
                        Bool.random(using: &generator)
                        ? start : min(bytes.count, start + Int.random(in: 1...20, using: &generator))
                    let fragment =
                        Bool.random(using: &generator)
                        ? Array((Self.fragments.randomElement(using: &generator) ?? "").utf8) : []
                    bytes.replaceSubrange(start..<end, with: fragment)
                    if bytes.isEmpty { bytes = [0] }
                }
                let response = try await client.executeRequest(
                    uri: path, method: .post, headers: [.contentType: type], body: ByteBuffer(bytes: bytes))
                #expect(
                    [200, 400, 413, 422].contains(response.status.code),
                    "\(response.status): \(String(decoding: bytes, as: UTF8.self))")
                _ = try response.json
            }
        }
    }
}
