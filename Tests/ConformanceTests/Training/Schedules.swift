import Foundation
import Kindling

/// torch's schedules, by ours. The names of the options are torch's.
private let schedules: [String: @Sendable (Call) throws -> any Schedule] = [
    "CosineAnnealingLR": { try CosineAnnealingLR(period: $0.int(nil, "T_max"), minimum: $0.real(nil, "eta_min", or: 0)) },
    "StepLR": { try StepLR(stepSize: $0.int(nil, "step_size"), gamma: $0.real(nil, "gamma", or: 0.1)) },
]

/// The learning rate before each step under each schedule.
struct Schedules: CaseFile {
    private let entries: [[String: Any]]

    init(contentsOf url: URL) throws {
        guard let entries = try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [[String: Any]] else {
            throw BadCase("not a list of schedules")
        }
        self.entries = entries
    }

    var count: Int { entries.count }

    func id(_ index: Int) -> String? { "\(entries[index]["schedule"] ?? "") (\(index))" }

    func verdict(_ index: Int) throws -> Verdict {
        let entry = entries[index]
        guard let name = entry["schedule"] as? String, let options = entry["options"] as? [String: Any],
            let base = entry["base_lr"] as? Double
        else { throw BadCase("no schedule, options and base_lr") }
        guard let make = schedules[name] else { throw Unsupported("no \(name)") }
        guard let rates = entry["rates"] as? [Double] else { throw BadCase("no rates") }
        let call = Call(positional: [], keywords: try options.mapValues { try Argument(json: $0, tensors: [:]) })
        let schedule = try make(call)
        if !call.leftOver.isEmpty { throw Unsupported("without \(call.leftOver.joined(separator: ", "))") }
        let parameter = NamedParameter("w", ParameterCell(.zeros([1])))
        let optimizer = SGD([parameter], learningRate: base)
        let scheduler = Scheduler(optimizer, schedule)
        let ours = rates.map { _ in
            defer { scheduler.step() }
            return optimizer.learningRate
        }
        return Verdict(
            difference: difference(
                Tensor(ours, dtype: .float64), Tensor(rates, dtype: .float64), relative: 1e-12, absolute: 0))
    }
}
