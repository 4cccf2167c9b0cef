// How long Kindling's steps take on this machine. `scripts/bench` sets PyTorch's times beside them.
//
//     swift run -c release --package-path Benchmarks StepBenchmark [--json]

let arguments = Array(CommandLine.arguments.dropFirst())
let isJSON = arguments == ["--json"]
if !isJSON && !arguments.isEmpty { fatalError("usage: StepBenchmark [--json]") }

let cases = allCases()
let width = cases.map(\.name.count).max()!

var rows: [String] = []
for item in cases {
    let seconds = medianTime(of: item.body)
    rows.append(#"{"name": "\#(item.name)", "seconds": \#(seconds), "operations": \#(item.operations ?? 0)}"#)
    if isJSON { continue }
    let rate = item.operations.map { "   \(Int($0 / seconds / 1e9)) GFLOP/s" } ?? ""
    let name = item.name + String(repeating: " ", count: width - item.name.count)
    print("\(name)   \((seconds * 1e8).rounded() / 100) us\(rate)")
}
if isJSON { print("[\(rows.joined(separator: ", "))]") }
