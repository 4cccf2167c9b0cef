import Access
import Logging
import ServiceLifecycle
import UnixSignals

/// Reads the models and the tokens again on SIGHUP, and the models when their folder has changed.
///
/// What cannot be read is logged, and what was served before is served on.
struct Reloading: Service {
    let models: ModelStore
    let tokens: Tokens?
    let settings: ServerSettings
    let logger: Logger

    func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await reloadOnSignal() }
            if settings.watchSeconds > 0 { group.addTask { await watch() } }
            await group.waitForAll()
        }
    }

    private func reloadOnSignal() async {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
            attempt("models") { try models.reload() }
            if let tokens, let path = settings.tokens {
                attempt("tokens") { tokens.replace(with: try TokenFile(reading: path)) }
            }
        }
    }

    private func watch() async {
        try? await cancelWhenGracefulShutdown {
            while true {
                try await Task.sleep(for: .seconds(settings.watchSeconds))
                if (try? models.hasChanged()) ?? false { attempt("models") { try models.reload() } }
            }
        }
    }

    private func attempt(_ what: String, _ reload: () throws -> Void) {
        do {
            try reload()
            logger.notice("\(what) read again")
        } catch {
            logger.error("\(what) could not be read again; those of before are used", metadata: ["error": "\(error)"])
        }
    }
}
