/// The page where people sign in.
public struct SignInPage: Sendable {
    /// Why signing in failed.
    public enum Problem: Sendable {
        /// The token is not one of those that are known and valid.
        case wrongToken
        /// There were too many failures; it can be tried again after so many seconds.
        case tooManyFailures(seconds: Int)
    }

    /// The path to go to after signing in.
    public var next: String
    /// Why signing in failed; nil where it has not been tried.
    public var problem: Problem?
    /// Whether the one who sees it has just signed out.
    public var isSignedOut: Bool

    /// The page where people sign in.
    public init(next: String = "/", problem: Problem? = nil, isSignedOut: Bool = false) {
        self.next = next
        self.problem = problem
        self.isSignedOut = isSignedOut
    }
}

extension Pages {
    /// The page where people sign in.
    public func signIn(_ page: SignInPage, in frame: Frame) -> String {
        let (phrases, language) = (frame.phrases, frame.language)
        let problem: String? =
            switch page.problem {
            case .wrongToken?: phrases.signInWrong(language)
            case .tooManyFailures(let seconds)?: phrases.signInLater(language, ["seconds": frame.figures.count(seconds)])
            case nil: nil
            }
        return render(
            "sign-in", title: phrases.signInTitle(language),
            Pages.view(["next": page.next, "problem": problem, "isSignedOut": page.isSignedOut]), in: frame)
    }
}
