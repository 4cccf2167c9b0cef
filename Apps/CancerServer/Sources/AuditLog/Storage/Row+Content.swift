import Foundation
import GRDB

/// Reading columns of a database that anyone may have changed: whatever is not as it was written is nil, and nothing traps.
extension Row {
    func integer(_ column: String) -> Int64? { Int64.fromDatabaseValue(self[column] as DatabaseValue? ?? .null) }
    func text(_ column: String) -> String? { String.fromDatabaseValue(self[column] as DatabaseValue? ?? .null) }
    func data(_ column: String) -> Data? { Data.fromDatabaseValue(self[column] as DatabaseValue? ?? .null) }

    /// The content of a row of `prediction`.
    var prediction: Content<PredictionFields>? {
        guard let salt = data("salt"), let time = integer("time"), let who = text("who"), let model = text("model"),
            let version = text("version"), let inputs = text("inputs"), let output = text("output"), let shown = text("shown")
        else { return nil }
        let record = AuditLog.Record(who: who, model: model, version: version, inputs: inputs, output: output, shown: shown)
        return Content(PredictionFields(time: time, record: record, pseudonymCode: data("pseudonym")), salt: salt)
    }

    /// The content of a row of `erasure`.
    var erasure: Content<ErasureFields>? {
        guard let salt = data("salt"), let time = integer("time"), let who = text("who"), let reason = text("reason"),
            let entries = text("entries")
        else { return nil }
        return Content(ErasureFields(time: time, who: who, reason: reason, entries: entries), salt: salt)
    }
}
