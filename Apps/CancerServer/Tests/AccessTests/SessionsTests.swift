import Access
import Foundation
import Synchronization
import Testing

/// A clock that a test sets.
final class Clock: Sendable {
    private let value = Mutex(0.0)

    var seconds: Double {
        get { value.withLock { $0 } }
        set { value.withLock { $0 = newValue } }
    }
}

@Suite("Sessions")
struct SessionsTests {
    let clock = Clock()
    let token: Secret
    let tokens: Tokens
    let sessions: Sessions

    init() throws {
        var file = TokenFile()
        token = try file.add(name: "doctor", role: .predict, expires: nil, path: "")
        tokens = Tokens(file)
        sessions = Sessions(
            tokens: tokens, lifetime: 60, maximumCount: 3, now: { [clock] in Date(timeIntervalSince1970: clock.seconds) })
    }

    @Test("are opened by a token only, and end")
    func lifetime() throws {
        #expect(sessions.open(token: "wrong") == nil)
        let session = try #require(sessions.open(token: token.text))
        #expect(sessions.identity(of: session.text)?.name == "doctor")
        #expect(sessions.identity(of: token.text) == nil)
        clock.seconds = 60
        #expect(sessions.identity(of: session.text) == nil)
    }

    @Test("end on sign-out and when the token is withdrawn")
    func ends() throws {
        let first = try #require(sessions.open(token: token.text))
        let second = try #require(sessions.open(token: token.text))
        sessions.close(first.text)
        #expect(sessions.identity(of: first.text) == nil)
        #expect(sessions.identity(of: second.text) != nil)
        tokens.replace(with: TokenFile())
        #expect(sessions.identity(of: second.text) == nil)
    }

    @Test("are bounded in number: the oldest ends")
    func bounded() throws {
        var opened: [Secret] = []
        for _ in 0..<4 {
            clock.seconds += 1
            opened.append(try #require(sessions.open(token: token.text)))
        }
        #expect(opened.map { sessions.identity(of: $0.text) != nil } == [false, true, true, true])
    }

    @Test("have forms that no other session's forms can stand for")
    func forms() throws {
        let first = try #require(sessions.open(token: token.text))
        let second = try #require(sessions.open(token: token.text))
        #expect(sessions.accepts(formToken: sessions.formToken(of: first.text), of: first.text))
        #expect(!sessions.accepts(formToken: sessions.formToken(of: first.text), of: second.text))
        #expect(!sessions.accepts(formToken: "", of: first.text))
        let other = Sessions(tokens: tokens)
        #expect(!other.accepts(formToken: sessions.formToken(of: first.text), of: first.text))
    }

    @Test("travel in a cookie that scripts and other sites cannot use")
    func cookies() throws {
        let session = try #require(sessions.open(token: token.text))
        #expect(
            sessions.setCookie(session, isSecure: false)
                == "session=\(session.text); Path=/; HttpOnly; SameSite=Strict; Max-Age=60")
        let secure = sessions.setCookie(session, isSecure: true)
        #expect(secure.hasPrefix("__Host-session=") && secure.hasSuffix("; Secure"))
        #expect(Sessions.session(inCookie: "a=b; session=xyz; c=d", isSecure: false) == "xyz")
        #expect(Sessions.session(inCookie: "a=session=xyz", isSecure: false) == nil)
        #expect(Sessions.session(inCookie: "session=xyz", isSecure: true) == nil)
    }
}
