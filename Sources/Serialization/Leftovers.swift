import Glibc

/// The files that killed writes have left where the file system does not support unnamed ones.
enum Leftovers {
    static let prefix = ".kindling-"
    static let suffix = ".partial"

    /// Removes a leftover, unless somebody is writing it: who does holds a lock.
    static func remove(_ path: String) -> Bool {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        if descriptor < 0 { return false }
        defer { close(descriptor) }
        var information = stat()
        if fstat(descriptor, &information) != 0 || information.st_mode & S_IFMT != S_IFREG { return false }
        return flock(descriptor, LOCK_EX | LOCK_NB) == 0 && unlink(path) == 0
    }
}

extension Safetensors {
    /// Removes what killed writes have left in a folder: hidden files named `.kindling-....partial`. One that somebody is writing stays.
    ///
    /// A write leaves something only where the file system does not support files without a name, or where it was killed in the moment
    /// between naming the file and moving it to its path.
    ///
    /// - Returns: the names of the removed files.
    /// - Throws: ``SafetensorsError`` where the folder cannot be read.
    @discardableResult
    public static func removeLeftovers(in folder: String) throws(SafetensorsError) -> [String] {
        guard let directory = opendir(folder) else {
            throw SafetensorsError(file: folder, errno == ENOENT ? .noSuchFile : .unreadable(reason(errno)))
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            if name.hasPrefix(Leftovers.prefix) && name.hasSuffix(Leftovers.suffix) { names.append(name) }
        }
        return names.filter { Leftovers.remove("\(folder)/\($0)") }.sorted()
    }
}
