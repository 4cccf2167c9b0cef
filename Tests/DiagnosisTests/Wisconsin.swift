import CWisconsin

/// The data that ships with the library, as text.
enum Wisconsin {
    static let text: String = {
        var length = 0
        let start = wisconsin_csv(&length)
        return String(decoding: UnsafeBufferPointer(start: start, count: length), as: UTF8.self)
    }()

    /// The text with its cells changed, a line an array.
    static func changed(_ change: (inout [[String]]) -> Void) -> String {
        var cells = text.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        change(&cells)
        return cells.map { $0.joined(separator: ",") + "\n" }.joined()
    }
}
