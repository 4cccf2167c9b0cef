import Metrics
import Testing

@Suite("Importance")
struct ImportanceTests {
    let expected = Reference.all.clustering

    @Test("Correlations with ties are SciPy's and NumPy's")
    func correlations() throws {
        let x = doubles(expected.tied, columns: 6)
        #expect(isClose(try spearmanCorrelation(x), expected.tiedSpearman, 1e-13))
        #expect(isClose(try pearsonCorrelation(x), expected.tiedPearson, 1e-13))
        #expect(isClose(try spearmanCorrelation(x.exp()), expected.tiedSpearman, 1e-13))
        #expect(isClose(try pearsonCorrelation(x * 1e200), expected.tiedPearson, 1e-13))
    }

    @Test("A constant column, one with NaN, and no rows have no correlation")
    func undefined() throws {
        let x = doubles([1, 2, 0.1, .nan, 2, 3, 0.1, 1, 3, 1, 0.1, 2], columns: 4)
        for matrix in [try spearmanCorrelation(x), try pearsonCorrelation(x)] {
            let isNaN = matrix.isNaN().array(of: Bool.self)
            #expect(isNaN == [false, false, true, true, false, false, true, true] + [Bool](repeating: true, count: 8))
        }
        #expect(try pearsonCorrelation(.zeros([0, 2])).isNaN().all().item(as: Bool.self))
        #expect(try spearmanCorrelation(.zeros([3, 0])).shape == [0, 0])
        #expect(throws: InputError.self) { try spearmanCorrelation(.zeros([3])) }
    }

    @Test("Ward's linkage is SciPy's, of columns and of points")
    func linkage() throws {
        let columns = try WardClustering(correlation: doubles(expected.spearman, columns: 30))
        let points = try WardClustering(distances: doubles(expected.distances, columns: 25))
        for (clustering, wanted) in [(columns, expected.linkage), (points, expected.distancesLinkage)] {
            #expect(clustering.merges.count * 4 == wanted.count && clustering.count == clustering.merges.count + 1)
            for (index, merge) in clustering.merges.enumerated() {
                #expect(Double(merge.first) == wanted[4 * index] && Double(merge.second) == wanted[4 * index + 1])
                #expect(isClose(merge.height, wanted[4 * index + 2]) && Double(merge.count) == wanted[4 * index + 3])
            }
        }
    }

    @Test("A cut makes SciPy's flat clusters", arguments: Reference.all.clustering.clusters)
    func cut(_ wanted: Reference.Clusters) throws {
        let groups = try WardClustering(correlation: doubles(expected.spearman, columns: 30)).groups(height: wanted.height)
        var byLabel: [Int: [Int]] = [:]
        for (item, label) in wanted.labels.enumerated() { byLabel[label, default: []].append(item) }
        #expect(groups == byLabel.values.sorted { $0[0] < $1[0] })
    }

    @Test("One item is one group, and what is no distance throws")
    func clusteringEdges() throws {
        #expect(try WardClustering(distances: .zeros([1, 1])).groups(height: 0) == [[0]])
        #expect(try WardClustering(distances: .zeros([3, 3])).groups(height: 0) == [[0, 1, 2]])
        for distances in [Tensor.zeros([0, 0]), .zeros([2, 3]), .zeros([4]), doubles([0, 1, -1, 0], columns: 2)] {
            #expect(throws: InputError.self) { try WardClustering(distances: distances) }
        }
        // A constant column correlates with none.
        let correlation = doubles([1, .nan, 0.9, .nan, .nan, .nan, 0.9, .nan, 1], columns: 3)
        #expect(try WardClustering(correlation: correlation).groups(height: 0.5) == [[0, 2], [1]])
    }

    @Test("A rise of log loss is one that a permutation of the rows can give")
    func permutations() throws {
        let expected = Reference.all.permutation
        let (features, labels) = (doubles(expected.features, columns: 3), Tensor(expected.labels))
        let weights = doubles([1, -0.5, 0])
        func measure(_ seed: UInt64) throws -> PermutationImportance {
            try PermutationImportance(
                of: [[0, 1], [1], [2], []], features, labels, repeats: 2000, generator: Generator(seed: seed)
            ) { ($0 * weights).sum(dim: 1).sigmoid() }
        }
        let importance = try measure(1)
        #expect(isClose(importance.logLoss, expected.logLoss, 1e-12))
        for (group, possible) in zip(importance.groups, [expected.pair, expected.single]) {
            #expect(group.rises.count == 2000)
            #expect(group.rises.allSatisfy { rise in possible.contains { isClose(rise, $0) } })
            let mean = possible.reduce(0, +) / 24
            let deviation = (possible.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 24).squareRoot()
            // Five standard errors of 2000 draws.
            #expect(abs(group.mean - mean) < 5 * deviation / 44)
            #expect(isClose(group.standardDeviation, deviation, 0.1))
        }
        // A column without a weight, and no column at all.
        #expect(importance.groups[2].rises.allSatisfy { $0 == 0 } && importance.groups[3].standardDeviation == 0)
        #expect(importance.groups.map(\.columns) == [[0, 1], [1], [2], []])
        #expect(try measure(1) == importance)
        #expect(try measure(2) != importance)
    }

    @Test("What the model or the data cannot be throws")
    func invalid() throws {
        let (x, y) = (Tensor.zeros([4, 2]), Tensor([0, 1, 0, 1]))
        func measure(_ groups: [[Int]], _ x: Tensor, _ model: (Tensor) throws -> Tensor) throws {
            _ = try PermutationImportance(of: groups, x, y, repeats: 1, model: model)
        }
        #expect(throws: InputError.self) { try measure([[2]], x) { $0.sum(dim: 1) } }
        #expect(throws: InputError.self) { try measure([[0]], .zeros([0, 2])) { $0.sum(dim: 1) } }
        #expect(throws: InputError.self) { try measure([[0]], x) { $0 } }
        #expect(throws: InputError.self) { try measure([[0]], x) { $0.sum(dim: 1) + 2 } }
        #expect(throws: Undetermined.self) { try measure([[0]], x) { _ in throw Undetermined.oneClass } }
    }
}
