import Foundation
import Kindling

/// Twenty steps of one optimizer down (or up) a function of two parameters.
struct OptimizerTrajectory: CaseFile {
    private let tensors: [String: Tensor]
    private let optimizer: String
    private let options: Call

    let count = 1

    func id(_ index: Int) -> String? { nil }

    init(contentsOf url: URL) throws {
        let (tensors, metadata) = try Safetensors.read(url.path)
        guard let optimizer = metadata["optimizer"], let options = metadata["options"],
            let json = try JSONSerialization.jsonObject(with: Data(options.utf8)) as? [String: Any]
        else { throw BadCase("the metadata has no optimizer and options") }
        (self.tensors, self.optimizer) = (try TestedDevice.moved(tensors), optimizer)
        self.options = Call(positional: [], keywords: try json.mapValues { try Argument(json: $0, tensors: [:]) })
    }

    func verdict(_ index: Int) throws -> Verdict {
        guard let make = optimizers[optimizer] else { throw Unsupported("no \(optimizer)") }
        // The terms in v are absent where the file has none.
        let names = ["w", "v"].filter { tensors[$0 + "0"] != nil }
        let cells = try names.map { NamedParameter($0, ParameterCell(try tensors.required($0 + "0"))) }
        let step = try make(options, cells)
        if !options.leftOver.isEmpty { throw Unsupported("without \(options.leftOver.joined(separator: ", "))") }
        // Two losses that float32 cannot tell apart end a step of LBFGS and a line search: where exactly is known to no better than
        // the root of a rounding, and one in any sum sends torch itself as far away. In float64 it is held to 1e-9 in OptimTests.
        let absolute = self.optimizer == "LBFGS" ? Double(Float.ulpOfOne).squareRoot() : 1e-7
        let losses = try tensors.required("losses").array(of: Float.self)
        for (index, expected) in losses.enumerated() {
            let loss = try step { try self.loss(cells.map(\.cell)) }
            if let difference = difference(loss, Tensor(expected), relative: 1e-5, absolute: 1e-7) {
                return .failed("loss of step \(index + 1) \(difference)")
            }
            for parameter in cells {
                let (ours, name) = (parameter.cell.value ?? .zeros([]), "\(parameter.name)\(index + 1)")
                if let difference = try difference(ours, tensors.required(name), relative: 1e-5, absolute: absolute) {
                    return .failed("\(name) \(difference)")
                }
            }
        }
        return .passed
    }

    /// Σ a (w - b)² + Σ c v² + Σ sin(c v)
    private func loss(_ cells: [ParameterCell]) throws -> Tensor {
        let (a, b, c) = (try tensors.required("a"), try tensors.required("b"), try tensors.required("c"))
        let terms = cells.compactMap(\.tracked)
        let first = (a * (terms[0] - b).square()).sum()
        return terms.count == 1 ? first : first + (c * terms[1].square()).sum() + (c * terms[1]).sin().sum()
    }
}
