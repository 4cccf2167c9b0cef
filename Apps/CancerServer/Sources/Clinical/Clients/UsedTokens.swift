import Synchronization

/// The tokens that were used and have not expired yet, in bounded memory.
final class UsedTokens: Sendable {
    enum Insertion { case isNew, isKnown, isFull }

    private struct Token: Hashable {
        let issuer: String
        let jti: String
    }

    private let maximum: Int
    private let expiries = Mutex<[Token: Double]>([:])

    init(maximum: Int) { self.maximum = maximum }

    /// Remembers a token until it expires, if it is new. Times are in seconds since 1970.
    func insert(issuer: String, jti: String, expiry: Double, now: Double) -> Insertion {
        let token = Token(issuer: issuer, jti: jti)
        return expiries.withLock { expiries in
            if expiries[token] != nil { return .isKnown }
            if expiries.count >= maximum {
                expiries = expiries.filter { $0.value > now }
                if expiries.count >= maximum { return .isFull }
            }
            expiries[token] = expiry
            return .isNew
        }
    }
}
