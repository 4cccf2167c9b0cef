/// A text from outside as messages show it: quoted, on one line, and cut where it is long. That goes by bytes too, since there is
/// no bound on those of a character.
package func quoted(_ text: String, atMost limit: Int = 60) -> String {
    let shown = shortened(text, atMost: limit)
    return shown.debugDescription + (shown.utf8.count < text.utf8.count ? "..." : "")
}

/// The first characters of a text, or of the last one a part, in at most four times as many bytes.
package func shortened(_ text: String, atMost limit: Int) -> String {
    var bytes = 4 * limit
    let scalars = text.prefix(limit).unicodeScalars.prefix { scalar in
        bytes -= UTF8.width(scalar)
        return bytes >= 0
    }
    return String(scalars)
}
