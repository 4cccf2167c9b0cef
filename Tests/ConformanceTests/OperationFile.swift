import Foundation
import Kindling

/// Calls of one of torch's functions, and what came of each.
struct OperationFile: CaseFile {
    private let operation: String
    private let tensors: [String: Tensor]
    private let entries: [[String: Any]]

    init(contentsOf url: URL) throws {
        let (tensors, metadata) = try Safetensors.read(url.path)
        guard let operation = metadata["op"], let cases = metadata["cases"],
            let entries = try JSONSerialization.jsonObject(with: Data(cases.utf8)) as? [[String: Any]]
        else { throw BadCase("the metadata has no op and cases") }
        (self.operation, self.tensors, self.entries) = (operation, try TestedDevice.moved(tensors), entries)
    }

    var count: Int { entries.count }

    func id(_ index: Int) -> String? { entries[index]["id"] as? String }

    func verdict(_ index: Int) throws -> Verdict {
        guard let function = vocabulary[operation] else { throw Unsupported("no \(operation)") }
        let entry = try Entry(entries[index])
        let leaves = try entry.gradients.keys.sorted().map { ($0, try tensors.required($0).requiringGradient()) }
        let call = try entry.call(tensors.merging(leaves) { $1 })
        let results = try function(call)
        if !call.leftOver.isEmpty { throw Unsupported("without \(call.leftOver.joined(separator: ", "))") }
        return Verdict(difference: try resultDifference(results, entry) ?? gradientDifference(results, leaves, entry))
    }

    private func resultDifference(_ results: [Tensor], _ entry: Entry) throws -> String? {
        if results.count != entry.outputs.count { return "\(results.count) outputs, expected \(entry.outputs.count)" }
        let device = try TestedDevice.current.get()
        for (position, (result, key)) in zip(results, entry.outputs).enumerated() {
            if result.device != device { return "output \(position) is on \(result.device)" }
            let expected = try tensors.required(key)
            if let difference = difference(result, expected, relative: entry.relative, absolute: entry.absolute) {
                return "output \(position) \(difference)"
            }
        }
        return nil
    }

    /// Of the sum of all outputs, each weighted by its cotangent.
    private func gradientDifference(_ results: [Tensor], _ leaves: [(String, Tensor)], _ entry: Entry) throws -> String? {
        if leaves.isEmpty { return nil }
        var gradients: Gradients?
        for (result, key) in zip(results, entry.cotangents) where result.requiresGradient {
            guard let cotangent = try key.map(tensors.required) else { continue }
            let part = result.gradients(cotangent: cotangent)
            gradients = gradients.map { $0 + part } ?? part
        }
        for (key, leaf) in leaves {
            guard let ours = gradients?[leaf] else { return "no gradient of \(key)" }
            let expected = try tensors.required(entry.gradients[key] ?? "")
            if ours.device != leaf.device { return "gradient of \(key) is on \(ours.device)" }
            if let difference = difference(ours, expected, relative: entry.relative, absolute: entry.absolute) {
                return "gradient of \(key) \(difference)"
            }
        }
        return nil
    }
}

/// One call, as the file has it.
private struct Entry {
    private let arguments: [Any]
    private let keywords: [String: Any]
    let outputs: [String]
    let cotangents: [String?]
    let gradients: [String: String]
    let relative: Double
    let absolute: Double

    init(_ json: [String: Any]) throws {
        func part<T>(_ name: String) throws -> T {
            guard let part = json[name] as? T else { throw BadCase("\(name) is missing, or of another kind") }
            return part
        }
        arguments = try part("args")
        keywords = try part("kwargs")
        outputs = try part("outputs")
        cotangents = (try part("cotangents") as [Any]).map { $0 as? String }
        gradients = try part("gradients")
        relative = try part("rtol")
        absolute = try part("atol")
    }

    func call(_ tensors: [String: Tensor]) throws -> Call {
        Call(
            positional: try arguments.map { try Argument(json: $0, tensors: tensors) },
            keywords: try keywords.mapValues { try Argument(json: $0, tensors: tensors) })
    }
}
