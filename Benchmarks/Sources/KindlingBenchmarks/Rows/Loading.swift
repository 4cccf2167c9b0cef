import Glibc
import Kindling

@RowBuilder var loading: [Row] {
    Row.epoch(of: 1_000_000, batchSize: 32)
    Row.epoch(of: 1_000_000, batchSize: 1024)
    Row.epoch(of: 455, batchSize: 32)
    Row(name: "safetensors: write 10 x 1e6 float32") {
        let tensors = TenTensors()
        return Measured({ tensors.write() }, results: { _ in tensors.read() })
    }
    // Summed, since a file that is only mapped has not been read.
    Row(name: "safetensors: read and sum 10 x 1e6 float32") {
        let tensors = TenTensors()
        tensors.write()
        return Measured { tensors.read().map { $0.sum() } }
    }
    Row(name: "safetensors: read and sum 10 x 1e6 float32, mapped") {
        let tensors = TenTensors()
        tensors.write()
        return Measured { tensors.read(mapped: true).map { $0.sum() } }
    }
}

extension Row {
    /// Every batch once, in a new order; what is checked is that they add up to the data.
    fileprivate static func epoch(of rows: Int, batchSize: Int) -> Row {
        Row(name: "DataLoader: an epoch of \(rows) x 30, batches of \(batchSize), shuffled") {
            let data = TensorDataset(uniform(rows, 30).make(1), integers(below: 2, rows, 1).make(2).to(.float32))
            let batches = DataLoader(data, batchSize: batchSize, shuffle: true, generator: Generator(seed: 0))
            return Measured(
                { for batch in batches { _ = batch } },
                results: { _ in
                    var total = Tensor.zeros([30], dtype: .float64)
                    for (features, _) in batches { total += features.to(.float64).sum(dim: 0) }
                    return [total]
                })
        }
    }
}

/// A file of ten tensors, which is removed with this.
private final class TenTensors: Sendable {
    let path = (getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp") + "/kindling-benchmark-\(getpid()).safetensors"
    let tensors: [String: Tensor]

    init() {
        tensors = Dictionary(uniqueKeysWithValues: (0..<10).map { ("tensor \($0)", values([1_000_000], $0, -1, 1)) })
    }

    deinit { unlink(path) }

    func write() {
        do { try Safetensors.write(tensors, to: path) } catch { fatalError("\(error)") }
    }

    func read(mapped: Bool = false) -> [Tensor] {
        do { return try Safetensors.read(path, mapped: mapped).tensors.sorted { $0.key < $1.key }.map(\.value) } catch {
            fatalError("\(error)")
        }
    }
}
