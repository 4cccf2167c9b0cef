import Clinical
import Synchronization

/// A model whose answers a test knows: of one row after the other.
final class StubModel: RiskModel {
    let name = "ensemble-12"
    let version = "3"
    let features: [String]
    let threshold = 0.5
    private let answers: [Result<RiskEstimate, RefusedMeasurements>]
    private let asked = Mutex<[MeasuredSubject]>([])

    /// - Parameter answers: what is answered to the rows in turn; the last one is repeated.
    init(_ answers: [Result<RiskEstimate, RefusedMeasurements>], features: [String] = NucleusMeasurement.all.map(\.feature)) {
        self.answers = answers
        self.features = features
    }

    convenience init(_ estimate: RiskEstimate) { self.init([.success(estimate)]) }
    convenience init(probability: Double) { self.init(RiskEstimate(probability: probability)) }

    /// What was asked for so far.
    var subjects: [MeasuredSubject] { asked.withLock(\.self) }

    func estimates(for subjects: [MeasuredSubject]) -> [Result<RiskEstimate, RefusedMeasurements>] {
        let first = asked.withLock {
            $0 += subjects
            return $0.count - subjects.count
        }
        return subjects.indices.map { answers[min(first + $0, answers.count - 1)] }
    }
}
