import Foundation
import GRDB

/// The end of the chain within a transaction that appends to it.
struct ChainWriter {
    private let key: LogKey
    private(set) var count: Int64
    private var link: Data
    /// What the contents that were appended take.
    private var bytes = 0

    /// Reads the chain's end, and makes sure that it is what was last written: to append to another one would hide that entries were cut off.
    init(reading db: Database, key: LogKey, path: String) throws {
        guard let row = try Row.fetchOne(db.cachedStatement(sql: "SELECT count, link, code FROM head WHERE id = 1")),
            let count = row.integer("count"), let link = row.data("link"), let code = row.data("code"),
            code == key.headCode(count: count, link: link),
            // No row has the next number, and the last one is there.
            try Int64.fetchOne(db.cachedStatement(sql: "SELECT max(id) FROM entry")) ?? 0 == count
        else { throw AuditLogError.endAltered(path: path) }
        (self.key, self.count, self.link) = (key, count, link)
    }

    private mutating func append(commitment: Data, to db: Database) throws {
        count += 1
        link = Link.next(after: link, commitment: commitment)
        try db.cachedStatement(sql: "INSERT INTO entry VALUES (?, ?, ?)")
            .execute(arguments: [count, commitment, key.seal(id: count, commitment: commitment)])
    }

    /// Appends a prediction, whose commitment its caller has computed already.
    mutating func append(_ content: Content<PredictionFields>, commitment: Data, to db: Database) throws {
        try append(commitment: commitment, to: db)
        let fields = content.fields
        let record = fields.record
        bytes += ContentSize.bytes(of: record)
        try db.cachedStatement(sql: "INSERT INTO prediction VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .execute(arguments: [
                count, content.salt, fields.time, record.who, record.model, record.version, record.inputs, record.output,
                record.shown,
                fields.pseudonymCode,
            ])
    }

    /// Appends an erasure.
    mutating func append(_ content: Content<ErasureFields>, to db: Database) throws {
        try append(commitment: content.commitment, to: db)
        let fields = content.fields
        try db.execute(
            sql: "INSERT INTO erasure VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [count, content.salt, fields.time, fields.who, fields.reason, fields.entries])
    }

    /// The chain's end, for those who keep it elsewhere.
    var head: AuditLog.ChainHead { .init(count: count, code: key.headCode(count: count, link: link)) }

    /// Writes the chain's new end.
    func save(to db: Database) throws {
        try db.cachedStatement(sql: "UPDATE head SET count = ?, link = ?, code = ?, bytes = bytes + ? WHERE id = 1")
            .execute(arguments: [count, link, head.code, bytes])
    }
}
