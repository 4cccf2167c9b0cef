/// A text from outside as messages show it: quoted, on one line, and cut where it is longer than some characters, or than four times as
/// many bytes, since there is no bound on those of a character.
package func quoted(_ text: String, atMost limit: Int = 60) -> String {
    var bytes = 4 * limit
    let shown = text.prefix(limit).unicodeScalars.prefix { scalar in
        bytes -= UTF8.width(scalar)
        return bytes >= 0
    }
    return String(shown).debugDescription + (shown.endIndex < text.endIndex ? "..." : "")
}
