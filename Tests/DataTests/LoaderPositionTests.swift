import Data
import Foundation
import Tensor
import Testing

@Suite("A loader's position from a file")
struct LoaderPositionTests {
    private func decode(seed: UInt64 = 1, block: UInt64 = 0, batch: Int) throws -> LoaderPosition {
        let text = "{\"seed\":\(seed),\"block\":\(block),\"batch\":\(batch)}"
        return try JSONDecoder().decode(LoaderPosition.self, from: Foundation.Data(text.utf8))
    }

    @Test("comes back as it was saved")
    func saved() throws {
        let position = DataLoader(0..<9, batchSize: 2, shuffle: true, collate: { $0 }).makeIterator().position
        #expect(try JSONDecoder().decode(LoaderPosition.self, from: JSONEncoder().encode(position)) == position)
    }

    @Test("is refused where no loader can have saved it", arguments: [-1, Int.min])
    func impossible(batch: Int) {
        #expect(throws: LoaderPositionError.negative(batch: batch)) { try decode(batch: batch) }
        #expect(throws: LoaderPositionError.generator(block: .max)) { try decode(block: .max, batch: 0) }
    }

    @Test("is refused past an epoch's end, and changes nothing then")
    func pastEnd() throws {
        let generator = Generator(seed: 5)
        let loader = DataLoader(0..<9, batchSize: 2, shuffle: true, generator: generator, collate: { $0 })
        let stream = StreamLoader(0..<9, batchSize: 2, shuffleBuffer: 4, generator: generator, collate: { $0 })
        #expect(Array(try loader.makeIterator(at: decode(batch: 5))).isEmpty)
        #expect(Array(try stream.makeIterator(at: decode(batch: 5))).isEmpty)
        generator.manualSeed(5)
        for batch in [6, Int.max] {
            let error = LoaderPositionError.pastEnd(batch: batch, batches: 5)
            #expect(throws: error) { try loader.makeIterator(at: decode(batch: batch)) }
            #expect(throws: error) { try loader.prefetched().makeIterator(at: decode(batch: batch)) }
            #expect(throws: error) { try stream.makeIterator(at: decode(batch: batch)) }
        }
        var negative = loader.makeIterator().position
        negative.batch = -1
        generator.manualSeed(5)
        #expect(throws: LoaderPositionError.negative(batch: -1)) { try loader.makeIterator(at: negative) }
        #expect(throws: LoaderPositionError.negative(batch: -1)) { try stream.prefetched().makeIterator(at: negative) }
        #expect(generator.state == Generator.State(seed: 5))
    }
}
