import Tensor

extension CSV {
    /// The dialect of a file, and what its fields mean. Reading and streaming take the same options.
    ///
    /// ```swift
    /// try CSV.read("wdbc.data", options: CSV.Options(header: .absent, missing: CSV.Options.commonMissing))
    /// try CSV.read("messwerte.csv", options: CSV.Options(delimiter: ";", decimal: ","))
    /// try CSV.read("export.csv", options: CSV.Options(delimiter: nil, decimal: nil)).format      // what was found
    /// ```
    public struct Options: Sendable, Equatable {
        /// Where the columns' names come from.
        public enum Header: Sendable, Equatable {
            /// The first record, unless it looks like a row of data: then ``CSVError/Problem-swift.enum/noHeader`` is thrown,
            /// so that no row is lost. It looks like one where it holds numbers, or nothing but numbers and blanks, unless each
            /// text in it stands above a number: `label,0,1` above `5,0.3,0.7` is a header, `842302,M,17.99` is not.
            case automatic
            /// The first record, whatever it holds.
            case firstRow
            /// The file has no header: the columns are `column_1`, `column_2` and so on.
            case absent
            /// The file has no header: the columns get these names.
            case names([String])
            /// The first record, unless it looks like a row of data, as for ``automatic``: then the columns get these names. Where
            /// it has another number of fields, ``CSVError/Problem-swift.enum/noHeader`` is thrown.
            case optional(names: [String])
        }

        /// The character between two fields; a comma by default. Nil: a comma, a semicolon or a tab, whichever makes columns of
        /// the first 32 records that have the same number of fields, and the most numbers.
        public let delimiter: Character?
        /// The decimal separator of numbers: a point, which is the default, or a comma. Nil: the one that most numbers of the
        /// first 32 records have.
        public let decimal: Character?
        /// Lines that start with this character are skipped; nil, the default, where the file has no comments.
        public let comment: Character?
        /// Where the columns' names come from; ``Header-swift.enum/automatic`` by default.
        public let header: Header
        /// Texts that stand for a missing value and are read as NaN among numbers, in upper or lower case:
        /// `["", "NA", "-999"]`. A text that is a number matches every field of that value.
        public let missing: Set<String>

        /// Texts that often stand for a missing value: an empty field, `?`, `NA`, `N/A`, `#N/A`, `NaN`, `null`, `None`.
        public static let commonMissing: Set<String> = ["", "?", "NA", "N/A", "#N/A", "NaN", "null", "None"]

        /// Options for a dialect; the defaults describe RFC 4180.
        ///
        /// - Parameters:
        ///   - delimiter: the character between two fields; nil to find it in the file.
        ///   - decimal: the decimal separator of numbers, `.` or `,`; nil to find it in the file.
        ///   - comment: the character that starts a comment line; nil for none.
        ///   - header: where the columns' names come from.
        ///   - missing: texts that are read as NaN among numbers.
        /// - Precondition: the delimiter and the comment are different ASCII characters, and are not letters, digits, signs,
        ///   points, quotes or line ends; the decimal separator is a point or a comma.
        public init(
            delimiter: Character? = ",", decimal: Character? = ".", comment: Character? = nil, header: Header = .automatic,
            missing: Set<String> = []
        ) {
            for separator in [delimiter ?? ",", comment ?? "#"] where !Self.canSeparate(separator) {
                trap("CSV.Options", "\(separator.debugDescription) cannot be a delimiter or start a comment")
            }
            if let delimiter, delimiter == comment {
                trap("CSV.Options", "the delimiter and the comment must differ, both are \(delimiter.debugDescription)")
            }
            if let decimal, decimal != "." && decimal != "," {
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
