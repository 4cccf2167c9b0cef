import Tensor

extension CSV {
    /// How a file is written, and what its cells mean. Reading and streaming take the same options.
    ///
    /// ```swift
    /// try CSV.read("wdbc.data", options: CSV.Options(header: .absent, missing: CSV.Options.commonMissing))
    /// try CSV.read("messwerte.csv", options: CSV.Options(delimiter: ";", decimal: ","))
    /// ```
    public struct Options: Sendable, Equatable {
        /// Where the columns' names come from.
        public enum Header: Sendable, Equatable {
            /// The first record, unless it looks like a row of data: then ``CSVError/Problem-swift.enum/noHeader`` is thrown, so that
            /// no row is lost. It does where it holds numbers, or nothing but numbers and blanks, unless each text in it stands
            /// above a number: `label,0,1` above `5,0.3,0.7` is a header, `842302,M,17.99` is none.
            case automatic
            /// The first record, whatever it holds.
            case firstRow
            /// The file has none: the columns are `column_1`, `column_2` and so on.
            case absent
            /// The file has none: the columns get these names.
            case names([String])
        }

        /// What stands between two cells.
        public let delimiter: Character
        /// What stands between a number's whole part and its fraction: a point or a comma.
        public let decimal: Character
        /// Lines that begin with it are passed over.
        public let comment: Character?
        public let header: Header
        /// Cells that become NaN where numbers are asked for, whether in capitals or not: `["", "NA", "-999"]`. One that is a number
        /// stands for all cells of its value.
        public let missing: Set<String>

        /// What files often hold in place of a number that is not known: nothing, `?`, `NA`, `N/A`, `#N/A`, `NaN`, `null`, `None`.
        public static let commonMissing: Set<String> = ["", "?", "NA", "N/A", "#N/A", "NaN", "null", "None"]

        /// - Precondition: the delimiter and the comment are different ASCII characters that begin no number and are no quotes, line
        ///   ends or letters; the decimal separator is a point or a comma.
        public init(
            delimiter: Character = ",", decimal: Character = ".", comment: Character? = nil, header: Header = .automatic,
            missing: Set<String> = []
        ) {
            for separator in [delimiter, comment ?? "#"] where !Self.canSeparate(separator) {
                trap("CSV.Options", "\(separator.debugDescription) can be no delimiter or comment")
            }
            if delimiter == comment {
                trap("CSV.Options", "the delimiter and the comment are both \(delimiter.debugDescription)")
            }
            if decimal != "." && decimal != "," {
                trap("CSV.Options", "the decimal separator must be a point or a comma, got \(decimal.debugDescription)")
            }
            self.delimiter = delimiter
            self.decimal = decimal
            self.comment = comment
            self.header = header
            self.missing = missing
        }

        private static func canSeparate(_ character: Character) -> Bool {
            guard character.isASCII, character.unicodeScalars.count == 1 else { return false }
            return !character.isNewline && !character.isLetter && !character.isNumber && !"\"+-.\0".contains(character)
        }
    }
}
