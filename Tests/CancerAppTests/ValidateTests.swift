import Foundation
import Testing

@Suite("Cross-validation")
struct ValidateTests {
    /// What `validate --json` prints, of what the tests look at.
    struct Report: Decodable {
        struct Data: Decodable {
            let name: String
            let patients: Int
            let malignant: Int
            let prevalence: Double
        }

        struct Dealing: Decodable {
            let folds: Int
            let repeats: Int
            let seed: UInt64
        }

        struct Figure: Decodable {
            struct Counts: Decodable {
                let successes: Double
                let of: Double
            }

            struct Interval: Decodable {
                let `repeat`: Int
                let method: String
                let lower: Double?
                let upper: Double?
                let undetermined: String?
            }

            let mean: Double?
            let repeats: [Double?]
            let ensemble: Double?
            let meanCounts: Counts?
            let interval: Interval?
        }

        struct Importance: Decodable {
            struct Group: Decodable {
                struct Weight: Decodable { let mean: Double }
                let features: [String]
                let rise: Double
                let weights: [Weight]?
            }
            let groups: [Group]
        }

        struct Decisions: Decodable {
            let thresholds: [Double]
            let model: [Double]
            let treatAll: [Double]
            let treatNone: [Double]
        }

        struct LearningCurve: Decodable {
            struct Point: Decodable { let rows: Double }
            let points: [Point]
        }

        let data: Data
        let crossValidation: Dealing
        let figures: [String: FigureOrMatrix]
        let importance: Importance
        let decisions: Decisions
        let learningCurve: LearningCurve

        /// `confusion` is among the figures, too.
        enum FigureOrMatrix: Decodable {
            case figure(Figure)
            case matrix([[Int]])

            init(from decoder: any Decoder) throws {
                if let matrix = try? [[Int]](from: decoder) {
                    self = .matrix(matrix)
                } else {
                    self = .figure(try Figure(from: decoder))
                }
            }
        }

        func figure(_ name: String) throws -> Figure {
            let found = if case .figure(let figure)? = figures[name] { figure } else { nil as Figure? }
            return try #require(found, "\(name)")
        }
    }

    struct Line {
        let row: Int
        let `repeat`: Int
        let fold: Int
        let isMalignant: Bool
        let probability: Double
        let threshold: Double
        let isPredicted: Bool

        static func all(_ text: String) throws -> [Line] {
            let lines = text.split(separator: "\n").map {
                $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            }
            try #require(lines.first == ["row", "repeat", "fold", "diagnosis", "probability", "threshold", "decision"])
            return try lines.dropFirst().map {
                Line(
                    row: try #require(Int($0[0])), repeat: try #require(Int($0[1])), fold: try #require(Int($0[2])),
                    isMalignant: $0[3] == "M", probability: try #require(Double($0[4])), threshold: try #require(Double($0[5])),
                    isPredicted: $0[6] == "M")
            }
        }
    }

    private static let quick = "validate --folds 3 --repeats 2 --epochs 10"

    @Test("The predictions' file is enough to compute the figures again")
    func predictions() throws {
        let folder = try Folder()
        let report = try App.succeed("\(Self.quick) --threshold 0.4 --predictions p.csv --json", in: folder).decode(Report.self)
        let lines = try Line.all(folder.text("p.csv"))
        #expect(try folder.names == ["p.csv"] && lines.count == 2 * 569)
        #expect(
            lines.allSatisfy { $0.threshold == 0.4 && $0.isPredicted == ($0.probability >= 0.4) && (1...3).contains($0.fold) })
        for number in 1...2 {
            let one = lines.filter { $0.repeat == number }
            #expect(one.map(\.row) == Array(1...569) && one.count { $0.isMalignant } == 212)
            let right = one.count { $0.isPredicted == $0.isMalignant }
            let found = one.count { $0.isPredicted && $0.isMalignant }
            let brier = one.reduce(0) {
                $0 + ($1.probability - ($1.isMalignant ? 1 : 0)) * ($1.probability - ($1.isMalignant ? 1 : 0))
            }
            #expect(try report.figure("accuracy").repeats[number - 1] == Double(right) / 569)
            #expect(try report.figure("sensitivity").repeats[number - 1] == Double(found) / 212)
            #expect(try abs((report.figure("brier_score").repeats[number - 1] ?? 0) - brier / 569) < 1e-12)
            let positives = one.filter(\.isMalignant).map(\.probability)
            let negatives = one.filter { !$0.isMalignant }.map(\.probability)
            let won = positives.reduce(0.0) { sum, p in sum + negatives.reduce(0.0) { $0 + ($1 < p ? 1 : $1 == p ? 0.5 : 0) } }
            #expect(try abs((report.figure("auroc").repeats[number - 1] ?? 0) - won / Double(212 * 357)) < 1e-12)
        }
        let accuracy = try report.figure("accuracy")
        let mean = accuracy.repeats.compactMap(\.self).reduce(0, +) / 2
        #expect(abs((accuracy.mean ?? 0) - mean) < 1e-12 && abs((accuracy.meanCounts?.successes ?? 0) - 569 * mean) < 1e-9)
        #expect(accuracy.meanCounts?.of == 569 && accuracy.interval?.repeat == 1 && accuracy.interval?.method == "Wilson")
    }

    @Test("The JSON says whose data it is, how it was dealt, and has every part")
    func json() throws {
        let result = try App.succeed("\(Self.quick) --seed 9 --json", in: Folder())
        let report = try result.decode(Report.self)
        #expect(report.data.name == "wdbc.csv" && report.data.patients == 569 && report.data.malignant == 212)
        #expect(abs(report.data.prevalence - 212.0 / 569) < 1e-12)
        #expect(report.crossValidation.folds == 3 && report.crossValidation.repeats == 2 && report.crossValidation.seed == 9)
        let names = [
            "auroc", "accuracy", "sensitivity", "specificity", "positive_predictive_value", "negative_predictive_value",
            "brier_score", "scaled_brier_score", "average_precision", "log_loss",
        ]
        for name in names {
            let figure = try report.figure(name)
            #expect(figure.mean != nil && figure.ensemble != nil && figure.repeats.count == 2)
        }
        #expect(try report.figure("auroc").interval?.method == "DeLong")
        #expect(report.importance.groups.flatMap(\.features).count == 30)
        #expect(report.importance.groups.allSatisfy { $0.weights?.count == $0.features.count })
        #expect(report.importance.groups.map(\.rise) == report.importance.groups.map(\.rise).sorted(by: >))
        #expect(report.decisions.treatNone.allSatisfy { $0 == 0 } && report.decisions.model.count == 99)
        #expect(report.learningCurve.points.count == 5)
        let keys = try #require(result.json() as? [String: Any]).keys
        #expect(Set(["recipe", "calibration"]).isSubset(of: keys) && !keys.contains("coverage"))
    }

    @Test("The seed determines every byte, whatever the number of threads")
    func seeds() throws {
        let folder = try Folder()
        func run(_ options: String, threads: Int) throws -> String {
            let result = try App.shell("KINDLING_NUM_THREADS=\(threads) $APP \(Self.quick) \(options)", in: folder)
            try #require(result.status == 0 && result.errors == "")
            return result.output
        }
        let expected = try run("--json --predictions a", threads: 1)
        #expect(try run("--json --predictions b", threads: 3) == expected)
        #expect(try folder.bytes("a") == folder.bytes("b"))
        #expect(try run("--json --seed 1", threads: 2) != expected)
    }

    @Test("The report says what its figures are of, and leaves nothing on standard error")
    func report() throws {
        let output = try App.succeed("\(Self.quick) --predictions p.csv", in: Folder()).output
        let expected = [
            "wdbc.csv: 569 rows, 30 features; 212 malignant (1), 357 benign (0)", "3 folds, 2 repeats: 6 models",
            "mean of 2 repeats", "ensemble", "all 569 patients", "PPV and NPV hold where 37.3 % are malignant",
            "predictions of repeat 1", "DeLong", "Wilson", "Wald", "leave out that other training rows", "slope held at 1",
            "clipped", "Decision curve", "treat none", "rise of log loss", "a weight is no importance", "cut at 1.00",
            "Would more patients help?", "predictions written to p.csv",
        ]
        for text in expected { #expect(output.contains(text), "\(text)") }
        #expect(!output.contains("\u{1B}"))
    }

    @Test("Where the classes are separated, there is the reason in the place of an interval, and nothing is called [1, 1]")
    func separated() throws {
        let data = Wisconsin.changed { cells in
            for row in 1..<cells.count {
                for column in 1..<cells[row].count { cells[row][column] = cells[row][0] == "M" ? "\(900 + row)" : "\(row)" }
            }
        }
        let folder = try Folder(["t.csv": data])
        let output = try App.succeed("validate --data t.csv --folds 3 --repeats 1 --epochs 30", in: folder).output
        #expect(output.contains("none: DeLong's variance is 0, as the scores separate the classes perfectly"))
        #expect(output.contains("slope: none in 1 of 1 repeat, where the scores separate the classes perfectly"))
        #expect(!output.contains("1.0000 to 1.0000") && !output.contains("[1"))
    }

    @Test(
        "What is asked in vain is refused in one line, before anything is done",
        arguments: [
            ("--folds 1", "--folds must be at least 2, got 1"), ("--folds -3", "--folds must be at least 2, got -3"),
            ("--repeats 0", "--repeats must be at least 1, got 0"),
            ("--folds 1000000 --repeats 2", "--folds times --repeats must be at most 1000000, got 1000000 x 2"),
            (
                "--folds 9000000000000000000 --repeats 9",
                "--folds times --repeats must be at most 1000000, got 9000000000000000000 x 9"
            ),
            ("--folds many", "The value 'many' is invalid for '--folds <folds>'"),
            ("--seed -1", "The value '-1' is invalid for '--seed <seed>'"),
            ("--folds 213", "wdbc.csv: too few malignant rows (212) for 213 folds"),
            ("--threshold 0", "--threshold must be between 0 and 1, got 0.0"),
            ("--predictions no/p.csv", "no/p.csv: cannot be written: No such file or directory"),
            ("--predictions file/p.csv", "file/p.csv: cannot be written: Not a directory"),
            ("--predictions .", ".: cannot be written: it is not a regular file"),
            ("--data none.csv", "none.csv: no such file"),
            ("--data benign.csv", "benign.csv: all 3 rows are benign; validation needs benign and malignant ones"),
            ("--data header.csv", "header.csv: no rows below the header"),
            ("--learning-rate 1e300", "training diverged in epoch 1 of a fold: try a smaller --learning-rate"),
            ("more", "Unexpected argument 'more'"),
        ])
    func refused(_ arguments: String, message: String) throws {
        let benign = Wisconsin.rows.filter { $0.hasSuffix(",B") || $0.hasPrefix("B,") || $0.contains(",B,") }.prefix(3)
        let folder = try Folder([
            "file": "", "benign.csv": ([Wisconsin.header] + benign).joined(separator: "\n"),
            "header.csv": Wisconsin.header + "\n",
        ])
        expectFailure(try App.run("validate \(arguments)", in: folder), message)
        #expect(try folder.names == ["benign.csv", "file", "header.csv"])
    }

    @Test("The progress bar is for terminals that can erase a line, and gone at the end", arguments: ["xterm", "dumb"])
    func progress(_ name: String) throws {
        let command = "'\(App.path)' validate --folds 3 --repeats 1 --epochs 2"
        let output = try App.shell("TERM=\(name) script -qec \"\(command)\" /dev/null", in: Folder()).output
        #expect(output.contains("Would more patients help?"))
        #expect(output.contains(" of 3 models") == (name == "xterm") && output.contains("\u{1B}") == (name == "xterm"))
        if name == "xterm" { #expect(output.contains("\r\u{1B}[2Kwdbc.csv: 569 rows")) }
    }

    @Test("A signal ends it with one line, and leaves no file")
    func interrupt() throws {
        let folder = try Folder()
        let arguments = ["validate", "--repeats", "10000", "--predictions", "p.csv"]
        let app = try Running(App.path, arguments, in: folder)
        usleep(200_000)
        app.send(SIGINT)
        let result = try app.result()
        #expect(result.errors == "CancerApp: interrupted\n" && result.status == 128 + SIGINT && result.output == "")
        #expect(try folder.names.isEmpty)
    }
}
