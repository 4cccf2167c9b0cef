extension AuditLog {
    /// Reads the whole log and finds every entry that was changed, moved, taken out, added or cut off.
    ///
    /// Without a head, somebody who can write the database but has no key can do one thing unnoticed: put back an earlier state of the whole
    /// database. With a head that was exported since, this is found as well, and so is rewriting by somebody who has the key.
    ///
    /// Appending goes on meanwhile; what is appended after the beginning is not looked at.
    ///
    /// - Parameter head: An end of this chain that was kept elsewhere, from ``head()``.
    /// - Throws: ``AuditLogError`` where the log cannot be read.
    public func verify(head: ChainHead? = nil) async throws(AuditLogError) -> Verification {
        try await reading { [key] db in try Verifier.verify(db, key: key, head: head) }
    }
}
