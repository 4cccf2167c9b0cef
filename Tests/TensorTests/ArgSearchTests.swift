import Tensor
import Testing

@Suite("Searches of extremes")
struct ArgSearchTests {
    @Test("The first extreme is found wherever it lies in a line", arguments: [1, 2, 63, 64, 65, 100, 127, 128, 130])
    func everyPosition(length: Int) {
        for dtype in [DType.float32, .float64, .int32, .int64, .uint8] {
            for position in 0..<length {
                var elements = [Double](repeating: 3, count: length)
                elements[position] = 7
                // A tie behind it does not count.
                if position + 5 < length { elements[position + 5] = 7 }
                let line = Tensor(elements, shape: [1, length]).to(dtype)
                #expect(line.argmax(dim: 1).item(as: Int.self) == position, "\(dtype), \(position) of \(length)")
                #expect((10 - line).argmin(dim: 1).item(as: Int.self) == position, "\(dtype), \(position) of \(length)")
                #expect(line.amax(dim: 1).item() == 7)
            }
        }
    }
}
