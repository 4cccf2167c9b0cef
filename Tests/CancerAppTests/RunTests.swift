import Foundation
import Testing

@Suite("train --run")
struct RunTests {
    /// Training without a folder, and what it gives.
    private static func undisturbed(_ options: String, in folder: Folder) throws -> (model: [UInt8], history: String) {
        _ = try App.succeed("train \(options) --run undisturbed --fresh --output expected", in: folder)
        return (try folder.bytes("expected"), try folder.text("undisturbed/history.csv"))
    }

    /// Until a process has written a checkpoint of a later step. Without a suspension: while other tests had the thread, it would train on.
    private func waitForCheckpoint(after step: Int, _ app: Running, in folder: Folder) throws -> Int {
        while app.isRunning {
            if let newest = try? folder.newestCheckpoint("run"), newest > step { return newest }
            usleep(1000)
        }
        return step
    }

    @Test("It gives what training without a folder gives, and does so again when it is started again")
    func again() throws {
        let folder = try Folder()
        let options = "train --epochs 30 --patience 3 --learning-rate 0.05"
        let report = try Report.of("\(options) --output model", in: folder)
        #expect(try Report.of("\(options) --output first --run run", in: folder) == report)
        let history = try folder.text("run/history.csv")
        #expect(history.hasPrefix("epoch,step,loss,monitoredLoss\n1,12,"))
        #expect(history.split(separator: "\n").count == 1 + report.epochs)
        #expect(try Report.of("\(options) --output second --run run", in: folder) == report)
        #expect(try folder.text("run/history.csv") == history)
        for name in ["first", "second"] { #expect(try folder.bytes(name) == folder.bytes("model")) }
        let output = try App.succeed("\(options) --run run", in: folder).output
        #expect(output.contains("\ngoing on in run after step \(report.steps); \(report.epochs) epochs are finished\n\n"))
        #expect(output.contains("\ntrained before: \(report.epochs) epochs, \(report.steps) steps\n"))
    }

    @Test(
        "Killed as often as it takes, it ends with the bytes of one that was not, and computes no step before a checkpoint again"
    )
    func killed() throws {
        let folder = try Folder()
        let options = "--epochs 120 --no-early-stopping --batch-size 6 --optimizer momentum"
        let (model, history) = try Self.undisturbed(options, in: folder)
        let arguments = "train \(options) --run run --output model".split(separator: " ").map(String.init)
        var step = 0
        for _ in 0..<4 {
            let app = try Running(App.path, arguments, in: folder)
            let newest = try waitForCheckpoint(after: step, app, in: folder)
            app.send(SIGKILL)
            let output = try app.result().output
            #expect(step == 0 || output.contains("\ngoing on in run after step \(step);") || !output.contains("epoch"))
            step = try max(newest, folder.newestCheckpoint("run") ?? 0)
        }
        #expect(step > 0)
        _ = try App.run(arguments, in: folder)
        #expect(try folder.bytes("model") == model)
        #expect(try folder.text("run/history.csv") == history)
    }

    @Test("Later epochs, and more patience, go on to what they would have been")
    func more() throws {
        let folder = try Folder()
        for (first, then) in [
            ("--epochs 3 --lesson", "--epochs 7 --lesson"),
            ("--patience 1 --learning-rate 0.05 --epochs 60", "--patience 4 --learning-rate 0.05 --epochs 60"),
        ] {
            let (model, history) = try Self.undisturbed(then, in: folder)
            _ = try App.succeed("train \(first) --run run --fresh --output model", in: folder)
            #expect(try folder.bytes("model") != model)
            _ = try App.succeed("train \(then) --run run --output model", in: folder)
            #expect(try folder.bytes("model") == model)
            #expect(try folder.text("run/history.csv") == history)
        }
    }

    @Test("The threshold may change, and so may the data's name and spelling")
    func unrelated() throws {
        let folder = try Folder(["copy.csv": Wisconsin.text.replacing("\n", with: "\r\n")])
        _ = try App.succeed("train --epochs 2 --run run", in: folder)
        let report = try Report.of("train --epochs 2 --run run --threshold 0.9", in: folder)
        #expect(try report == Report.of("train --epochs 2 --threshold 0.9"))
        let copy = try App.succeed("train --data copy.csv --epochs 2 --run run", in: folder).output
        #expect(copy.contains("\ntrained before: 2 epochs, 24 steps\n"))
    }

    static let differences = [
        ("--batch-size 16", "--batch-size is 16, it began with 32"),
        ("--learning-rate 0.5", "--learning-rate is 0.5, it began with 0.001"),
        ("--optimizer sgd", "--learning-rate is 0.1, it began with 0.001; --optimizer is sgd, it began with adam"),
        ("--seed 7 --batch-size 3", "--batch-size is 3, it began with 32; --seed is 7, it began with 42"),
        ("--test-fraction 0.3", "--test-fraction is 0.3, it began with 0.2"),
        ("--validation-fraction 0.3", "--validation-fraction is 0.3, it began with 0.2"),
        ("--lesson", "--lesson is on, it began with off"),
        ("--no-early-stopping", "--early-stopping is off, it began with on"),
        ("--data t.csv", "the data differ from those it began with"),
    ]

    @Test("Options and data that shape the computation are compared with those it began with, and --fresh begins anew")
    func differing() throws {
        let text = Wisconsin.changed { $0[7][7] = "0.05" }
        let folder = try Folder(["t.csv": text])
        _ = try App.succeed("train --epochs 2 --run run", in: folder)
        let (step, history) = (try folder.newestCheckpoint("run"), try folder.text("run/history.csv"))
        for (options, message) in Self.differences {
            let result = try App.run("train --epochs 2 --run run \(options) --output model", in: folder)
            expectFailure(result, "run: the run in it cannot go on so: \(message) (--fresh begins anew)")
        }
        #expect(try folder.newestCheckpoint("run") == step && folder.text("run/history.csv") == history)
        let report = try Report.of("train --epochs 2 --run run --fresh --seed 7", in: folder)
        #expect(try report == Report.of("train --epochs 2 --seed 7"))
        #expect(try folder.text("run/history.csv") != history)
    }

    private static let signals: [(number: Int32, message: String)] = [(SIGINT, "interrupted"), (SIGTERM, "terminated")]

    @Test("Ctrl-C and SIGTERM save it, and say how to go on", arguments: signals)
    func interrupted(_ number: Int32, message: String) throws {
        let folder = try Folder()
        let options = "train --no-early-stopping --run run --output model"
        let app = try Running(App.path, "\(options) --epochs 1000000".split(separator: " ").map(String.init), in: folder)
        while try app.isRunning && !app.output.contains("epoch") { usleep(5000) }
        app.send(number)
        let result = try app.result()
        #expect(result.status == 128 + number)
        let pattern =
            /CancerApp: (\w+) (?:in|after) epoch (\d+)(?:, after step (\d+))?; the state is in run: start it again to go on\n/
        let match = try #require(try pattern.wholeMatch(in: result.errors), "\(result.errors)")
        #expect(match.1 == message)
        #expect(try folder.names == ["run"])

        let epochs = try #require(Int(match.2)) + 1
        let output = try App.succeed("\(options) --epochs \(epochs)", in: folder).output
        if let step = match.3 {
            #expect(output.contains("\ngoing on in run after step \(step); \(epochs - 2) epochs are finished\n"))
        }
        let (model, history) = try Self.undisturbed("--no-early-stopping --epochs \(epochs)", in: folder)
        #expect(try folder.bytes("model") == model)
        #expect(try folder.text("run/history.csv") == history)
    }

    @Test("A signal that is ignored at the start stays ignored, and a closed terminal ends it")
    func otherSignals() throws {
        let folder = try Folder()
        let line = "trap '' INT; exec '\(App.path)' --epochs 1000000 --no-early-stopping --run run"
        let app = try Running("/bin/sh", ["-c", line], in: folder)
        while try app.isRunning && !app.output.contains("epoch") { usleep(5000) }
        app.send(SIGINT)
        usleep(200_000)
        #expect(app.isRunning)
        app.send(SIGHUP)
        let result = try app.result()
        #expect(result.errors == "CancerApp: the terminal was closed\n" && result.status == 128 + SIGHUP)
    }

    @Test("Training that diverges says so, and saves nothing")
    func divergence() throws {
        let folder = try Folder()
        let result = try App.run("--learning-rate 1e300 --epochs 5 --json --output model --run run", in: folder)
        expectFailure(result, "training diverged in epoch 1: try a smaller --learning-rate with --fresh")
        #expect(try folder.names == ["run"])
        #expect(try folder.newestCheckpoint("run") == nil)
    }
}
