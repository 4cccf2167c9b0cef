import Crypto
import Foundation

/// The chain's running hash: each link is the hash of the link before it and an entry's commitment. Only its last one is stored.
enum Link {
    /// The link before the first entry.
    static let first = Data(count: 32)

    static func next(after link: Data, commitment: Data) -> Data { Data(SHA256.hash(data: link + commitment)) }
}
