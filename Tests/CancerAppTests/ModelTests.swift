import Foundation
import Testing

@Suite("The commands that use a model")
struct ModelTests {
    struct Prediction: Decodable, Equatable {
        let row: Int
        let diagnosis: String
        let probability: Double
        let confidence: Double
    }

    struct Evaluation: Decodable {
        let rows: Int
        let accuracy: Double
        let auc: Double?
        let confusion: [[Int]]
        let sensitivity: Double
        let specificity: Double?
    }

    struct Explanation: Decodable {
        struct Part: Decodable {
            let name: String
            let contribution: Double
        }

        let row: Int
        let diagnosis: String
        let probability: Double
        let logit: Double
        let bias: Double
        let contributions: [Part]
    }

    struct Importance: Decodable {
        let bias: Double
        let features: [Report.Feature]
    }

    let folder: Folder

    init() throws {
        folder = try Folder(["data.csv": Wisconsin.text])
        try folder.write(Model.bytes(), to: "model")
    }

    private func predictions(_ file: String = "data.csv") throws -> [Prediction] {
        try App.succeed("predict --model model --input \(file) --json", in: folder).decode()
    }

    @Test("Predictions agree with the evaluation, and mostly with the diagnoses")
    func roundTrip() throws {
        let predictions = try predictions()
        #expect(predictions.map(\.row) == Array(1...569))
        #expect(predictions.allSatisfy { 0...1 ~= $0.probability && 0.5...1 ~= $0.confidence })
        #expect(predictions.allSatisfy { $0.diagnosis == ($0.probability >= 0.5 ? "malignant" : "benign") })
        var confusion = [[0, 0], [0, 0]]
        for (row, prediction) in zip(Wisconsin.rows, predictions) {
            confusion[row.hasPrefix("M") ? 1 : 0][prediction.diagnosis == "malignant" ? 1 : 0] += 1
        }
        let evaluation: Evaluation = try App.succeed("evaluate --model model --data data.csv --json", in: folder).decode()
        #expect(evaluation.confusion == confusion && evaluation.rows == 569)
        #expect(evaluation.accuracy == Double(confusion[0][0] + confusion[1][1]) / 569 && evaluation.accuracy > 0.9)
        #expect(evaluation.sensitivity == Double(confusion[1][1]) / 212)
        #expect(evaluation.specificity == Double(confusion[0][0]) / 357)
        #expect(try #require(evaluation.auc) > 0.95)
    }

    @Test("Columns are matched by name, and the diagnosis is optional")
    func columns() throws {
        let reversed = Wisconsin.changed { lines in
            lines = lines.map { $0.dropFirst().reversed() }
        }
        try folder.write(reversed, to: "other.csv")
        #expect(try predictions("other.csv") == predictions())
    }

    @Test("Rows can be read from standard input, which is the default")
    func standardInput() throws {
        let expected = try predictions()
        for arguments in ["predict --model model --input -", "predict --model model"] {
            let result = try App.succeed(arguments + " --json", in: folder, input: Wisconsin.text)
            #expect(try result.decode([Prediction].self) == expected)
        }
    }

    @Test("The table of predictions is aligned")
    func table() throws {
        let lines = try App.succeed("predict --model model --input data.csv", in: folder).output.split(separator: "\n")
        #expect(lines[0] == "row   diagnosis   P(malignant)   confidence")
        #expect(lines.count == 570 && Set(lines.map(\.count)).count == 1)
    }

    @Test("Contributions and the bias add up to the logit of the probability")
    func explanations() throws {
        let explanations: [Explanation] = try App.succeed("explain --model model --input data.csv --json", in: folder).decode()
        let predictions = try predictions()
        #expect(explanations.count == 569)
        for (explanation, prediction) in zip(explanations, predictions) {
            let sum = explanation.contributions.reduce(explanation.bias) { $0 + $1.contribution }
            #expect(abs(sum - explanation.logit) < 1e-5)
            #expect(abs(1 / (1 + exp(-explanation.logit)) - explanation.probability) < 1e-5)
            #expect(explanation.row == prediction.row && explanation.diagnosis == prediction.diagnosis)
            #expect(explanation.probability == prediction.probability)
        }
    }

    @Test("Without rows, the weights are listed by magnitude")
    func importance() throws {
        let importance: Importance = try App.succeed("explain --model model --json", in: folder).decode()
        let weights = importance.features.map { abs($0.weight) }
        #expect(weights.count == 30 && weights == weights.sorted(by: >))
        let text = try App.succeed("explain --model model", in: folder).output
        #expect(text.split(separator: "\n").count == 32 && importance.features.allSatisfy { text.contains($0.name) })
    }

    @Test("Metrics that need both classes are null for one")
    func oneClass() throws {
        try folder.write(Wisconsin.header + "\n" + Wisconsin.rows[0], to: "one.csv")
        let evaluation: Evaluation = try App.succeed("evaluate --model model --data one.csv --json", in: folder).decode()
        #expect(evaluation.auc == nil && evaluation.specificity == nil && evaluation.confusion == [[0, 0], [0, 1]])
        #expect(try App.succeed("evaluate --model model --data one.csv", in: folder).output.contains("AUC -"))
    }
}
