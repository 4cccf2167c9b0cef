import CKernels

/// Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011): a block of four random words is a
/// function of a key and a counter, so that any block can be made at any time, by any thread.
struct Philox {
    typealias Block = SIMD4<UInt32>

    let key: SIMD2<UInt32>

    init(key: SIMD2<UInt32>) { self.key = key }

    init(seed: UInt64) { key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)) }

    var seed: UInt64 { UInt64(key[1]) << 32 | UInt64(key[0]) }

    func block(at counter: UInt64) -> Block {
        block(at: SIMD4(UInt32(truncatingIfNeeded: counter), UInt32(truncatingIfNeeded: counter >> 32), 0, 0))
    }

    func block(at counter: Block) -> Block {
        // On scalars: the lanes depend on each other, and picking them out of a vector costs more than the arithmetic.
        var (w0, w1, w2, w3) = (counter[0], counter[1], counter[2], counter[3])
        var (k0, k1) = (key[0], key[1])
        for _ in 0..<10 {
            let a = UInt64(w0) * 0xD251_1F53
            let b = UInt64(w2) * 0xCD9E_8D57
            (w0, w1) = (UInt32(truncatingIfNeeded: b >> 32) ^ w1 ^ k0, UInt32(truncatingIfNeeded: b))
            (w2, w3) = (UInt32(truncatingIfNeeded: a >> 32) ^ w3 ^ k1, UInt32(truncatingIfNeeded: a))
            k0 &+= 0x9E37_79B9
            k1 &+= 0xBB67_AE85
        }
        return Block(w0, w1, w2, w3)
    }

    /// Calls `body` with numbers of 64 bits, two a block, from the block at `start` on.
    @inline(__always)
    func forEachNumber(_ count: Int, from start: UInt64, _ body: (_ index: Int, _ number: UInt64) -> Void) {
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 512) { numbers in
            for first in stride(from: 0, to: count, by: numbers.count) {
                let length = min(numbers.count, count - first)
                kindling_philox(seed, start + UInt64(first / 2), numbers.baseAddress!, length)
                for index in 0..<length { body(first + index, numbers[index]) }
            }
        }
    }
}
