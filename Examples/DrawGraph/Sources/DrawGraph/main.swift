// Draws the graph of a model as an SVG: a box for each value, below those that it is made of.
//
//     swift run --package-path Examples/DrawGraph > graph.svg

import NN

/// Two convolutions beside a shortcut.
struct Residual: Module {
    let (first, second) = (Conv2d(4, 4, 3, padding: 1), Conv2d(4, 4, 3, padding: 1))

    func callAsFunction(_ x: Tensor) -> Tensor { (x + second(first(x).relu())).relu() }
}

let model = Sequential {
    Conv2d(1, 4, 3, padding: 1)
    Residual()
    MaxPool2d(2)
    Flatten()
    Linear(64, 10)
}
let graph = try model.graph(for: .zeros([1, 1, 8, 8]))

var boxes: [(value: Graph.Value, title: String, color: String)] = []
boxes += graph.inputs.map { ($0, "input", "#cfe8cf") }
boxes += graph.variables.map { ($0.value, $0.name, "#f6dfb8") }
boxes += graph.constants.map { ($0.value, "constant", "#e4e4e4") }
boxes += graph.nodes.map { ($0.result, $0.operation.name, $0.result.isView ? "#ffffff" : "#c9dcf2") }

// A result stands a row below the lowest of its operands, and what is no result just above its first reader.
var rows: [Graph.Value: Int] = [:]
for input in graph.inputs { rows[input] = 0 }
for node in graph.nodes { rows[node.result] = (node.operands.map { rows[$0] ?? 0 }.max() ?? 0) + 1 }
for node in graph.nodes { for operand in node.operands where rows[operand] == nil { rows[operand] = rows[node.result]! - 1 } }

let (width, height, gap) = (150, 34, 30)
var (corners, columns): ([Graph.Value: (x: Int, y: Int)], [Int: Int]) = ([:], [:])
// Results first, so that they are one below the other.
for box in boxes.reversed() {
    let row = rows[box.value] ?? 0
    corners[box.value] = (20 + columns[row, default: 0] * (width + gap), 20 + row * (height + gap))
    columns[row, default: 0] += 1
}

var shapes: [String] = []
for node in graph.nodes {
    for operand in node.operands {
        let (from, to) = (corners[operand]!, corners[node.result]!)
        let (x, y, x2) = (from.x + width / 2, from.y + height, to.x + width / 2)
        shapes.append("<path d='M\(x) \(y) C\(x) \(y + gap) \(x2) \(to.y - gap) \(x2) \(to.y)' fill='none' stroke='#888'/>")
    }
}
for (value, title, color) in boxes {
    let (x, y) = corners[value]!
    shapes.append("<rect x='\(x)' y='\(y)' width='\(width)' height='\(height)' rx='5' fill='\(color)' stroke='#666'/>")
    shapes.append("<text x='\(x + 8)' y='\(y + 14)'>\(title)</text><text x='\(x + 8)' y='\(y + 28)'>\(value.shape)</text>")
}
let size = (20 + (columns.values.max() ?? 1) * (width + gap), 20 + ((rows.values.max() ?? 0) + 1) * (height + gap))
print("<svg xmlns='http://www.w3.org/2000/svg' width='\(size.0)' height='\(size.1)' font-family='sans-serif' font-size='12'>")
print(shapes.joined(separator: "\n") + "\n</svg>")
