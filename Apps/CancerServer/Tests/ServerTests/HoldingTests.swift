import Foundation
import Hummingbird
import HummingbirdTesting
import NIOCore
import NIOPosix
import Server
import ServiceLifecycle
import StrictJSON
import Synchronization
import Testing

/// A recorder that holds requests up until it is opened.
final class Barrier: PredictionRecorder {
    private struct State {
        var isOpen = false
        var waiting: [CheckedContinuation<Void, Never>] = []
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    func record(_: RecordedPredictions) async {
        await withCheckedContinuation { continuation in
            state.withLock { state in
                if state.isOpen { return continuation.resume() }
                state.waiting.append(continuation)
                for watcher in state.watchers where watcher.count == state.waiting.count { watcher.continuation.resume() }
                state.watchers.removeAll { $0.count == state.waiting.count }
            }
        }
    }

    /// Returns when so many requests wait.
    func waitForRequests(_ count: Int) async {
        await withCheckedContinuation { continuation in
            state.withLock { state in
                if state.waiting.count >= count { return continuation.resume() }
                state.watchers.append((count, continuation))
            }
        }
    }

    func open() {
        state.withLock { state in
            state.isOpen = true
            state.waiting.forEach { $0.resume() }
            state.waiting = []
        }
    }
}

@Suite("Under load, the server")
struct HoldingTests {
    @Test("refuses what does not fit into its queue, and answers what does", arguments: [(2, 100, 503), (100, 2, 429)])
    func queue(queue: Int, share: Int, status: Int) async throws {
        let barrier = Barrier()
        var server = TestServer(recorder: barrier)
        (server.settings.queue, server.settings.share) = (queue, share)
        try await server.test { client async throws in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<2 { group.addTask { try await client.post("/predict", Sample.json(0)).status.code } }
                await barrier.waitForRequests(2)
                let refused = try await client.post("/predict", Sample.json(0))
                #expect(refused.status.code == status)
                #expect(refused.headers[.retryAfter] == "1")
                #expect(try await client.get("/health/live").status == .ok)
                barrier.open()
                for try await code in group { #expect(code == 200) }
            }
            #expect(try await client.post("/predict", Sample.json(0)).status == .ok)
        }
    }

    @Test("refuses bodies that would not fit into its memory")
    func bytes() async throws {
        let barrier = Barrier()
        var server = TestServer(recorder: barrier)
        server.settings.queueBytes = text(Sample.json(0)).utf8.count + 10
        try await server.test { client async throws in
            try await withThrowingTaskGroup(of: Int.self) { group in
                group.addTask { try await client.post("/predict", Sample.json(0)).status.code }
                await barrier.waitForRequests(1)
                #expect(try await client.post("/predict", Sample.json(0)).status == .serviceUnavailable)
                barrier.open()
                for try await code in group { #expect(code == 200) }
            }
        }
    }

    @Test("predicts rows together when it is told to, and a row that fails fails alone")
    func batches() async throws {
        var server = TestServer()
        (server.settings.batchRows, server.settings.batchMilliseconds) = (4, 5000)
        try await server.test { client async throws in
            // Four requests fill the batch, so that none waits for the clock.
            let wrong = text(Sample.json(0)).replacing("17.99", with: "3e307")
            let outcomes = try await withThrowingTaskGroup(of: (Int, Int, Double?).self) { group in
                for row in 0..<4 {
                    group.addTask {
                        let response = try await client.post("/predict", row == 3 ? wrong : text(Sample.json(row)))
                        return (row, response.status.code, try response.json["predictions"]?[0]?["probability"]?.number)
                    }
                }
                return try await group.reduce(into: [Int: (Int, Double?)]()) { $0[$1.0] = ($1.1, $1.2) }
            }
            for row in 0..<3 {
                #expect(outcomes[row]?.0 == 200)
                #expect(outcomes[row]?.1 == Sample.probability(row))
            }
            #expect(outcomes[3].map { [200, 422].contains($0.0) } == true)
        }
    }

    /// What the server sends to a client that sends some bytes, then one more each time the pause is over, until it is cut.
    func response(port: Int, _ start: String, pause: TimeAmount) async throws -> String {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connect(
            host: "127.0.0.1", port: port
        ) { channel in
            channel.eventLoop.makeCompletedFuture {
                try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
        }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: start))
            return try await withThrowingTaskGroup(of: String?.self) { group in
                group.addTask {
                    while true {
                        try await Task.sleep(for: .nanoseconds(pause.nanoseconds))
                        do { try await outbound.write(ByteBuffer(string: "a")) } catch { return nil }
                    }
                }
                group.addTask {
                    var response = ""
                    do { for try await buffer in inbound { response += String(buffer: buffer) } } catch {}
                    return response
                }
                for try await response in group {
                    if let response {
                        group.cancelAll()
                        return response
                    }
                }
                return ""
            }
        }
    }

    @Test(
        "cuts a client that sends a byte now and then, in the header, in the body or not at all",
        arguments: [
            "GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-",
            "POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{",
            "",
        ])
    func slow(start: String) async throws {
        var server = TestServer()
        server.settings.requestSeconds = 0.3
        try await server.test(.live) { client async throws in
            let port = try #require(client.port)
            #expect(try await response(port: port, start, pause: .milliseconds(20)) == "")
            #expect(try await client.get("/health/live").status == .ok)
        }
    }

    @Test("gives its own work more time than the client has to send")
    func slowWork() async throws {
        let barrier = Barrier()
        var server = TestServer(recorder: barrier)
        server.settings.requestSeconds = 0.1
        try await server.test(.live) { client async throws in
            async let response = client.post("/predict", Sample.json(0))
            await barrier.waitForRequests(1)
            try await Task.sleep(for: .milliseconds(400))
            barrier.open()
            #expect(try await response.status == .ok)
        }
    }

    @Test("refuses headers that are too large or too many")
    func headers() async throws {
        try await TestServer().test(.live) { client async throws in
            let port = try #require(client.port)
            let large = "GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-A: \(String(repeating: "a", count: 100_000))\r\n\r\n"
            let many = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\((0..<500).map { "X-\($0): a\r\n" }.joined())\r\n"
            for request in [large, many] {
                #expect(!(try await response(port: port, request, pause: .milliseconds(20)).contains(" 200 ")))
            }
        }
    }

    @Test("stops in order: it says that it is not ready, finishes what runs, and takes nothing new")
    func stops() async throws {
        let barrier = Barrier()
        var server = TestServer(recorder: barrier)
        server.settings.port = 0
        let service = try server.service()
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        let group = ServiceGroup(
            configuration: .init(services: try service.services(onRunning: { continuation.yield($0) }), logger: service.logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let port = try #require(await ports.first { _ in true })
            #expect(service.readiness.isReady)
            try await TestClient.withClient(host: "127.0.0.1", port: port) { client async throws in
                async let response = client.post(
                    "/predict", headers: [.contentType: "application/json"], body: ByteBuffer(string: text(Sample.json(0))))
                await barrier.waitForRequests(1)
                await group.triggerGracefulShutdown()
                while service.readiness.isReady { await Task.yield() }
                barrier.open()
                #expect(try await response.status == .ok)
            }
            try await tasks.waitForAll()
        }
        #expect(!service.readiness.isReady)
    }
}
