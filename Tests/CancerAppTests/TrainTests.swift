import Foundation
import Testing

@Suite("Training")
struct TrainTests {
    @Test("The JSON is one object with these keys")
    func json() throws {
        let result = try App.succeed("--lesson --epochs 2 --json", in: Folder())
        let object = try #require(result.json() as? [String: Any])
        let keys: Set = [
            "epochs", "steps", "train_accuracy", "test_accuracy", "auc", "confusion", "sensitivity", "specificity", "losses",
            "top_features", "train_seconds", "baseline",
        ]
        #expect(keys.isSubset(of: object.keys))
        #expect(try result.decode(Report.self).trainSeconds > 0)
    }

    @Test("The lesson without early stopping runs the given number of epochs, and its figures are consistent")
    func lesson() throws {
        let report = try Report.of("train --lesson --epochs 20 --no-early-stopping")
        #expect(report.epochs == 20 && report.bestEpoch == 20 && report.steps == 300 && report.losses.count == 20)
        #expect(report.losses[19] < report.losses[0] / 2)
        let (negatives, positives) = (report.confusion[0], report.confusion[1])
        #expect(negatives.reduce(0, +) == 72 && positives.reduce(0, +) == 42)
        #expect(report.specificity == Double(negatives[0]) / 72 && report.sensitivity == Double(positives[1]) / 42)
        #expect(report.testAccuracy == Double(negatives[0] + positives[1]) / 114)
        #expect(report.trainAccuracy > 0.9 && report.auc > 0.95 && report.auc <= 1)
        let weights = report.topFeatures.map { abs($0.weight) }
        #expect(weights.count == 10 && weights == weights.sorted(by: >))
        #expect(report.topFeatures.allSatisfy { Wisconsin.header.split(separator: ",").contains(Substring($0.name)) })
        #expect(report.baseline.epochs == 1000 && report.baseline.testAccuracy > 0.95)
    }

    @Test("Ten seeds of the lesson: as accurate as PyTorch's")
    func accuracy() throws {
        let reports = try (0..<10).map { try Report.of("--lesson --seed \($0)") }
        let train = reports.map(\.trainAccuracy).reduce(0, +) / 10
        let test = reports.map(\.testAccuracy).reduce(0, +) / 10
        #expect(train > 0.98)
        #expect(0.970...0.986 ~= test)
    }

    @Test("The seed determines everything, including the model file")
    func seeds() throws {
        let folder = try Folder()
        func run(_ seed: Int, _ name: String) throws -> Report {
            try Report.of("--epochs 5 --seed \(seed) --output \(name)", in: folder)
        }
        let (one, again, two) = (try run(1, "one"), try run(1, "again"), try run(2, "two"))
        #expect(one == again && one != two)
        #expect(try folder.bytes("one") == folder.bytes("again"))
        #expect(try folder.bytes("one") != folder.bytes("two"))
    }

    @Test("Each optimizer learns, in its own way")
    func optimizers() throws {
        let reports = try ["adam --learning-rate 0.01", "momentum", "sgd"].map {
            try Report.of("--lesson --epochs 10 --optimizer \($0)")
        }
        #expect(reports.allSatisfy { $0.losses[9] < $0.losses[0] && $0.testAccuracy > 0.9 })
        #expect(Set(reports.map { $0.losses[9] }).count == 3)
    }

    @Test("Options reach the training: batch size, test fraction, threshold")
    func options() throws {
        let coarse = try Report.of("--lesson --epochs 3 --batch-size 100 --test-fraction 0.5")
        #expect(coarse.steps == 3 * 3 && coarse.confusion.joined().reduce(0, +) == 285)
        let (eager, strict) = (
            try Report.of("--lesson --epochs 3 --threshold 0.1"), try Report.of("--lesson --epochs 3 --threshold 0.9")
        )
        #expect(eager.sensitivity > strict.sensitivity && eager.specificity < strict.specificity)
    }

    @Test("Early stopping restores the best epoch's weights; the lesson's keeps the last")
    func bestWeights() throws {
        let folder = try Folder()
        let options = "--learning-rate 0.05 --patience 3"
        let stopped = try Report.of("\(options) --output stopped", in: folder)
        #expect(stopped.epochs == stopped.bestEpoch + 3)
        _ = try Report.of("\(options) --no-early-stopping --epochs \(stopped.bestEpoch) --output best", in: folder)
        #expect(try folder.weights("stopped") == folder.weights("best"))

        let lesson = try Report.of("\(options) --lesson --output lesson", in: folder)
        #expect(lesson.bestEpoch == lesson.epochs)
        _ = try Report.of("\(options) --lesson --no-early-stopping --epochs \(lesson.epochs) --output last", in: folder)
        #expect(try folder.weights("lesson") == folder.weights("last"))
    }

    static let spellings: [String: @Sendable () -> String] = [
        "the shipped rows": { Wisconsin.text },
        "CRLF": { Wisconsin.text.replacing("\n", with: "\r\n") },
        "a byte-order mark": { "\u{FEFF}" + Wisconsin.text },
        "quoted cells": {
            Wisconsin.changed { lines in
                lines = lines.map { $0.map { "\"\($0)\"" } }
            }
        },
        "columns in another order": {
            Wisconsin.changed { lines in
                lines = lines.map { $0.reversed() }
            }
        },
    ]

    @Test("The same data, written in many ways", arguments: spellings.keys.sorted())
    func spelling(_ name: String) throws {
        let text = try #require(Self.spellings[name])
        let folder = try Folder(["t.csv": text()])
        #expect(try Report.of("--lesson --epochs 2 --data t.csv", in: folder) == Report.of("--lesson --epochs 2"))
    }

    @Test("The report has plain lines where it is piped")
    func report() throws {
        let folder = try Folder()
        let output = try App.succeed("--lesson --epochs 120 --no-early-stopping --output model", in: folder).output
        let expected = [
            "wdbc.csv: 569 rows, 30 features; 212 malignant (1), 357 benign (0)\n455 rows for training, 114 for the test",
            "epoch     1   loss ", "epoch    10   loss ", "epoch    50   loss ", "epoch   100   loss ", "epoch   120   loss ",
            "accuracy", "training", "baseline (lesson 1A", "predicted malignant", "actual benign", "sensitivity ",
            "specificity ", "AUC ", "most important features", "trained in ", "120 epochs, 1800 steps",
            "model written to model",
        ]
        for text in expected { #expect(output.contains(text)) }
        #expect(output.utf8.allSatisfy { $0 == UInt8(ascii: "\n") || $0 >= 0x20 })
        #expect(try folder.names == ["model"])
    }

    @Test("The validation fraction is of the rows outside the test set")
    func validationShare() throws {
        let folder = try Folder()
        let output = try App.succeed("--epochs 1", in: folder).output
        #expect(output.contains("\n364 rows for training, 91 for early stopping, 114 for the test\n\n"))
        let halves = try App.succeed("--epochs 1 --validation-fraction 0.5 --test-fraction 0.5", in: folder).output
        #expect(halves.contains("\n142 rows for training, 142 for early stopping, 285 for the test\n"))
    }

    @Test("The executable runs by itself, wherever it is")
    func alone() throws {
        // Copied by another process: one that is started meanwhile would have the copy open for writing, and it could not be run.
        let result = try App.shell("cp \"$APP\" copy && ./copy --epochs 1", in: Folder())
        #expect(result.status == 0 && result.errors == "" && result.output.contains("569 rows"))
    }

    @Test("A feature that is the same in all training rows is named, and has no weight")
    func constantFeature() throws {
        let folder = try Folder([
            "t.csv": Wisconsin.changed { cells in
                for row in 1..<cells.count { cells[row][4] = "7.25" }
            }
        ])
        let output = try App.succeed("--data t.csv --epochs 3 --output model", in: folder).output
        #expect(output.contains("\n\"mean area\" is constant in the training rows: its weight is 0\n"))
        let report = try App.succeed("--data t.csv --epochs 3 --json", in: folder).json() as? [String: Any]
        #expect(report?["constant_features"] as? [String] == ["mean area"])
        let explanation = try App.succeed("explain --model model", in: folder).output
        #expect(explanation.split(separator: "\n").contains { $0.contains("mean area") && $0.hasSuffix(" 0.0000") })
        #expect(try !App.succeed("--epochs 1", in: folder).output.contains("its weight is 0"))
    }

    @Test("A feature with tiny numbers is used like any other")
    func tinyFeature() throws {
        let tiny = Wisconsin.changed { cells in
            for row in 1..<cells.count { cells[row][4] += "e-180" }
        }
        let expected = try Report.of("--lesson --epochs 20")
        let found = try Report.of("--lesson --epochs 20 --data t.csv", in: Folder(["t.csv": tiny]))
        #expect(zip(found.losses, expected.losses).allSatisfy { abs($0 - $1) < 1e-5 })
    }

    private static let signals: [(number: Int32, message: String)] = [
        (SIGINT, "interrupted"), (SIGTERM, "terminated"), (SIGHUP, "the terminal was closed"),
    ]

    /// Without a suspension: while other tests had the thread, the app would train on and take their processor.
    private func waitForTraining(_ app: Running) throws {
        while try app.isRunning && !app.output.contains("epoch") { usleep(5000) }
    }

    @Test("Signals such as Ctrl-C end it with one line and leave no file", arguments: signals)
    func interrupt(_ number: Int32, message: String) throws {
        let folder = try Folder()
        let arguments = ["--epochs", "1000000", "--no-early-stopping", "--output", "model"]
        let app = try Running(App.path, arguments, in: folder)
        try waitForTraining(app)
        app.send(number)
        let result = try app.result()
        #expect(result.errors == "CancerApp: \(message)\n")
        #expect(result.status == 128 + number)
        #expect(try folder.names.isEmpty)
    }

    @Test("A signal that is ignored at the start stays ignored")
    func ignoredSignals() throws {
        let line = "trap '' INT HUP; exec '\(App.path)' --epochs 1000000 --no-early-stopping"
        let folder = try Folder()
        let app = try Running("/bin/sh", ["-c", line], in: folder)
        try waitForTraining(app)
        app.send(SIGINT)
        app.send(SIGHUP)
        app.send(SIGTERM)
        let result = try app.result()
        #expect(result.errors == "CancerApp: terminated\n")
        #expect(result.status == 128 + SIGTERM)
        #expect(try folder.names.isEmpty)
    }

    @Test("A link to a missing file is followed")
    func danglingLink() throws {
        let folder = try Folder()
        try FileManager.default.createSymbolicLink(atPath: folder.url("link").path, withDestinationPath: "model")
        _ = try App.succeed("--epochs 1 --output link", in: folder)
        #expect(try folder.names == ["link", "model"])
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.url("link").path) == "model")
    }

    @Test("The progress bar is for terminals that can erase a line", arguments: ["xterm", "dumb", ""])
    func terminal(_ name: String) throws {
        let command = "'\(App.path)' --epochs 60 --no-early-stopping"
        let output = try App.shell("TERM=\(name) script -qec \"\(command)\" /dev/null", in: Folder()).output
        #expect(output.contains("epoch    50   loss "))
        #expect(output.contains("\u{1B}") == (name == "xterm"))
    }

    @Test("OpenBLAS, which the app does not use, is not loaded: little memory suffices, and one thread")
    func littleMemory() throws {
        let folder = try Folder()
        let result = try App.shell("ulimit -v 400000; LD_DEBUG=files $APP --epochs 1 2>&1", in: folder)
        #expect(result.status == 0 && result.output.contains("trained in ") && !result.output.contains("openblas"))
    }
}
