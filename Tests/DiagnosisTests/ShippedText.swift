import CWisconsin

/// The data that ships with the library, as cells, and in the forms in which people have it.
enum ShippedText {
    static let cells: [[String]] = {
        var length = 0
        let start = wisconsin_csv(&length)
        let text = String(decoding: UnsafeBufferPointer(start: start, count: length), as: UTF8.self)
        return text.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
    }()

    /// The first rows, some of each class, with the cells of each changed.
    static func table(rows: Int = 40, _ change: ([String], Int) -> [String] = { cells, _ in cells }) -> [[String]] {
        cells.prefix(rows + 1).enumerated().map { change($1, $0) }
    }

    static func text(_ cells: [[String]], delimiter: String = ",", end: String = "\n") -> String {
        cells.map { $0.joined(separator: delimiter) + end }.joined()
    }

    /// A header's names, changed where they are features: `mean radius` into the quantity and the index of the statistic.
    static func renamed(_ header: [String], _ name: (_ quantity: String, _ statistic: Int) -> String) -> [String] {
        header.map { column in
            for (index, word) in ["mean ", " error", "worst "].enumerated() where column.contains(word) {
                return name(column.replacing(word, with: ""), index)
            }
            return column
        }
    }

    static func kaggleNames(_ header: [String]) -> [String] {
        renamed(header) { "\($0 == "fractal dimension" ? "fractal_dimension" : $0)_\(["mean", "se", "worst"][$1])" }
    }

    static func uciNames(_ header: [String]) -> [String] {
        renamed(header) { "\($0.replacing(" ", with: "_"))\($1 + 1)" }
    }

    /// The table with a column of numbers before it.
    static func numbered(_ cells: [[String]], _ name: String) -> [[String]] {
        cells.enumerated().map { [$0 == 0 ? name : "\(842301 + $0)"] + $1 }
    }

    static func utf16(_ text: String, bigEndian: Bool = false) -> [UInt8] {
        ("\u{FEFF}" + text).utf16.flatMap { unit in
            let (low, high) = (UInt8(unit & 0xFF), UInt8(unit >> 8))
            return bigEndian ? [high, low] : [low, high]
        }
    }
}
