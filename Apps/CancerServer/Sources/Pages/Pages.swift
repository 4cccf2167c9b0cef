import Mustache

/// Turns values into the pages that people see.
///
/// ```swift
/// let pages = try Pages()
/// let html = pages.answer(AnswerPage(answer: answer, card: card, path: "/results/17"), in: frame)
/// ```
/// A page is whole HTML that works without script, loads only ``Asset`` from the same server, and holds neither script nor style
/// itself: ``contentSecurityPolicy`` forbids both. Every text is escaped.
public struct Pages: Sendable {
    /// The policy that every page holds to.
    public static let contentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    private let library: MustacheLibrary

    /// Parses the templates.
    ///
    /// - Throws: an error of Mustache's where a template is wrong, which tests rule out.
    public init() throws {
        MustacheContentTypes.register(HTMLEscaping(), named: HTMLEscaping.name)
        var library = MustacheLibrary()
        for (name, bytes) in Pages.templates { try library.register(String(decoding: bytes, as: UTF8.self), named: name) }
        self.library = library
    }

    static let templates: [String: [UInt8]] = [
        "layout": PackageResources.layout_mustache, "entry": PackageResources.entry_mustache,
        "answer": PackageResources.answer_mustache, "gauge": PackageResources.gauge_mustache,
        "driver": PackageResources.driver_mustache, "card": PackageResources.card_mustache,
        "list": PackageResources.list_mustache, "history": PackageResources.history_mustache,
        "sign-in": PackageResources.sign_in_mustache, "model": PackageResources.model_mustache,
        "error": PackageResources.error_mustache,
    ]

    /// A page in its frame.
    func render(_ template: String, title: String, _ page: View, in frame: Frame) -> String {
        let view = frame.view(title: title).merging(["page": page]) { _, page in page }
        // Every name is one of the table above.
        return library.render(view, withTemplate: template) ?? ""
    }
}

/// What a template can name.
typealias View = [String: Any]

extension Pages {
    /// A view of the values that are there. (A section would take nil in a dictionary of Any for a value.)
    static func view(_ values: [String: Any?]) -> View { values.compactMapValues(\.self) }
}
