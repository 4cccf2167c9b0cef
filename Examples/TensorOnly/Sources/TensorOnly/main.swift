// Finds groups of points by k-means, with tensors alone: no derivatives, no layers.
//
//     swift run --package-path Examples/TensorOnly

import Tensor

let generator = Generator(seed: 1)
let blobs = Tensor([[-5.0, 0], [0, 3], [5, -1]])
let points = (blobs.unsqueeze(1) + Tensor.normal([3, 60, 2], generator: generator)).flatten(to: 1)

let (centres, labels, rounds) = kMeans(points, groups: 3)

print("points:", points[..<4], "and \(points.shape[0] - 4) more")
print("after \(rounds) rounds, the centres:", centres)
print("drawn around:", blobs)
for group in 0..<3 {
    let members = points[labels .== group]
    print("group \(group): \(members.shape[0]) points, deviation", members.std(dim: 0))
}
print(picture(of: points, labels, height: 16, width: 60))

/// Lloyd's algorithm: each point joins the nearest centre, each centre moves to the mean of its points, until none moves.
func kMeans(_ points: Tensor, groups: Int) -> (centres: Tensor, labels: Tensor, rounds: Int) {
    // Each next centre is the point that is farthest from those before.
    var centres = points[..<1]
    while centres.shape[0] < groups {
        let farthest = squaredDistances(points, centres).amin(dim: 1).argmax()
        centres = .concatenate([centres, points[farthest.unsqueeze(0)]])
    }
    for round in 1... {
        let labels = squaredDistances(points, centres).argmin(dim: 1)
        var moved = centres
        for group in 0..<groups { moved[group] = points[labels .== group].mean(dim: 0) }
        if moved.allClose(centres) { return (centres, labels, round) }
        centres = moved
    }
    fatalError("unreachable")
}

/// Of each point to each centre: `[n, 2]` and `[k, 2]` give `[n, k]`.
func squaredDistances(_ points: Tensor, _ centres: Tensor) -> Tensor {
    (points[.all, .newAxis] - centres).square().sum(dim: -1)
}

/// The points as the letters of their groups, on a grid of characters.
func picture(of points: Tensor, _ labels: Tensor, height: Int, width: Int) -> String {
    let (low, high) = (points.amin(dim: 0), points.amax(dim: 0))
    let cells = ((points - low) / (high - low) * Tensor([width - 1, height - 1])).round().to(.int64)
    var grid = Tensor.zeros([height, width], dtype: .int64)
    grid[cells[.all, 1], cells[.all, 0]] = labels + 1
    let rows = grid.flip(0).split(1).map { row in
        String(row.array(of: Int.self).map { [" ", "a", "b", "c"][$0] })
    }
    return rows.joined(separator: "\n")
}
