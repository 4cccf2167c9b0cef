import Foundation
import Testing
import Training

// Runs restore the default generator, and so have processes of their own.
@Suite("The folder of a run")
struct RunFolderTests {
    struct Row: TrainingRow { var loss = Mean() }

    /// Trains one step an epoch, saved each.
    @discardableResult
    static func train(
        in folder: String, through last: Int = 3, size: Int = 3, fresh: Bool = false, settings: [String: String] = [:],
        during: (TrainingRun<Row>) -> Void = { _ in }
    ) throws -> (start: Int, said: [String]) {
        let model = Linear(size, 1, generator: Generator(seed: 1))
        var said: [String] = []
        let run = try TrainingRun<Row>(in: folder, fresh: fresh, settings: settings) {
            Saved("model", model)
        } callbacks: {
            Checkpoints(every: .epochs(1))
        } report: {
            said.append($0)
        }
        let start = run.step
        for epoch in run.epochs(through: last) {
            for _ in epoch.batches(DataLoader(0..<1, batchSize: 1, generator: Generator(seed: 0)) { $0 }) {
                // A checkpoint that waits gives way to a newer one.
                while TemporaryFolder.newestStep(in: folder) < run.step { usleep(200) }
                during(run)
                run.row.loss.add(1 / Double(run.step + 1))
            }
        }
        try run.finish()
        return (start, said)
    }

    static func message(_ body: () throws -> Void) -> String {
        do { try body() } catch { return "\(error)" }
        return "no error"
    }

    static func checkpoint(_ step: Int, in folder: String) -> String {
        "\(folder)/checkpoints/step-\(String(repeating: "0", count: 11))\(step).safetensors"
    }

    @Test("that is a file, or holds one in the place of its checkpoints, is told")
    func files() async {
        await #expect(processExitsWith: .success) {
            let folder = TemporaryFolder()
            let path = folder.path + "/file"
            try Data("text".utf8).write(to: URL(filePath: path))
            #expect(Self.message { try Self.train(in: path) } == "\(path): Not a directory")
            try Data().write(to: URL(filePath: folder.path + "/checkpoints"))
            #expect(Self.message { try Self.train(in: folder.path) } == "\(folder.path): Not a directory")
        }
    }

    @Test("has one run at a time, in this process or another, and is free when the run is finished or its process killed")
    func lock() async {
        await #expect(processExitsWith: .success) {
            let folder = TemporaryFolder()
            let first = try TrainingRun<Row>(in: folder.path, { Saved("n", get: { 0 }, set: { _ in }) })
            #expect(
                Self.message { try Self.train(in: folder.path) }.hasPrefix(
                    "\(folder.path): the run is in use by another process"))
            try first.finish()
            #expect(Self.message { try Self.train(in: folder.path, through: 1) } == "no error")
        }
        let folder = TemporaryFolder()
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = folder.path as String] in
            try Self.train(in: path) { if $0.step == 2 { kill(getpid(), SIGKILL) } }
        }
        let leftover = folder.path + "/checkpoints/.kindling-left.partial"
        try? Data("half".utf8).write(to: URL(filePath: leftover))
        await #expect(processExitsWith: .success) { [path = folder.path as String] in
            let start = try Self.train(in: path).start
            #expect(start <= 2)
        }
        #expect(!FileManager.default.fileExists(atPath: leftover))
        #expect(TemporaryFolder.newestStep(in: folder.path) == 3)
    }

    @Test("whose newest checkpoint is cut off or altered anywhere goes on with the one before, and says so")
    func damaged() async {
        await #expect(processExitsWith: .success) {
            let folder = TemporaryFolder()
            try Self.train(in: folder.path)
            let newest = Self.checkpoint(3, in: folder.path)
            let whole = try Data(contentsOf: URL(filePath: newest))
            var versions = stride(from: 0, to: whole.count, by: 64).map { whole.prefix($0) }
            for index in whole.indices {
                var altered = whole
                altered[index] ^= 1 << UInt8(index % 8)
                versions.append(altered)
            }
            for (index, version) in versions.enumerated() {
                try version.write(to: URL(filePath: newest))
                var said: [String] = []
                let run = try TrainingRun<Row>(in: folder.path) {
                    Saved("model", Linear(3, 1))
                } report: {
                    said.append($0)
                }
                #expect((run.step, run.history.count) == (2, 2), "version \(index): \(run.step), \(run.history.count)")
                #expect(
                    said.count == 1 && said[0].hasPrefix(newest) && said[0].hasSuffix("; the checkpoint before it is used"),
                    "\(said)")
            }
            let rest = try Self.train(in: folder.path)
            #expect((rest.start, rest.said.count) == (2, 1))
            #expect(try Data(contentsOf: URL(filePath: newest)) == whole)
            // The others stay in the place of one that cannot be read.
            try Data().write(to: URL(filePath: newest))
            for step in TemporaryFolder.steps(in: folder.path) {
                try Data("text".utf8).write(to: URL(filePath: Self.checkpoint(step, in: folder.path)))
            }
            #expect(Self.message { try Self.train(in: folder.path) }.hasPrefix(newest))
            #expect(TemporaryFolder.steps(in: folder.path) == [2, 3], "\(TemporaryFolder.steps(in: folder.path))")
            #expect(try Self.train(in: folder.path, fresh: true).start == 0)
        }
    }

    @Test("with a damaged checkpoint of a later step keeps the new ones")
    func laterStep() async {
        await #expect(processExitsWith: .success) {
            let folder = TemporaryFolder()
            func train(through last: Int) throws {
                let run = try TrainingRun<Row>(in: folder.path) {
                    Saved("n", get: { 0 }, set: { _ in })
                } callbacks: {
                    Checkpoints(every: .epochs(1), keeping: 1)
                } report: { _ in
                }
                for epoch in run.epochs(through: last) { for _ in epoch.batches(DataLoader(0..<1, batchSize: 1) { $0 }) {} }
                try run.finish()
            }
            try train(through: 1)
            try Data("torn".utf8).write(to: URL(filePath: Self.checkpoint(9, in: folder.path)))
            try train(through: 3)
            #expect(TemporaryFolder.steps(in: folder.path) == [3, 9])
        }
    }

    @Test("of another model, with other settings, or of a newer version is refused, and stays as it is")
    func others() async {
        await #expect(processExitsWith: .success) {
            let folder = TemporaryFolder()
            try Self.train(in: folder.path, settings: ["rate": "0.1", "depth": "2"])
            let message = Self.message { try Self.train(in: folder.path, settings: ["rate": "0.2", "width": "3"]) }
            #expect(
                message
                    == "\(folder.path): the run began with other settings: depth is not given, it was 2; rate is 0.2, it was 0.1; "
                    + "width is 3, it was not given")
            let other = Self.message { try Self.train(in: folder.path, size: 4, settings: ["rate": "0.1", "depth": "2"]) }
            #expect(other.hasPrefix(Self.checkpoint(3, in: folder.path)) && other.contains("weight"), "\(other)")
            struct Wider: TrainingRow {
                var loss = Mean()
                var accuracy = 0.0
            }
            let row = Self.message {
                _ = try TrainingRun<Wider>(
                    in: folder.path, settings: ["rate": "0.1", "depth": "2"], { Saved("model", Linear(3, 1)) })
            }
            #expect(row.contains("does not fit") && row.contains("accuracy"), "\(row)")
            #expect(TemporaryFolder.steps(in: folder.path) == [2, 3], "\(TemporaryFolder.steps(in: folder.path))")
        }
    }

    @Test("on a disk that is full is told once while the run goes on, and at its end; the checkpoint before stays whole")
    func full() async {
        await #expect(processExitsWith: .success) {
            let folder = TemporaryFolder()
            signal(SIGXFSZ, SIG_IGN)
            var said: [String] = []
            let run = try TrainingRun<Row>(in: folder.path) {
                Saved("model", Linear(1000, 10))
            } callbacks: {
                Checkpoints(every: .steps(1))
            } report: {
                said.append($0)
            }
            for epoch in run.epochs(through: 2) {
                for _ in epoch.batches(DataLoader(0..<8, batchSize: 1) { $0 }) {
                    if run.step == 3 {
                        while TemporaryFolder.newestStep(in: folder.path) < 3 { usleep(1000) }
                        var limit = rlimit(rlim_cur: 20_000, rlim_max: rlim_t.max)
                        setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
                    }
                    if run.step > 3 { usleep(20_000) }
                }
            }
            let message = Self.message { try run.finish() }
            var limit = rlimit(rlim_cur: rlim_t.max, rlim_max: rlim_t.max)
            setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
            #expect(message.hasPrefix(folder.path) && message.hasSuffix("File too large"), "\(message)")
            #expect(said.count == 1 && said[0].hasSuffix("; the run goes on, and the checkpoint before it stays"), "\(said)")
            #expect(run.step == 16, "\(run.step)")
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/checkpoints")
            #expect(names.allSatisfy { $0.hasPrefix("step-") } && TemporaryFolder.newestStep(in: folder.path) == 3, "\(names)")
            let again = try TrainingRun<Row>(in: folder.path, { Saved("model", Linear(1000, 10)) })
            #expect(again.step == 3, "\(again.step)")
        }
    }

    @Test("with a position that the loader does not have ends the run with an error")
    func position() async {
        await #expect(processExitsWith: .success) {
            let folder = TemporaryFolder()
            func train(_ count: Int, steps: Int, loops: Int = 1) throws {
                let run = try TrainingRun<Row>(in: folder.path) {
                    Saved("n", get: { 0 }, set: { _ in })
                } callbacks: {
                    Checkpoints(every: .steps(1))
                }
                for epoch in run.epochs(through: 1) {
                    for _ in 0..<loops {
                        for _ in epoch.batches(DataLoader(0..<count, batchSize: 1) { $0 }) where run.step == steps { return }
                    }
                }
                try run.finish()
            }
            try train(9, steps: 5)
            #expect(
                Self.message { try train(3, steps: -1) }
                    == "\(folder.path): the run cannot be resumed: epoch 1 has 3 batches, but had 9 when the checkpoint was saved"
            )
            #expect(
                Self.message { try train(9, steps: -1, loops: 0) }.hasSuffix(
                    "has fewer loops over batches than when the checkpoint was saved"))
            try train(9, steps: -1)
        }
    }
}
