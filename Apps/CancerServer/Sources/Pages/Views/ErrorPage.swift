/// The page that says what went wrong.
public struct ErrorPage: Sendable {
    /// The status of the answer, as HTTP numbers it.
    public var status: Int
    /// What is wrong, a line each, in English.
    public var details: [String]
    /// The request's number in the logs.
    public var request: String?

    /// The page that says what went wrong.
    public init(status: Int, details: [String] = [], request: String? = nil) {
        self.status = status
        self.details = details
        self.request = request
    }
}

extension Pages {
    /// The page that says what went wrong.
    public func error(_ page: ErrorPage, in frame: Frame) -> String {
        let (phrases, language) = (frame.phrases, frame.language)
        let (heading, text): (Phrase, Phrase?) =
            switch page.status {
            case 403: (phrases.errorForbidden, phrases.errorForbiddenText)
            case 404: (phrases.errorNotFound, nil)
            case 410: (phrases.errorGone, phrases.errorGoneText)
            case 413: (phrases.errorTooLarge, nil)
            case 429, 503: (phrases.errorBusy, phrases.errorBusyText)
            case 400..<500: (phrases.errorBadRequest, nil)
            default: (phrases.errorOther, phrases.errorOtherText)
            }
        return render(
            "error", title: heading(language),
            Pages.view([
                "status": page.status, "heading": heading(language), "text": text.map { $0(language) }, "details": page.details,
                "hasDetails": !page.details.isEmpty, "request": page.request,
            ]), in: frame)
    }
}
