import Foundation
import Testing

@Suite("The options of a recipe")
struct RecipeOptionsTests {
    static let refusals: [(arguments: String, message: String)] = [
        ("--architecture mpl", "The value 'mpl' is invalid for '--architecture <architecture>': did you mean 'mlp'?"),
        (
            "--architecture forest",
            "The value 'forest' is invalid for '--architecture <architecture>': expected logistic, interactions or mlp"
        ),
        ("--optimizer adma", "The value 'adma' is invalid for '--optimizer <optimizer>': did you mean 'adam'?"),
        ("--optimizer rmsprob", "The value 'rmsprob' is invalid for '--optimizer <optimizer>': did you mean 'rmsprop'?"),
        ("--schedule cosin", "The value 'cosin' is invalid for '--schedule <schedule>': did you mean 'cosine'?"),
        ("--impute mode", "The value 'mode' is invalid for '--impute <impute>': expected median"),
        ("--architecture mlp --hidden 32,", "The value '32,' is invalid for '--hidden <sizes>': expected sizes such as 32,16"),
        ("--architecture mlp --hidden 1e9", "The value '1e9' is invalid for '--hidden <sizes>': expected sizes such as 32,16"),
        ("--architecture mlp --hidden 0", "--hidden must be 1 to 8 sizes of 1 to 1024, got [0]"),
        ("--architecture mlp --hidden 4,2000000000", "--hidden must be 1 to 8 sizes of 1 to 1024, got [4, 2000000000]"),
        ("--architecture mlp --dropout 1", "--dropout must be at least 0 and less than 1, got 1.0"),
        ("--architecture mlp --dropout -0.1", "--dropout must be at least 0 and less than 1, got -0.1"),
        ("--hidden 8", "--hidden needs --architecture mlp"),
        ("--architecture interactions --dropout 0.1", "--dropout needs --architecture mlp"),
        ("--weight-decay -1", "--weight-decay must be a number from 0 on, got -1.0"),
        ("--weight-decay 0.1 --optimizer rprop", "--weight-decay does not go with rprop, which has none"),
        (
            "--augment noise",
            "The value 'noise' is invalid for '--augment <name=number>': expected a number, such as noise=0.05"
        ),
        (
            "--augment mixup=x",
            "The value 'mixup=x' is invalid for '--augment <name=number>': expected a number, such as mixup=0.2"
        ),
        ("--augment nois=1", "The value 'nois=1' is invalid for '--augment <name=number>': did you mean 'noise'?"),
        ("--augment cutout=1", "The value 'cutout=1' is invalid for '--augment <name=number>': expected noise or mixup"),
        ("--augment noise=-1", "--augment noise must be a positive number, got -1.0"),
        ("--augment noise=nan", "--augment noise must be a positive number, got nan"),
        ("--augment mixup=1.5", "--augment mixup must be above 0 and at most 1, got 1.5"),
        ("--optimizer lbfgs --batch-size 8", "--batch-size does not go with --optimizer lbfgs, which takes all rows at once"),
        ("--optimizer rprop --augment mixup=0.2", "--augment does not go with rprop, which needs a loss without noise"),
        ("--optimizer lbfgs --schedule cosine", "--schedule does not go with lbfgs, which searches the length of each step"),
        (
            "--optimizer lbfgs --architecture mlp --dropout 0.1",
            "--dropout does not go with lbfgs, which needs a loss without noise"
        ),
        ("--ensemble 1", "--ensemble must be 2 to 10000 networks, got 1"),
        ("--ensemble 100000000000", "--ensemble must be 2 to 10000 networks, got 100000000000"),
        (
            "--ensemble 5 --validation-fraction 0.2",
            "--validation-fraction does not go with --ensemble: each network monitors the rows that it was not trained on"
        ),
        ("--ensemble 5 --run run", "--run keeps the training of one network: it does not go with --ensemble"),
        ("--coverage 1", "--coverage must be between 0 and 1, got 1.0"),
        ("--coverage 0.99", "wdbc.csv: a coverage of 0.99 needs at least 99 benign rows for calibration, got 57"),
        ("--calibration-fraction 0.3", "--calibration-fraction needs --calibrate or --coverage"),
        ("--calibrate --calibration-fraction 1", "--calibration-fraction must be between 0 and 1, got 1.0"),
        (
            "--calibrate --calibration-fraction 0.001",
            "wdbc.csv: too few malignant rows (212): these fractions leave none for the calibration set"
        ),
        ("--threshold 0.3 --missed-cost 20", "--threshold and --missed-cost both say the threshold: give one of them"),
        ("--missed-cost 0", "--missed-cost must be a positive number, got 0.0"),
        ("--missed-cost inf", "--missed-cost must be a positive number, got inf"),
        ("--lesson --architecture mlp", "--lesson does not go with --architecture mlp"),
        ("--lesson --architecture interactions", "--lesson does not go with --architecture interactions"),
        ("--lesson --ensemble 3", "--lesson does not go with --ensemble"),
        ("--lesson --augment noise=0.1", "--lesson does not go with --augment"),
        ("--lesson --calibrate", "--lesson does not go with --calibrate"),
        ("--lesson --coverage 0.9", "--lesson does not go with --coverage"),
        ("--lesson --missed-cost 20", "--lesson does not go with --missed-cost"),
    ]

    @Test("What cannot be or does not go together is refused in one line", arguments: refusals)
    func refused(_ arguments: String, message: String) throws {
        let folder = try Folder()
        expectFailure(try App.run(arguments + " --output model", in: folder), message)
        #expect(try folder.names.isEmpty)
    }

    static let uses: [(arguments: String, keys: Set<String>, lines: [String])] = [
        ("--architecture interactions --epochs 3", [], ["most important features"]),
        ("--architecture mlp --hidden 4 --dropout 0.1 --epochs 3", [], ["the logit is no weighted sum"]),
        ("--optimizer lbfgs --weight-decay 0.01 --epochs 3", [], ["3 epochs, 3 steps"]),
        (
            "--ensemble 3 --epochs 3", ["members"],
            ["3 networks, each trained on as many rows drawn with replacement", "455 rows for training, 114 for the test"]
        ),
        (
            "--calibrate --missed-cost 20 --epochs 3", ["calibration", "threshold"],
            [
                "291 rows for training, 73 for early stopping, 91 for calibration, 114 for the test",
                "threshold 0.0476 for a missed tumour that costs 20 needless biopsies: 1 / 21, since probabilities are calibrated",
                "calibrated: the logit times ",
            ]
        ),
        (
            "--coverage 0.8 --missed-cost 2.5 --epochs 3", ["coverage", "threshold"],
            [
                "a missed tumour that costs 2.5 needless biopsies: the lowest cost on validation rows",
                "57 benign and 34 malignant",
            ]
        ),
        ("--ensemble 3 --missed-cost 20 --epochs 3", ["members", "threshold"], ["rows out of the networks' bags"]),
    ]

    @Test("What is used is reported, and is in the JSON only then", arguments: uses)
    func used(_ arguments: String, keys: Set<String>, lines: [String]) throws {
        let folder = try Folder(["data.csv": Wisconsin.text])
        let output = try App.succeed(arguments + " --output model", in: folder).output
        for line in lines { #expect(output.contains(line), "\(line) in:\n\(output)") }
        let json = try #require(try App.succeed(arguments + " --json", in: folder).json() as? [String: Any])
        let optional: Set = ["members", "calibration", "coverage", "threshold"]
        #expect(Set(json.keys).intersection(optional) == keys)
        for command in ["predict --model model --input data.csv", "evaluate --model model --data data.csv"] {
            #expect(try App.succeed(command + " --json", in: folder).output.count > 100)
        }
    }

    @Test("A kept run with schedule and augmentation goes on to the same bytes, and names what differs")
    func kept() throws {
        let folder = try Folder()
        let options =
            "train --epochs 30 --schedule cosine --augment noise=0.1 --architecture mlp --hidden 6 --no-early-stopping"
        _ = try App.succeed("\(options) --output expected", in: folder)
        let app = try Running(
            App.path, "\(options) --run run --output model".split(separator: " ").map(String.init), in: folder)
        while try app.isRunning && !app.output.contains("epoch     1") { usleep(500) }
        app.send(SIGINT)
        _ = try app.result()
        _ = try App.succeed("\(options) --run run --output model", in: folder)
        #expect(try folder.bytes("model") == folder.bytes("expected"))
        for (option, message) in [
            ("--hidden 7", "--hidden is 7, it began with 6"),
            ("--augment noise=0.2", "--augment is noise=0.2, it began with noise=0.1"),
            ("--weight-decay 0.5", "--weight-decay is 0.5, it began without"),
        ] {
            expectFailure(
                try App.run("\(options) --run run \(option)", in: folder),
                "run: the run in it cannot go on so: \(message) (--fresh begins anew)")
        }
        expectFailure(
            try App.run("train --epochs 30 --architecture mlp --hidden 6 --no-early-stopping --run run", in: folder),
            "run: the run in it cannot go on so: --augment is not given, it began with noise=0.1; --epochs is not given, "
                + "it began with 30; --schedule is not given, it began with cosine (--fresh begins anew)")
    }

    @Test("validate takes the same options")
    func validate() throws {
        let folder = try Folder()
        let options = "--folds 2 --repeats 1 --epochs 3 --ensemble 2 --coverage 0.8 --missed-cost 5"
        let json = try #require(try App.succeed("validate \(options) --json", in: folder).json() as? [String: Any])
        #expect((json["recipe"] as? [String: Any])?["ensemble"] as? Int == 2 && json["coverage"] != nil)
        expectFailure(try App.run("validate --hidden 8", in: folder), "--hidden needs --architecture mlp")
    }
}
