/// Names that may be meant, since they are close to known ones.
enum Spelling {
    /// The candidate that is closest to one of some names; nil where all are farther than a quarter of the name's letters.
    static func closest(of candidates: [String], to names: [String]) -> String? {
        var best: (candidate: String, distance: Int)?
        for candidate in candidates {
            let letters = Array(ColumnNames.normalized(candidate))
            for name in names {
                let other = Array(ColumnNames.normalized(name))
                let limit = min(max(other.count / 4, 1), (best?.distance ?? .max) - 1)
                if abs(letters.count - other.count) > limit || letters.isEmpty { continue }
                let distance = Self.distance(letters, other)
                if distance <= limit { best = (candidate, distance) }
            }
        }
        return best?.candidate
    }

    /// The number of letters to insert, to delete, to replace or to exchange with their neighbours (the restricted
    /// Damerau-Levenshtein distance).
    static func distance(_ a: [Character], _ b: [Character]) -> Int {
        var rows = [Array(0...b.count)]
        for i in 0..<a.count {
            var row = [i + 1]
            for j in 0..<b.count {
                var best = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
                if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] { best = min(best, rows[i - 1][j - 1] + 1) }
                row.append(best)
            }
            rows.append(row)
        }
        return rows[a.count][b.count]
    }
}
