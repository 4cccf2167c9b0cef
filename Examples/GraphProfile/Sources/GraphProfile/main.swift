// What each layer of a model costs: operations, bytes that they read and write, and floating-point operations.
//
//     swift run --package-path Examples/GraphProfile

import NN

let model = TransformerEncoderLayer(64, 4, dimFeedforward: 256, batchFirst: true)
let graph = try model.graph(for: .zeros([8, 32, 64]))

func flops(_ node: Graph.Node) -> Int {
    switch node.operation {
    case .linear, .matmul: 2 * node.result.count * (node.x.shape.last ?? 1)
    case .convolution: 2 * node.result.count * (node.y!.count / node.y!.shape[0])
    case .attention: 4 * node.x.count * node.y!.shape[1]
    default: node.operands.map(\.count).max()!
    }
}

// A node belongs to the layer whose parameters it reads, and what reads none to the layer before.
var (layers, owners): ([Graph.Value: String], [Graph.Value: String]) = ([:], [:])
for variable in graph.variables {
    owners[variable.value] = variable.name.split(separator: ".").dropLast().joined(separator: ".")
}
var (order, costs): ([String], [String: (operations: Int, bytes: Int, flops: Int)]) = ([], [:])
for node in graph.nodes {
    let owner = node.operands.compactMap { owners[$0] }.first
    if node.operands.allSatisfy({ owners[$0] != nil }) { owners[node.result] = owner }
    let layer = owner ?? node.operands.compactMap { layers[$0] }.last ?? "input"
    layers[node.result] = layer
    if costs[layer] == nil { order.append(layer) }
    if node.result.isView { continue }
    let cost = costs[layer] ?? (0, 0, 0)
    let bytes = (node.operands + [node.result]).map(\.byteCount).reduce(0, +)
    costs[layer] = (cost.operations + 1, cost.bytes + bytes, cost.flops + flops(node))
}
func padded(_ text: Any, _ width: Int) -> String { "\(text)".count < width ? padded(" \(text)", width) : "\(text)" }
print(padded("layer", 24), padded("operations", 12), padded("bytes", 12), padded("flops", 12))
for layer in order { if let (n, b, f) = costs[layer] { print(padded(layer, 24), padded(n, 12), padded(b, 12), padded(f, 12)) } }
