import Tensor

/// Hierarchical clustering with Ward's linkage (Ward, Journal of the American Statistical Association 58, 1963), as SciPy's
/// `linkage(method="ward")`: the two clusters whose union adds least to the variance within clusters are merged, again and again.
///
/// Clusters u, v and w of sizes a, b and c have, after u and v are merged, the distance
/// √(((a + c) d²(u, w) + (b + c) d²(v, w) - c d²(u, v)) / (a + b + c)). Merges are found along chains of nearest neighbours, in O(n²)
/// (Müllner, Modern hierarchical, agglomerative clustering algorithms, 2011).
///
/// ```swift
/// let clusters = try WardClustering(correlation: spearmanCorrelation(features))
/// for group in clusters.groups(height: 1) { print(group) }        // columns that measure the same
/// ```
public struct WardClustering: Hashable, Sendable {
    /// Two clusters that become one.
    public struct Merge: Hashable, Sendable {
        /// The cluster with the smaller number: below n an item, from n on the merge with this number less n.
        public let first: Int
        /// The cluster with the larger number.
        public let second: Int
        /// The distance of the two.
        public let height: Double
        /// The number of items in the merged cluster.
        public let count: Int
    }

    /// The merges by ascending height: rows of SciPy's linkage matrix.
    public let merges: [Merge]

    /// The number of items, n.
    public var count: Int { merges.count + 1 }

    /// Clusters columns by how little they correlate: the distance is 1 - |ρ|, and 1 where ρ is NaN, as for a constant column.
    ///
    /// - Parameter correlation: `[n, n]`, symmetric, from ``spearmanCorrelation(_:)`` for example.
    /// - Throws: ``/Tensor/InputError`` where the matrix is not square or empty.
    public init(correlation: Tensor) throws(InputError) {
        let distances = 1 - correlation.detached().to(.float64).abs()
        try self.init(distances: Tensor.where(distances.isNaN(), Tensor.ones(like: distances), distances))
    }

    /// Clusters items by their distances. Only what is below the diagonal is read.
    ///
    /// - Parameter distances: `[n, n]`, symmetric, not negative.
    /// - Throws: ``/Tensor/InputError`` where the matrix is not square or empty, or a distance is negative, NaN or infinite.
    public init(distances: Tensor) throws(InputError) {
        let shape = distances.shape
        if shape.count != 2 || shape[0] != shape[1] || shape[0] == 0 {
            throw InputError(.shape, "WardClustering", "there must be distances [n, n], n > 0, got \(shape)")
        }
        let n = shape[0]
        var d = distances.array(of: Double.self)
        for i in 0..<n {
            for j in 0..<i {
                let distance = d[i * n + j]
                if !(distance >= 0 && distance.isFinite) {
                    throw InputError(
                        .value, "WardClustering", "a distance must be finite and not negative, got \(distance)", at: [i, j])
                }
                d[j * n + i] = distance
            }
        }
        merges = Self.numbered(Self.merges(&d, n), n)
    }

    /// The groups of items whose merges are not higher than a cut (SciPy's `fcluster(criterion="distance")`), by their first items.
    public func groups(height: Double) -> [[Int]] {
        var members: [[Int]] = (0..<count).map { [$0] }
        for merge in merges {
            // Heights ascend: once a merge is above the cut, so are all that contain it.
            if merge.height > height {
                members.append([])
                continue
            }
            members.append((members[merge.first] + members[merge.second]).sorted())
            (members[merge.first], members[merge.second]) = ([], [])
        }
        return members.filter { !$0.isEmpty }.sorted { $0[0] < $1[0] }
    }

    /// Merges in the order in which the chain of nearest neighbours finds them; a cluster is named by one of its items.
    private static func merges(_ d: inout [Double], _ n: Int) -> [(a: Int, b: Int, height: Double)] {
        var sizes = [Int](repeating: 1, count: n)
        var (chain, found): ([Int], [(a: Int, b: Int, height: Double)]) = ([], [])
        while found.count < n - 1 {
            if chain.isEmpty { chain.append(sizes.firstIndex { $0 > 0 }!) }
            let x = chain[chain.count - 1]
            // The one before is preferred among equals, so that a chain never runs in circles.
            var (nearest, distance) = (-1, Double.infinity)
            if chain.count > 1 {
                nearest = chain[chain.count - 2]
                distance = d[x * n + nearest]
            }
            for y in 0..<n where sizes[y] > 0 && y != x && d[x * n + y] < distance { (nearest, distance) = (y, d[x * n + y]) }
            if chain.count < 2 || nearest != chain[chain.count - 2] {
                chain.append(nearest)
                continue
            }
            chain.removeLast(2)
            let (a, b) = (min(x, nearest), max(x, nearest))
            found.append((a, b, distance))
            let (sizeA, sizeB) = (Double(sizes[a]), Double(sizes[b]))
            for w in 0..<n where sizes[w] > 0 && w != a && w != b {
                let size = Double(sizes[w])
                let (toA, toB) = (d[a * n + w], d[b * n + w])
                let square = (sizeA + size) * toA * toA + (sizeB + size) * toB * toB - size * distance * distance
                let merged = (max(0, square) / (sizeA + sizeB + size)).squareRoot()
                (d[b * n + w], d[w * n + b]) = (merged, merged)
            }
            (sizes[a], sizes[b]) = (0, sizes[a] + sizes[b])
        }
        return found
    }

    /// Merges by height, with the numbers of the clusters they merge.
    private static func numbered(_ merges: [(a: Int, b: Int, height: Double)], _ n: Int) -> [Merge] {
        var clusters = (0..<n).map { (number: $0, count: 1) }
        var parents = Array(0..<n)
        func root(_ item: Int) -> Int {
            var item = item
            while parents[item] != item { item = parents[item] }
            return item
        }
        // The sort is stable: of equal heights, the merge that was found first comes first.
        return merges.sorted { $0.height < $1.height }.enumerated().map { index, merge in
            let (a, b) = (root(merge.a), root(merge.b))
            let count = clusters[a].count + clusters[b].count
            defer {
                parents[a] = b
                clusters[b] = (n + index, count)
            }
            return Merge(
                first: min(clusters[a].number, clusters[b].number), second: max(clusters[a].number, clusters[b].number),
                height: merge.height, count: count)
        }
    }
}
