import FoundationEssentials
import Synchronization

/// Reads the models of a folder, and again when they change: `FOLDER/NAME/VERSION`, with or without `.safetensors`.
///
/// A reload makes a whole new ``ModelCatalog``, and then lets it take the place of the old one; if a file cannot be read, the old one
/// stays. Files that are the same as before are not read again.
public final class ModelStore: Sendable {
    private struct State {
        var catalog: ModelCatalog
        var files: [String: (state: FileState, model: LoadedModel)] = [:]
        /// The folder's files when they were last looked at, whether they could be read or not.
        var lastSeen: [FileState] = []
    }

    private let folder: String?
    private let defaultName: String?
    private let state: Mutex<State>

    /// Serves the models of a folder, which ``reload()`` reads.
    public init(folder: String, defaultName: String? = nil) {
        self.folder = folder
        self.defaultName = defaultName
        state = Mutex(State(catalog: ModelCatalog()))
    }

    /// Serves these models, and no others.
    public init(_ catalog: ModelCatalog) {
        folder = nil
        defaultName = catalog.defaultName
        state = Mutex(State(catalog: catalog))
    }

    /// The models that are served now.
    public var current: ModelCatalog { state.withLock { $0.catalog } }

    /// Serves other models.
    public func replace(with catalog: ModelCatalog) { state.withLock { $0.catalog = catalog } }

    /// Reads the folder again.
    ///
    /// - Throws: ``ModelError``, or what the model's file is not; what was served before is served on.
    public func reload() throws {
        guard let folder else { return }
        let files = try Self.files(in: folder)
        var known = state.withLock { state in
            state.lastSeen = files
            return state.files
        }
        var models: [LoadedModel] = []
        for file in files {
            if let known = known[file.path], known.state == file {
                models.append(known.model)
                continue
            }
            let names = file.path.split(separator: "/").suffix(2).map(String.init)
            let suffix = ".safetensors"
            let version = names[1].hasSuffix(suffix) ? String(names[1].dropLast(suffix.count)) : names[1]
            let model = try LoadedModel(name: names[0], version: version, path: file.path)
            known[file.path] = (file, model)
            models.append(model)
        }
        guard !models.isEmpty else { throw ModelError(path: folder, problem: "has no NAME/VERSION") }
        let catalog = ModelCatalog(models, defaultName: defaultName)
        guard let name = catalog.defaultName else {
            throw ModelError(
                path: folder,
                problem: "has several models: \(catalog.models.keys.sorted().joined(separator: ", ")); say which is the default"
            )
        }
        guard catalog.models[name] != nil else { throw ModelError(path: folder, problem: "has no model named \(name)") }
        let paths = Set(files.map(\.path))
        state.withLock { state in
            state.catalog = catalog
            state.files = known.filter { paths.contains($0.key) }
        }
    }

    /// Whether files have changed, come or gone since they were last read.
    public func hasChanged() throws -> Bool {
        guard let folder else { return false }
        let files = try Self.files(in: folder)
        return state.withLock { $0.lastSeen != files }
    }

    private static func files(in folder: String) throws -> [FileState] {
        var files: [FileState] = []
        for name in try contents(of: folder).sorted() {
            let subfolder = "\(folder)/\(name)"
            guard FileState(subfolder)?.isFolder == true else { continue }
            for file in try contents(of: subfolder).sorted() {
                // A file that has gone meanwhile is none.
                if let state = FileState("\(subfolder)/\(file)"), !state.isFolder { files.append(state) }
            }
        }
        return files
    }

    private static func contents(of folder: String) throws -> [String] {
        do { return try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasPrefix(".") } } catch {
            throw ModelError(path: folder, problem: "cannot be read")
        }
    }
}
