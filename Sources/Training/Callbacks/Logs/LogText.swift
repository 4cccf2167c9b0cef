import Tensor

/// What logs write.
enum LogText {
    /// The shortest text that gives the same bits again; whole numbers, as counts are, without a fraction.
    static func number(_ x: Double) -> String {
        let isWhole = abs(x) < 1e15 && x == x.rounded() && !(x == 0 && x.sign == .minus)
        return isWhole ? "\(Int(x))" : "\(x)"
    }

    /// A member of a JSON object. JSON has no NaN and no infinities: they are strings, as in checkpoints.
    static func member(_ name: String, _ value: Double?) -> String {
        let text = value.map { $0.isFinite ? number($0) : $0.isNaN ? "\"NaN\"" : $0 > 0 ? "\"Infinity\"" : "\"-Infinity\"" }
        return "\(string(name)):\(text ?? "null")"
    }

    /// A JSON string.
    static func string(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case " "...: result.unicodeScalars.append(scalar)
            default:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return result + "\""
    }
}

extension TrainingRow {
    /// The columns of a table of epochs.
    static var logColumns: [String] {
        let columns = ["epoch", "step"] + Self().columns.map(\.name)
        if Set(columns).count < columns.count {
            trap("\(Self.self)", "properties of a row must not be named epoch or step, which are columns of every log")
        }
        return columns
    }
}
