/// Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011): a block of four random words is a
/// function of a key and a counter, so that any block can be made at any time, by any thread.
struct Philox {
    typealias Block = SIMD4<UInt32>

    let key: SIMD2<UInt32>

    init(key: SIMD2<UInt32>) { self.key = key }

    init(seed: UInt64) { key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)) }

    func block(at counter: UInt64) -> Block {
        block(at: SIMD4(UInt32(truncatingIfNeeded: counter), UInt32(truncatingIfNeeded: counter >> 32), 0, 0))
    }

    func block(at counter: Block) -> Block {
        var (words, round) = (counter, key)
        for _ in 0..<10 {
            let a = UInt64(words[0]) * 0xD251_1F53
            let b = UInt64(words[2]) * 0xCD9E_8D57
            words = Block(
                UInt32(truncatingIfNeeded: b >> 32) ^ words[1] ^ round[0], UInt32(truncatingIfNeeded: b),
                UInt32(truncatingIfNeeded: a >> 32) ^ words[3] ^ round[1], UInt32(truncatingIfNeeded: a))
            round &+= SIMD2(0x9E37_79B9, 0xBB67_AE85)
        }
        return words
    }
}
