import Foundation
import NN
import Serialization
import Testing

/// A layer and how it is called, to be held against what torch's layer of the same parameters gives for the same inputs
/// (make.py).
struct TorchCase: Sendable, CustomTestStringConvertible {
    let name: String
    private let make: @Sendable () -> (module: any Module, call: ([Tensor]) -> [Tensor])

    init<M: Module>(
        _ name: String, _ module: @autoclosure @escaping @Sendable () -> M,
        _ call: @escaping @Sendable (M, [Tensor]) -> [Tensor]
    ) {
        self.name = name
        make = {
            let module = module()
            return (module, { call(module, $0) })
        }
    }

    init<M: Module<Tensor, Tensor>>(_ name: String, _ module: @autoclosure @escaping @Sendable () -> M) {
        self.init(name, module()) { [$0($1[0])] }
    }

    var testDescription: String { name }

    /// Outputs, gradients and buffers afterwards of a layer that is called on a device, by what they are.
    func results(_ file: TorchFile, on device: Device) throws -> [String: Tensor] {
        let (module, call) = make()
        try module.to(device)
        try module.load(file.part("state", of: name))
        let gradients = file.part("gradient", of: name)
        let inputs = try file.part("input", of: name).numbered.enumerated().map {
            let input = try $1.to(device)
            return gradients["\($0)"] == nil ? input : input.requiringGradient()
        }
        let outputs = call(inputs)
        var results: [String: Tensor] = [:]
        for (index, output) in outputs.enumerated() { results["output \(index)"] = output }
        let ours = gradientsOfSum(outputs)
        for key in gradients.keys {
            results["gradient \(key)"] = Int(key).map { ours[inputs[$0]] } ?? module.cell(key).flatMap { ours[$0] }
        }
        for (key, tensor) in module.stateDict { results["\(key) afterwards"] = tensor }
        return results
    }

    /// Loads the case's state, calls the layer, and compares outputs, gradients and changed buffers.
    func check(_ file: TorchFile, sourceLocation: SourceLocation) throws {
        let (module, call) = make()
        try module.load(file.part("state", of: name))
        let gradients = file.part("gradient", of: name)
        let inputs = file.part("input", of: name).numbered.enumerated().map {
            gradients["\($0)"] == nil ? $1 : $1.requiringGradient()
        }
        let outputs = call(inputs)
        let expected = file.part("output", of: name).numbered
        #expect(outputs.count == expected.count, sourceLocation: sourceLocation)
        for (output, expected) in zip(outputs, expected) {
            expectClose(output, expected, "output", sourceLocation: sourceLocation)
        }

        let ours = gradientsOfSum(outputs)
        for (key, expected) in gradients {
            let leaf = Int(key).map { ours[inputs[$0]] }
            expectClose(
                try leaf ?? ours[#require(module.cell(key))], expected, "gradient of \(key)", sourceLocation: sourceLocation)
        }
        for (key, expected) in file.part("after", of: name) {
            expectClose(module.stateDict[key], expected, "\(key) afterwards", sourceLocation: sourceLocation)
        }
    }

    /// Of the sum of all outputs, each element weighted by the cosine of its position.
    private func gradientsOfSum(_ outputs: [Tensor]) -> Gradients {
        outputs.filter(\.requiresGradient).reduce(into: Gradients()) {
            $0 += $1.gradients(cotangent: Tensor.arange($1.count).onDevice(of: $1).to($1.dtype).cos().reshape($1.shape))
        }
    }

    private func expectClose(_ found: Tensor?, _ expected: Tensor, _ what: String, sourceLocation: SourceLocation) {
        guard let found, found.shape == expected.shape, found.dtype == expected.dtype else {
            Issue.record(
                "\(name): \(what) is \(found.map { "\($0.dtype) \($0.shape)" } ?? "missing"), expected \(expected.dtype) \(expected.shape)",
                sourceLocation: sourceLocation)
            return
        }
        let (a, b) = (found.array(of: Double.self), expected.array(of: Double.self))
        let scale = max(b.map(abs).max() ?? 0, 1)
        let error = zip(a, b).map { $0 == $1 ? 0 : abs($0 - $1) }.max() ?? 0
        #expect(
            error <= 1e-5 * scale, "\(name): \(what) is off by \(error): \(found), expected \(expected)",
            sourceLocation: sourceLocation)
    }
}

/// What torch's layers of a family gave.
struct TorchFile: Sendable {
    private let tensors: [String: Tensor]

    init(_ family: String) throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        tensors = try Safetensors.read(folder.appendingPathComponent("Torch/\(family).safetensors").path).tensors
    }

    /// The cases that the file has.
    var names: Set<String> { Set(tensors.keys.map { String($0.prefix { $0 != "/" }) }) }

    /// The tensors of a part of a case, by what follows the part's name.
    func part(_ part: String, of name: String) -> [String: Tensor] {
        let prefix = "\(name)/\(part)/"
        let found = tensors.filter { $0.key.hasPrefix(prefix) }
        return Dictionary(uniqueKeysWithValues: found.map { (String($0.key.dropFirst(prefix.count)), $0.value) })
    }
}

extension [String: Tensor] {
    /// In the order of the numbers that are the keys.
    fileprivate var numbered: [Tensor] { (0..<count).compactMap { self["\($0)"] } }
}

extension Module {
    fileprivate func cell(_ name: String) -> ParameterCell? { parameters.first { $0.name == name }?.cell }
}
