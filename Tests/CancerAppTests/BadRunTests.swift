import Foundation
import Kindling
import Testing

@Suite("A problem with the folder of a run is reported in one line")
struct BadRunTests {
    static let train = "train --epochs 3 --run run --output model"

    @Test("A folder that cannot be one")
    func noFolder() throws {
        let folder = try Folder(["file": ""])
        expectFailure(try App.run("train --run file", in: folder), "file: Not a directory")
        expectFailure(try App.run("train --run file/run", in: folder), "file/run: Not a directory")
        expectFailure(try App.run("train --run /proc/run", in: folder), "/proc/run: No such file or directory")
        expectFailure(
            try App.run(["train", "--run", ""], in: folder), "The value '' is invalid for '--run <folder>': expected a folder")
        expectFailure(try App.run("train --fresh", in: folder), "--fresh needs --run")
        #expect(try folder.text("file") == "")
    }

    private struct OtherRow: TrainingRow {
        var score = Mean()
    }

    private func runAnotherModel(in folder: Folder) throws {
        let model = Linear(2, 1)
        let run = try TrainingRun<OtherRow>(in: folder.url("run").path, settings: ["width": "2"]) { Saved("model", model) }
        for epoch in run.epochs(through: 2) {
            for _ in epoch.batches(DataLoader(TensorDataset(.zeros([4, 2]), .zeros([4, 1])), batchSize: 2)) {}
        }
        try run.finish()
    }

    @Test("A run of another model stays as it is")
    func otherModel() throws {
        let folder = try Folder()
        try runAnotherModel(in: folder)
        let step = try folder.newestCheckpoint("run")
        expectFailure(try App.run(Self.train, in: folder), "run: the run in it is of another model")
        #expect(try folder.newestCheckpoint("run") == step)
    }

    static let damages: [(name: String, change: @Sendable (inout [UInt8]) -> Void)] = [
        ("torn", { $0.removeLast($0.count / 3) }),
        ("altered", { $0[$0.count - 5] ^= 1 }),
        ("empty", { $0 = [] }),
    ]

    @Test("Of a damaged checkpoint the one before is used, and that is said", arguments: damages)
    func damaged(_ name: String, change: @Sendable (inout [UInt8]) -> Void) throws {
        let folder = try Folder()
        _ = try App.succeed("train --epochs 2 --run run", in: folder)
        _ = try App.succeed(Self.train, in: folder)
        let (model, history) = (try folder.bytes("model"), try folder.text("run/history.csv"))
        let newest = try #require(try folder.checkpoints("run").last)
        var bytes = try folder.bytes(newest)
        change(&bytes)
        try folder.write(bytes, to: newest)

        let result = try App.run(Self.train, in: folder)
        #expect(result.status == 0 && result.output.contains("\ngoing on in run after step 24; 2 epochs are finished\n"))
        #expect(
            result.errors.hasPrefix("CancerApp: run/checkpoints/step-")
                && result.errors.hasSuffix("; the checkpoint before it is used\n"))
        #expect(result.errors.split(separator: "\n").count == 1)
        #expect(try folder.bytes("model") == model)
        #expect(try folder.text("run/history.csv") == history)
    }

    @Test("Where every checkpoint is damaged, nothing is changed")
    func allDamaged() throws {
        let folder = try Folder()
        _ = try App.succeed(Self.train, in: folder)
        let history = try folder.text("run/history.csv")
        for name in try folder.checkpoints("run") { try folder.write(Array("no checkpoint".utf8), to: name) }
        let result = try App.run("train --epochs 3 --run run --output other", in: folder)
        #expect(result.status > 0 && result.output == "" && result.errors.hasPrefix("CancerApp: run/checkpoints/step-"))
        #expect(try folder.names == ["model", "run"] && folder.text("run/history.csv") == history)
    }

    @Test("A history that was changed is named, and stays as it is")
    func shortHistory() throws {
        let folder = try Folder()
        _ = try App.succeed(Self.train, in: folder)
        try folder.write("epoch,step\n", to: "run/history.csv")
        let result = try App.run("train --epochs 4 --run run", in: folder)
        #expect(result.status > 0 && result.errors.hasPrefix("CancerApp: run/history.csv has 11 bytes, but "))
        #expect(try folder.text("run/history.csv") == "epoch,step\n")
    }

    @Test("Two processes cannot have one run")
    func inUse() throws {
        let folder = try Folder()
        let long = "train --epochs 1000000 --no-early-stopping --run run".split(separator: " ").map(String.init)
        let first = try Running(App.path, long, in: folder)
        while try first.isRunning && !first.output.contains("epoch") { usleep(5000) }
        expectFailure(try App.run(Self.train, in: folder), "run: another process is using this run")
        expectFailure(try App.run("\(Self.train) --fresh", in: folder), "run: another process is using this run")
        // One that is killed leaves the lock to others.
        first.send(SIGKILL)
        _ = try first.result()
        _ = try App.succeed("\(Self.train) --fresh", in: folder)
    }

    /// The limit is of file sizes in blocks of 512 bytes: it stands for a disk that is full.
    static let limits = [
        (1, "--epochs 60", "run/history.csv: File too large"),
        (4, "--epochs 3", ".safetensors: cannot be written: File too large"),
    ]

    @Test("A disk that is full loses nothing", arguments: limits)
    func full(_ blocks: Int, _ epochs: String, message: String) throws {
        let folder = try Folder()
        let options = "train --no-early-stopping --run run"
        _ = try App.succeed("\(options) --epochs 2", in: folder)
        let result = try App.shell("ulimit -f \(blocks); exec $APP \(options) \(epochs)", in: folder)
        #expect(result.status > 0 && result.errors.hasPrefix("CancerApp: run/") && result.errors.hasSuffix("\(message)\n"))
        #expect(try folder.newestCheckpoint("run") == 24)
        let output = try App.succeed("\(options) --epochs 3 --output model", in: folder).output
        #expect(output.contains("\ngoing on in run after step 24; 2 epochs are finished\n"))
        _ = try App.succeed("train --no-early-stopping --epochs 3 --output expected", in: folder)
        #expect(try folder.bytes("model") == folder.bytes("expected"))
    }
}
