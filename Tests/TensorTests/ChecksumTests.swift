import CKernels
import Testing

@Suite("CRC-32C")
struct ChecksumTests {
    /// The check value of the polynomial, and those of RFC 3720, B.4.
    static let known: [(bytes: [UInt8], sum: UInt32)] = [
        (Array("123456789".utf8), 0xE306_9283), ([], 0), (Array(repeating: 0, count: 32), 0x8A91_36AA),
        (Array(repeating: 0xFF, count: 32), 0x62A8_AB43), (Array(0..<32), 0x46DD_794E), ((0..<32).reversed(), 0x113F_DB5C),
    ]

    @Test("is what it is said to be, with the processor's instruction and without", arguments: known.indices)
    func values(index: Int) {
        let (bytes, sum) = Self.known[index]
        #expect(kindling_crc32c(0, bytes, bytes.count) == sum)
        #expect(kindling_crc32c_portable(0, bytes, bytes.count) == sum)
    }

    @Test("goes on from the bytes before, wherever they are split and however they lie")
    func pieces() {
        let bytes = (0..<100).map { UInt8($0 * 37 % 251) }
        let whole = kindling_crc32c_portable(0, bytes, bytes.count)
        bytes.withUnsafeBytes { bytes in
            for split in 0...bytes.count {
                let start = kindling_crc32c(0, bytes.baseAddress, split)
                #expect(kindling_crc32c(start, bytes.baseAddress! + split, bytes.count - split) == whole)
            }
        }
    }
}
