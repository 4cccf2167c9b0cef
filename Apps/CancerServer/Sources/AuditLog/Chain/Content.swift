import Crypto
import Foundation

/// The content of an entry of either kind, with the salt under which the chain is committed to it.
struct Content<Fields: CommittedFields>: Sendable {
    let salt: Data
    let fields: Fields

    /// HMAC-SHA256 of the fields, keyed with the salt. Once the salt is gone, it says nothing about them, however few values they could have had.
    var commitment: Data {
        var bytes = CommittedBytes()
        fields.write(to: &bytes)
        return Data(HMAC<SHA256>.authenticationCode(for: bytes.bytes, using: SymmetricKey(data: salt)))
    }

    init(_ fields: Fields, salt: Data = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }) {
        (self.fields, self.salt) = (fields, salt)
    }
}

/// What an entry of one kind holds, and in which order it is committed to.
protocol CommittedFields: Sendable {
    func write(to bytes: inout CommittedBytes)
}

/// Bytes from which fields can be told apart: each text comes after its length.
struct CommittedBytes {
    private(set) var bytes: [UInt8] = []

    mutating func append(_ number: Int64) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func append(_ text: String) {
        append(Int64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    mutating func append(_ data: Data) {
        append(Int64(data.count))
        bytes.append(contentsOf: data)
    }
}

/// What a prediction's entry holds.
struct PredictionFields: CommittedFields {
    /// Microseconds since 1970.
    let time: Int64
    let record: AuditLog.Record
    let pseudonymCode: Data?

    func write(to bytes: inout CommittedBytes) {
        bytes.append("prediction")
        bytes.append(time)
        for (_, text) in record.fields { bytes.append(text) }
        bytes.append(pseudonymCode ?? Data())
    }
}

/// What an erasure's entry holds.
struct ErasureFields: CommittedFields {
    /// Microseconds since 1970.
    let time: Int64
    let who: String
    let reason: String
    /// ``EntryRanges`` as text.
    let entries: String

    func write(to bytes: inout CommittedBytes) {
        bytes.append("erasure")
        bytes.append(time)
        for text in [who, reason, entries] { bytes.append(text) }
    }
}

extension Date {
    /// Microseconds since 1970.
    var microseconds: Int64 { Int64((timeIntervalSince1970 * 1e6).rounded()) }

    init(microseconds: Int64) { self.init(timeIntervalSince1970: Double(microseconds) / 1e6) }
}
