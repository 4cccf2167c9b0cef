import Diagnosis
import Foundation
import Hummingbird
import HummingbirdTesting
import Server
import StrictJSON
import Testing

@Suite("Models")
struct ModelTests {
    @Test("of a folder are served by name and version, the newest first, numbers as numbers")
    func folder() throws {
        let folder = try TemporaryFolder()
        for version in ["2", "10", "9"] { try folder.write(Sample.first, "wdbc", version) }
        let store = ModelStore(folder: folder.path)
        try store.reload()
        let catalog = store.current
        #expect(catalog.models["wdbc"]?.map(\.version) == ["2", "9", "10"])
        #expect(try catalog.model().version == "10")
        #expect(try catalog.model("wdbc", version: "9").version == "9")
        #expect(try catalog.model().sha256.count == 64)
        #expect(throws: Problem.self) { try catalog.model("other") }
        #expect(throws: Problem.self) { try catalog.model("wdbc", version: "3") }
    }

    @Test("that are several need a default")
    func several() throws {
        let folder = try TemporaryFolder()
        #expect(throws: ModelError.self) { try ModelStore(folder: folder.path).reload() }
        #expect(throws: ModelError.self) { try ModelStore(folder: folder.path + "/none").reload() }
        for name in ["a", "b"] { try folder.write(Sample.first, name, "1") }
        #expect(throws: ModelError.self) { try ModelStore(folder: folder.path).reload() }
        #expect(throws: ModelError.self) { try ModelStore(folder: folder.path, defaultName: "c").reload() }
        let store = ModelStore(folder: folder.path, defaultName: "b")
        try store.reload()
        #expect(try store.current.model().name == "b")
        #expect(try store.current.model("a").name == "a")
    }

    @Test("that were replaced are read again, others not, and a broken one changes nothing")
    func replaced() throws {
        let folder = try TemporaryFolder()
        try folder.write(Sample.first, "wdbc", "1")
        let store = ModelStore(folder: folder.path)
        try store.reload()
        let before = try store.current.model()
        #expect(try !store.hasChanged())

        try folder.write(Sample.second, "wdbc", "2")
        #expect(try store.hasChanged())
        try store.reload()
        #expect(try store.current.model().version == "2")
        #expect(try store.current.model("wdbc", version: "1").sha256 == before.sha256)
        #expect(try store.current.model().sha256 != before.sha256)

        let broken = folder.write("wdbc/3.safetensors", "no model")
        #expect(throws: (any Error).self) { try store.reload() }
        #expect(try store.current.model().version == "2")
        #expect(try !store.hasChanged(), "a file that cannot be read is tried again when it changes")
        try FileManager.default.removeItem(atPath: broken)
        try store.reload()
        #expect(try store.current.model().version == "2")
    }

    @Test("can be replaced while requests run: each answer is wholly of one of them")
    func replacedUnderLoad() async throws {
        let catalogs = [("1", Sample.first), ("2", Sample.second)].map { ModelCatalog([Sample.model("wdbc", $0, $1)]) }
        let store = ModelStore(catalogs[0])
        let expected = [
            "1": [0, 1, 2].map { Sample.probability($0) }, "2": [0, 1, 2].map { Sample.probability($0, Sample.second) },
        ]
        try await TestServer(models: store).test { client async throws in
            let body = JSONValue.array([0, 1, 2].map { Sample.json($0) })
            try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<60 {
                    group.addTask {
                        let json = try await client.post("/predict", body).json
                        let version = try #require(json["version"]?.string)
                        #expect(json["predictions"]?.elements.compactMap { $0["probability"]?.number } == expected[version])
                        return version
                    }
                    store.replace(with: catalogs[Int.random(in: 0...1)])
                }
                for try await version in group { #expect(["1", "2"].contains(version)) }
            }
            store.replace(with: catalogs[1])
            #expect(try await client.post("/predict", body).json["version"]?.string == "2")
        }
    }
}
