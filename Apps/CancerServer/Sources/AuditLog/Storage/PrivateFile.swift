import Foundation
import Glibc

/// Files that only their owner can read and write, from their first moment on.
enum PrivateFile {
    /// Whether there is a file with at least one byte.
    static func hasContent(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_size > 0
    }

    /// Creates an empty file where there is none, with its folder, and narrows the permissions of an existing one to 0600.
    ///
    /// SQLite gives the permissions of its database to the files that it creates beside it.
    static func prepare(_ path: String) throws(AuditLogError) {
        try createFolder(of: path)
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .failure(path) }
        defer { close(file) }
        // The umask may have taken bits of the owner, and the file may have been there.
        guard fchmod(file, 0o600) == 0, fsync(file) == 0 else { throw .failure(path) }
        for beside in ["-wal", "-shm"] where access(path + beside, F_OK) == 0 {
            guard chmod(path + beside, 0o600) == 0 else { throw .failure(path + beside) }
        }
        try syncFolder(of: path)
    }

    /// Creates a file with the given content unless there is one, whole or not at all, also where two processes do so at once.
    static func create(_ path: String, content: [UInt8]) throws(AuditLogError) {
        try createFolder(of: path)
        let draft = path + ".\(getpid()).\(UInt64.random(in: 0 ... .max))"
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .failure(draft) }
        defer { unlink(draft) }
        let isWritten = fchmod(file, 0o600) == 0 && write(file, content, content.count) == content.count && fsync(file) == 0
        let problem = AuditLogError.failure(draft)
        close(file)
        guard isWritten else { throw problem }
        guard link(draft, path) == 0 || errno == EEXIST else { throw .failure(path) }
        try syncFolder(of: path)
    }

    private static func createFolder(of path: String) throws(AuditLogError) {
        let folder = (path as NSString).deletingLastPathComponent
        guard !folder.isEmpty, access(folder, F_OK) != 0 else { return }
        try createFolder(of: folder)
        guard mkdir(folder, 0o700) == 0 else {
            if errno == EEXIST { return }
            throw .failure(folder)
        }
        guard chmod(folder, 0o700) == 0 else { throw .failure(folder) }
    }

    /// Makes the name of a new file last.
    private static func syncFolder(of path: String) throws(AuditLogError) {
        let parent = (path as NSString).deletingLastPathComponent
        let folder = open(parent.isEmpty ? "." : parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw .failure(parent) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw .failure(parent) }
    }
}

extension AuditLogError {
    /// The last system call's error at a path.
    static func failure(_ path: String) -> AuditLogError {
        let number = errno
        let reason = String(cString: strerror(number))
        return [ENOSPC, EDQUOT, EFBIG].contains(number)
            ? .diskFull(path: path, reason: reason) : .inaccessible(path: path, reason: reason)
    }
}
