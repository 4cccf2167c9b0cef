/// A text from outside as messages show it: quoted, on one line, and cut after some characters, or after as many whole ones as have four
/// times as many bytes, since a character may be of any length.
package func quoted(_ text: String, atMost limit: Int = 60) -> String {
    var bytes = 4 * limit
    func fits(_ size: Int) -> Bool {
        bytes -= size
        return bytes >= 0
    }
    var shown = text.prefix(limit).prefix { fits($0.utf8.count) }
    if shown.isEmpty, !text.isEmpty {
        bytes = 4 * limit
        shown = Substring(text.unicodeScalars.prefix { fits(UTF8.width($0)) })
    }
    return String(shown).debugDescription + (shown.endIndex < text.endIndex ? "..." : "")
}
