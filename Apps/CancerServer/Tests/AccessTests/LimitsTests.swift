import Access
import Testing

@Suite("An address that fails")
struct FailureLimitTests {
    @Test("is refused after some failures, until the window is over")
    func window() {
        let clock = Clock()
        let limit = FailureLimit(allowed: 3, window: 60, now: { clock.seconds })
        for _ in 0..<3 {
            #expect(limit.delay("a") == nil)
            limit.add("a")
            clock.seconds += 1
        }
        #expect(limit.delay("a") == 57)
        #expect(limit.delay("b") == nil)
        clock.seconds = 60
        #expect(limit.delay("a") == nil)
        limit.add("a")
        #expect(limit.delay("a") == nil)
    }

    @Test("is one of a bounded number")
    func bounded() {
        let clock = Clock()
        let limit = FailureLimit(allowed: 1, window: 60, maximumCount: 2, now: { clock.seconds })
        for address in ["a", "b", "c"] {
            clock.seconds += 1
            limit.add(address)
        }
        #expect(["a", "b", "c"].map { limit.delay($0) != nil } == [false, true, true])
    }
}

@Suite("A request from a browser")
struct SameSiteTests {
    @Test(
        "is refused where another site is behind it",
        arguments: [
            ("localhost:8080", nil, nil, false, true), ("127.0.0.1", nil, nil, true, true), ("[::1]:80", nil, nil, false, true),
            ("LOCALHOST", nil, nil, false, true), ("evil.example", nil, nil, true, false),
            ("evil.example:8080", nil, nil, false, false),
            ("localhost.evil.example", nil, nil, true, false), ("[::1]evil", nil, nil, true, false),
            (nil, nil, nil, true, false),
            ("localhost:8080", "http://localhost:8080", nil, false, true),
            ("localhost:8080", "http://localhost:9090", nil, false, false),
            ("localhost:8080", "https://evil.example", nil, false, false), ("localhost:8080", "null", nil, false, false),
            ("localhost:8080", nil, "cross-site", false, false), ("localhost:8080", nil, "same-site", false, false),
            ("localhost:8080", nil, "same-origin", false, true), ("localhost:8080", nil, "none", false, true),
            ("localhost:8080", "https://evil.example", "cross-site", true, true),
        ] as [(String?, String?, String?, Bool, Bool)])
    func refusal(host: String?, origin: String?, fetchSite: String?, isSafe: Bool, isAccepted: Bool) {
        let refusal = SameSite.loopback.refusal(host: host, origin: origin, fetchSite: fetchSite, isSafe: isSafe)
        #expect((refusal == nil) == isAccepted)
    }

    @Test("reaches only this machine's addresses without tokens")
    func loopback() {
        for address in ["127.0.0.1", "127.1.2.3", "::1", "localhost"] { #expect(SameSite.isLoopback(address)) }
        for address in ["0.0.0.0", "::", "10.0.0.1", "127.0.0.1.evil", "127.0.0", "127.evil.example.org", "1270.0.0.1"] {
            #expect(!SameSite.isLoopback(address))
        }
    }
}
