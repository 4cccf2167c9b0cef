import Kindling

func randomLines() {
    func draw(_ name: String, _ draw: (Generator) -> Tensor) {
        let generator = Generator(seed: 7)
        line("random: \(name)", [draw(generator), draw(generator)])
    }
    // Odd, and large enough for several threads.
    let shape: Shape = [100_003]
    for dtype in [DType.float32, .float64, .bfloat16] {
        draw("uniform \(dtype)") { .uniform(shape, from: -1, to: 2, dtype: dtype, generator: $0) }
        draw("normal \(dtype)") { .normal(shape, mean: 1, std: 2, dtype: dtype, generator: $0) }
        draw("bernoulli \(dtype)") { .bernoulli(shape, probability: 0.3, dtype: dtype, generator: $0) }
    }
    draw("integers") { .integers(shape, from: -3, to: 1000, generator: $0) }
    draw("permutation") { .permutation(100_003, generator: $0) }
    draw("truncated normal") { Init.truncNormal(shape, generator: $0) }
    Generator.default.manualSeed(3)
    line("random: dropout", [Dropout(0.3)(.ones(shape))])
    line("random: initial weights", GPT().stateDict.sorted { $0.key < $1.key }.map(\.value))
}

func loadingLines() {
    let data = TensorDataset(uniform(455, 30).make(1), integers(below: 2, 455, 1).make(2).to(.float32))
    let batches = DataLoader(data, batchSize: 32, shuffle: true, generator: Generator(seed: 0))
    line("loading: two epochs, shuffled", (batches.map { $0 } + batches.map { $0 }).flatMap { [$0.0, $0.1] })
    line("loading: an epoch, prefetched", batches.prefetched(workers: 3).flatMap { [$0.0, $0.1] })
    let scaler = StandardScaler(fitting: data.features)
    line("loading: scaled", [scaler.transform(data.features)])
}
