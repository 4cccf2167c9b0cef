import Testing
import Training

// Runs restore the default generator, and so have processes of their own.
@Suite("A run is resumed in")
struct LoopTests {
    @Test("a loop over two loaders at once, whichever is longer")
    func zipped() async {
        await #expect(processExitsWith: .success) {
            try TracedRun.isResumable(steps: 9) { epoch, trace in
                for (a, b) in zip(epoch.batches(trace.loaders[0]), epoch.batches(trace.loaders[1])) { try trace.step(a, b) }
            }
            try TracedRun.isResumable(steps: 9) { epoch, trace in
                for (a, b) in zip(epoch.batches(trace.loaders[1]), epoch.batches(trace.loaders[0])) { try trace.step(a, b) }
            }
        }
    }

    @Test("loops that are left by break, whose last batch is a step")
    func left() async {
        await #expect(processExitsWith: .success) {
            try TracedRun.isResumable(steps: 15) { epoch, trace in
                for a in epoch.batches(trace.loaders[0]) {
                    try trace.step(a)
                    if trace.run.row.steps == 2 { break }
                }
                for b in epoch.batches(trace.loaders[1]) { try trace.step(b) }
            }
        }
    }

    @Test("loops one after the other, two of them over one loader")
    func sequential() async {
        await #expect(processExitsWith: .success) {
            try TracedRun.isResumable(steps: 33) { epoch, trace in
                for index in [0, 1, 0] { for a in epoch.batches(trace.loaders[index]) { try trace.step(a) } }
            }
        }
    }

    @Test("loops that are left at once, within a loop")
    func nested() async {
        await #expect(processExitsWith: .success) {
            try TracedRun.isResumable(steps: 12) { epoch, trace in
                for a in epoch.batches(trace.loaders[0]) {
                    var batches = [a]
                    for b in epoch.batches(trace.loaders[1]) {
                        batches.append(b)
                        if batches.count == 3 { break }
                    }
                    try trace.step(batches[0], batches[1], batches[2])
                }
            }
        }
    }

    @Test("iterators of one's own, of which the longer one goes on")
    func iterators() async {
        await #expect(processExitsWith: .success) {
            try TracedRun.isResumable(steps: 21) { epoch, trace in
                let (first, second) = (
                    epoch.batches(trace.loaders[1]).makeIterator(), epoch.batches(trace.loaders[2]).makeIterator()
                )
                while true {
                    let (a, b) = (first.next(), second.next())
                    if a == nil && b == nil { break }
                    try trace.step(a ?? [], b ?? [])
                }
            }
        }
    }

    @Test("groups of batches, a stream, and batches that are made ahead")
    func others() async {
        await #expect(processExitsWith: .success) {
            try TracedRun.isResumable(steps: 9) { epoch, trace in
                for group in epoch.batches(trace.loaders[2].grouped(by: 3)) { try trace.step(Array(group.joined())) }
            }
            try TracedRun.isResumable(steps: 12) { epoch, trace in
                for a in epoch.batches(trace.stream) { try trace.step(a) }
            }
            try TracedRun.isResumable(steps: 12) { epoch, trace in
                for a in epoch.batches(trace.loaders[0].prefetched(workers: 2)) { try trace.step(a) }
            }
        }
    }

    @Test("loaders that are made for an epoch, with its seed or always the same one")
    func loadersOfEpochs() async {
        await #expect(processExitsWith: .success) {
            let seeds: [(Int) -> UInt64] = [{ UInt64($0) }, { _ in 5 }]
            for seed in seeds {
                try TracedRun.isResumable(steps: 12) { epoch, trace in
                    let generator = Generator(seed: seed(epoch.number))
                    for a in epoch.batches(DataLoader(0..<8, batchSize: 2, shuffle: true, generator: generator) { $0 }) {
                        try trace.step(a)
                    }
                }
            }
        }
    }

    @Test("loaders that are given the epoch's seed")
    func seeds() async {
        await #expect(processExitsWith: .success) {
            try TracedRun.isResumable(steps: 12) { epoch, trace in
                trace.loaders[0].generator.manualSeed(UInt64(epoch.number))
                for a in epoch.batches(trace.loaders[0]) { try trace.step(a) }
            }
        }
    }

    @Test("epochs whose loops differ")
    func differing() async {
        await #expect(processExitsWith: .success) {
            try TracedRun.isResumable(epochs: 4, steps: 30) { epoch, trace in
                for a in epoch.batches(trace.loaders[0]) { try trace.step(a) }
                if epoch.number.isMultiple(of: 2) { for a in epoch.batches(trace.stream) { try trace.step(a) } }
                if epoch.number == 1 || epoch.number == 4 { for a in epoch.batches(trace.loaders[1]) { try trace.step(a) } }
            }
        }
    }
}
