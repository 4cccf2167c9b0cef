import Testing

@testable import Training

@Suite("A record for TensorBoard")
struct EventRecordTests {
    private func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    @Test(
        "has the bytes that TensorBoard's own writer gives",
        arguments: [
            (EventRecord.fileVersion, "1800000000000000a37f4b2209000000000000f83f1a0d627261696e2e4576656e743a322a28646c"),
            (.sessionStart(step: 301), "100000000000000095fbfe1809000000000000f83f10ad023a020801d17949d4"),
            (
                .summary(step: 300, [.scalar(tag: "epoch/loss", 0.1)]),
                "2100000000000000017becf609000000000000f83f10ac022a130a110a0a65706f63682f6c6f737315cdcccc3dba8db079"
            ),
        ])
    func events(record: EventRecord, expected: String) { #expect(hexadecimal(record.framed(at: 1.5)) == expected) }

    @Test("is framed with masked checksums")
    func framing() {
        #expect(hexadecimal(EventRecord.frame(Array("123456789".utf8))) == "090000000000000037f97139313233343536373839e5b08ac7")
    }

    @Test("has histograms with packed buckets")
    func message() {
        var message = ProtobufMessage()
        for (field, value) in [(1, -1), (2, 2), (3, 3), (4, 1), (5, 5)] as [(UInt64, Double)] { message.add(field, value) }
        message.add(6, [-0.5, 0.5, 3])
        message.add(7, [1, 0, 2] as [Double])
        #expect(
            hexadecimal(message.bytes)
                == "09000000000000f0bf11000000000000004019000000000000084021000000000000f03f290000000000001440"
                + "3218000000000000e0bf000000000000e03f0000000000000840"
                + "3a18000000000000f03f00000000000000000000000000000040")
    }

    @Test("has each number in the bucket below whose limit it is")
    func histogram() throws {
        let numbers: [Float] = [0, 1, 1.05, -2, 3, -1e30, 1e30, .nan, .infinity, 1e-20, -1e-20]
        let histogram = try #require(numbers.withUnsafeBufferPointer { Histogram(of: $0) })
        let finite = numbers.filter(\.isFinite).map(Double.init)
        #expect(
            histogram.count == 9 && histogram.minimum == Double(-1e30 as Float) && histogram.maximum == Double(1e30 as Float))
        #expect(histogram.sum == finite.reduce(0, +) && histogram.sumOfSquares == finite.reduce(0) { $0 + $1 * $1 })
        var low = -Double.infinity
        for (limit, count) in zip(histogram.limits, histogram.counts) {
            #expect(limit > low)
            #expect(Double(finite.filter { $0 >= low && $0 < limit }.count) == count)
            low = limit
        }
        // Successive empty buckets are one.
        #expect(!zip(histogram.counts, histogram.counts.dropFirst()).contains { $0 == 0 && $1 == 0 })
        #expect(histogram.counts.reduce(0, +) == 9)
        #expect([Float.nan].withUnsafeBufferPointer { Histogram(of: $0) } == nil)
    }
}
