import Testing

@Suite("A mistake on the command line is reported in one line")
struct BadArgumentsTests {
    static let cases: [(arguments: String, message: String)] = [
        ("--batch-size 0", "--batch-size must be at least 1, got 0"),
        ("--batch-size -1", "--batch-size must be at least 1, got -1"),
        ("--batch-size=-1", "--batch-size must be at least 1, got -1"),
        ("--batch-size many", "The value 'many' is invalid for '--batch-size <batch-size>'"),
        ("--batch-size 1.5", "The value '1.5' is invalid for '--batch-size <batch-size>'"),
        ("--batch-size", "Missing value for '--batch-size <batch-size>'"),
        ("--epochs 0", "--epochs must be at least 1, got 0"),
        ("--epochs -3", "--epochs must be at least 1, got -3"),
        ("--epochs 99999999999999999999", "The value '99999999999999999999' is invalid for '--epochs <epochs>'"),
        ("--patience 0", "--patience must be at least 1, got 0"),
        ("--learning-rate 0", "--learning-rate must be a positive number, got 0.0"),
        ("--learning-rate -0.1", "--learning-rate must be a positive number, got -0.1"),
        ("--learning-rate nan", "--learning-rate must be a positive number, got nan"),
        ("--learning-rate inf", "--learning-rate must be a positive number, got inf"),
        ("--learning-rate fast", "The value 'fast' is invalid for '--learning-rate <learning-rate>'"),
        ("--test-fraction 0", "--test-fraction must be between 0 and 1, got 0.0"),
        ("--test-fraction 1", "--test-fraction must be between 0 and 1, got 1.0"),
        ("--test-fraction -0.2", "--test-fraction must be between 0 and 1, got -0.2"),
        ("--test-fraction nan", "--test-fraction must be between 0 and 1, got nan"),
        (
            "--test-fraction 0.001",
            "wdbc.csv: too few malignant rows (212): these fractions leave none for the test set"
        ),
        (
            "--test-fraction 0.999",
            "wdbc.csv: too few benign rows (357): these fractions leave none for the training set"
        ),
        ("--validation-fraction 1", "--validation-fraction must be between 0 and 1, got 1.0"),
        ("--threshold 0", "--threshold must be between 0 and 1, got 0.0"),
        ("--threshold 1.5", "--threshold must be between 0 and 1, got 1.5"),
        ("--seed -1", "The value '-1' is invalid for '--seed <seed>'"),
        (
            "--optimizer magic",
            "The value 'magic' is invalid for '--optimizer <optimizer>': expected adam, adamw, adamax, nadam, radam, sgd, momentum, "
                + "asgd, adagrad, adadelta, adafactor, rmsprop, lamb, lion, muon, rprop or lbfgs"
        ),
        ("--colour", "Unknown option '--colour'"),
        ("prophesy", "Unexpected argument 'prophesy'"),
        ("train more", "Unexpected argument 'more'"),
        ("--output no/model", "no/model: cannot be written: No such file or directory"),
        ("--output file/model", "file/model: cannot be written: Not a directory"),
        ("--output .", ".: cannot be written: it is not a regular file"),
        ("--output /dev/full", "/dev/full: cannot be written: it is not a regular file"),
        ("predict", "Missing expected argument '--model <model>'"),
        ("evaluate --data file", "Missing expected argument '--model <model>'"),
        ("evaluate --model file", "Missing expected argument '--data <data>'"),
        ("explain", "Missing expected argument '--model <model>'"),
    ]

    @Test(arguments: cases)
    func refused(_ arguments: String, message: String) throws {
        let folder = try Folder(["file": ""])
        expectFailure(try App.run(arguments, in: folder), message)
        #expect(try folder.names == ["file"])
    }

    @Test(
        "An empty path is named",
        arguments: [["--data"], ["--output"], ["predict", "--model"], ["predict", "--model", "m", "--input"]])
    func emptyPath(_ arguments: [String]) throws {
        let option = try #require(arguments.last)
        try expectFailure(
            App.run(arguments + [""], in: Folder()),
            "The value '' is invalid for '\(option) <\(option.dropFirst(2))>': expected a file")
    }

    @Test("A long text is cut in messages, whatever its characters are made of")
    func longTexts() throws {
        for text in [String(repeating: "ä", count: 50_000), "e" + String(repeating: "\u{301}", count: 40_000)] {
            for arguments in [["--optimizer", text], [text], ["--data", text], ["--\(text)"]] {
                let result = try App.run(arguments, in: Folder())
                #expect(result.status > 0 && result.errors.unicodeScalars.count < 1100)
                if arguments[0] == "--data" { #expect(result.errors.hasSuffix("cannot be read: File name too long\n")) }
                #expect(!result.errors.contains("\u{FFFD}"))
            }
        }
    }

    @Test("A model that cannot be written to its end leaves nothing")
    func limit() throws {
        let folder = try Folder()
        let result = try App.shell("(ulimit -f 1; $APP --epochs 1 --json --output model 2>&1) | cat", in: folder)
        #expect(result.output == "CancerApp: model: cannot be written: File too large\n")
        #expect(try folder.names.isEmpty)
    }

    @Test("Training that diverges leaves no model")
    func divergence() throws {
        let folder = try Folder()
        let result = try App.run("--learning-rate 1e300 --epochs 5 --json --output model", in: folder)
        expectFailure(result, "training diverged in epoch 1: try a smaller --learning-rate")
        #expect(try folder.names.isEmpty)
    }
}
