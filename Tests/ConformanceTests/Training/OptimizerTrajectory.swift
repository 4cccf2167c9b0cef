import Foundation
import Kindling

/// torch's optimizers, by ours. The names of the options are torch's.
private let optimizers: [String: @Sendable (Call, [NamedParameter]) throws -> Optimizer] = [
    "SGD": { o, parameters in
        try SGD(
            parameters, learningRate: o.real(nil, "lr"), momentum: o.real(nil, "momentum", or: 0),
            dampening: o.real(nil, "dampening", or: 0), weightDecay: o.real(nil, "weight_decay", or: 0),
            nesterov: o.flag(nil, "nesterov"), maximize: o.flag(nil, "maximize"))
    },
    "Adam": { o, parameters in
        try Adam(
            parameters, learningRate: o.real(nil, "lr"), betas: o.pair("betas", or: (0.9, 0.999)),
            epsilon: o.real(nil, "eps", or: 1e-8), weightDecay: o.real(nil, "weight_decay", or: 0),
            amsgrad: o.flag(nil, "amsgrad"), maximize: o.flag(nil, "maximize"))
    },
]

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
        (self.tensors, self.optimizer) = (tensors, optimizer)
        self.options = Call(positional: [], keywords: try json.mapValues { try Argument(json: $0, tensors: [:]) })
    }

    func verdict(_ index: Int) throws -> Verdict {
        guard let make = optimizers[optimizer] else { throw Unsupported("no \(optimizer)") }
        // The terms in v are absent where the file has none.
        let names = ["w", "v"].filter { tensors[$0 + "0"] != nil }
        let cells = try names.map { NamedParameter($0, ParameterCell(try tensors.required($0 + "0"))) }
        let optimizer = try make(options, cells)
        if !options.leftOver.isEmpty { throw Unsupported("without \(options.leftOver.joined(separator: ", "))") }
        let losses = try tensors.required("losses").array(of: Float.self)
        for (step, expected) in losses.enumerated() {
            let loss = try loss(cells.map(\.cell))
            if let difference = difference(loss, Tensor(expected), relative: 1e-5, absolute: 1e-7) {
                return .failed("loss of step \(step + 1) \(difference)")
            }
            optimizer.step(loss.gradients())
            for parameter in cells {
                let (ours, name) = (parameter.cell.value ?? .zeros([]), "\(parameter.name)\(step + 1)")
                if let difference = try difference(ours, tensors.required(name), relative: 1e-5, absolute: 1e-7) {
                    return .failed("\(name) \(difference)")
                }
            }
        }
        return .passed
    }

    /// Σ a (w - b)² + Σ c v² + Σ sin(c v)
    private func loss(_ cells: [ParameterCell]) throws -> Tensor {
        let (a, b, c) = (try tensors.required("a"), try tensors.required("b"), try tensors.required("c"))
        let terms = cells.compactMap(\.watched)
        let first = (a * (terms[0] - b).square()).sum()
        return terms.count == 1 ? first : first + (c * terms[1].square()).sum() + (c * terms[1]).sin().sum()
    }
}

extension Call {
    /// Two numbers in a list.
    fileprivate func pair(_ name: String, or standard: (Double, Double)) throws -> (Double, Double) {
        guard let argument = self[nil, name] else { return standard }
        guard case .list(let list) = argument, list.count == 2 else { throw Unsupported("\(name) = \(argument)") }
        let numbers = Call(positional: list, keywords: [:])
        return (try numbers.real(0, ""), try numbers.real(1, ""))
    }
}
