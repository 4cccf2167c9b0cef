import ServiceLifecycle

/// On SIGTERM: the server says that it is not ready, and goes on for a while, so that whoever sends requests sees it.
struct Draining: Service {
    let readiness: Readiness
    let delay: Duration

    func run() async throws {
        try? await gracefulShutdown()
        readiness.stop()
        try? await Task.sleep(for: delay)
    }
}
