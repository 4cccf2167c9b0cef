import Data
import DeviceSupport
import Tensor
import Testing

@Suite("Data on a device")
struct DeviceTests {
    private static func numbers(_ device: Device) throws -> Tensor {
        try .normal([10, 3], generator: Generator(seed: 5), device: device)
    }

    @Test("scalers and batches have the CPU's bits, there", arguments: cases)
    func bits(of test: DeviceCase) throws {
        #expect(try test.difference() == nil)
    }

    private static let cases = [
        DeviceCase("batches of a dataset that is there") { device in
            let dataset = TensorDataset(try numbers(device), try numbers(device)[.all, ..<1])
            return DataLoader(dataset, batchSize: 4, shuffle: true, generator: Generator(seed: 1)).flatMap { [$0.0, $0.1] }
        },
        DeviceCase("batches of padded sequences") { device in
            let x = try numbers(device)
            let batch = [x[..<2], x[2..<7]]
            return [padSequence(batch), lengths(of: batch), paddingMask(lengths: lengths(of: batch))]
        },
        DeviceCase("StandardScaler") { device in
            let scaler = StandardScaler(fitting: try numbers(device))
            return [
                scaler.mean, scaler.scale, scaler.transform(try numbers(device)), scaler.inverseTransform(try numbers(device)),
            ]
        },
        DeviceCase("MinMaxScaler") { device in
            let scaler = MinMaxScaler(fitting: try numbers(device), clip: true)
            return [scaler.minimum, scaler.transform(try numbers(device)), scaler.inverseTransform(try numbers(device))]
        },
        DeviceCase("RobustScaler") { device in
            let scaler = RobustScaler(fitting: try numbers(device))
            return [scaler.center, scaler.transform(try numbers(device)), scaler.inverseTransform(try numbers(device))]
        },
        DeviceCase("Imputer") { device in
            let x = try numbers(device)
            let holes = x.maskedFill(x .> 1, Double.nan)
            return [try Imputer(fitting: holes, by: .mean).transform(holes)]
        },
        DeviceCase("rows of a scaler that was fitted on the CPU") { device in
            [
                StandardScaler(fitting: try numbers(.cpu)).transform(try numbers(device)),
                MinMaxScaler(fitting: try numbers(.cpu)).inverseTransform(try numbers(device)),
                try Imputer(fitting: try numbers(.cpu), by: .median).transform(try numbers(device)),
            ]
        },
        DeviceCase("a scaler fitted part by part, of which one is on the CPU") { device in
            var fit = StandardScalerFit()
            fit.add(try numbers(device)[..<4])
            fit.add(try numbers(.cpu)[4...])
            return [fit.scaler().mean, fit.scaler().scale]
        },
    ]

    @Test("a loader's batches come on the device, in the same order", arguments: [0, 1, 3])
    func loader(workers: Int) throws {
        let dataset = TensorDataset(try Self.numbers(.cpu), .arange(10))
        func loader() -> DataLoader<(features: Tensor, labels: Tensor)> {
            DataLoader(dataset, batchSize: 4, shuffle: true, generator: Generator(seed: 1))
        }
        let expected = loader().map { [$0.features, $0.labels] }
        let moved = try loader().to(.trapping)
        let found =
            workers == 0
            ? moved.map { [$0.features, $0.labels] } : moved.prefetched(workers: workers).map { [$0.features, $0.labels] }
        #expect(found.count == expected.count && moved.count == expected.count)
        for (a, b) in zip(found.joined(), expected.joined()) { #expect(a.device == .trapping && a.hasSameBits(as: b)) }

        // From a position in the midst, too.
        let iterator = try loader().to(.trapping).makeIterator(at: try skippingOne(loader()))
        #expect(iterator.map(\.labels).count == expected.count - 1)
    }

    private func skippingOne(_ loader: DataLoader<(features: Tensor, labels: Tensor)>) throws -> LoaderPosition {
        var iterator = loader.makeIterator()
        _ = iterator.next()
        return iterator.position
    }

    @Test("loaders of tensors, of pairs and of streams too")
    func otherLoaders() throws {
        let rows = try Self.numbers(.cpu).unbind()
        #expect(try DataLoader(rows, batchSize: 4).to(.trapping).allSatisfy { $0.device == .trapping })
        let pairs = rows.map { ($0, $0 + 1) }
        #expect(
            try DataLoader(pairs, batchSize: 4).to(.trapping).allSatisfy {
                $0.0.device == .trapping && $0.1.device == .trapping
            })
        let stream = StreamLoader(rows, batchSize: 4) { Tensor.stack($0) }
        #expect(try stream.to(.trapping).prefetched().map(\.shape) == [[4, 3], [4, 3], [2, 3]])
        let both = StreamLoader(rows, batchSize: 4) { (Tensor.stack($0), Tensor.stack($0)) }
        #expect(try both.to(.trapping).allSatisfy { $0.0.device == .trapping && $0.1.device == .trapping })
        #expect(DataLoader(rows, batchSize: 4).transformed { $0.shape[0] }.map(\.self) == [4, 4, 2])
        #expect(throws: DeviceUnavailable.self) { try DataLoader(rows, batchSize: 4).to(Device(.cuda, index: 9)) }
    }
}
