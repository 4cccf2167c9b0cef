/// What is around a page: who sees it, in which language, where.
public struct Frame: Sendable {
    /// The page's language.
    public var language: Language
    /// The path and query under which the page is had by `GET`, without a `language` in it.
    public var path: String
    /// The token that forms send back, so that other sites cannot post them.
    public var csrf: String
    /// The name of the one who is signed in; nil where nobody is.
    public var user: String?
    /// Whether there is a history to see.
    public var hasHistory: Bool
    /// Whether the pages behind the menu can be seen: not before signing in.
    public var hasMenu: Bool

    /// A frame.
    public init(
        language: Language, path: String, csrf: String, user: String? = nil, hasHistory: Bool = true, hasMenu: Bool = true
    ) {
        self.language = language
        self.path = path
        self.csrf = csrf
        self.user = user
        self.hasHistory = hasHistory
        self.hasMenu = hasMenu
    }

    /// The pages' phrases.
    var phrases: Phrases { Phrases() }
    /// The numbers of the language.
    var figures: Figures { Figures(language: language) }

    func view(title: String) -> View {
        let here = path.prefix { $0 != "?" }
        var links: [(String, Phrase)] = []
        if hasMenu {
            links = [("/", phrases.menuNew), ("/model", phrases.menuModel)]
            if hasHistory { links.insert(("/history", phrases.menuHistory), at: 1) }
        }
        let menu: [View] = links.map { ["href": $0, "label": $1(language), "current": here == $0] }
        let separator = path.contains("?") ? "&" : "?"
        let languages: [View] = Language.allCases.map {
            [
                "href": "\(path)\(separator)language=\($0.rawValue)", "code": $0.rawValue, "name": $0.name,
                "current": $0 == language,
            ]
        }
        return Pages.view([
            "t": Phrases.byName[language], "language": language.rawValue, "title": title, "csrf": csrf, "user": user,
            "menu": menu, "languages": languages,
            "style": Asset.style.path, "script": Asset.script.path, "icon": Asset.icon.path,
        ])
    }
}
