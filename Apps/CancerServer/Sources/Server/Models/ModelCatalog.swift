/// The models that are served, as they were at one time. A request takes one catalogue and uses no other, whatever is replaced
/// meanwhile.
public struct ModelCatalog: Sendable {
    /// By name, each with its versions, the newest last.
    public let models: [String: [LoadedModel]]
    /// The name that stands for none.
    public let defaultName: String?

    /// A catalogue of models.
    ///
    /// - Parameter defaultName: The model that is asked where a request names none; the only one where nil.
    public init(_ models: [LoadedModel] = [], defaultName: String? = nil) {
        self.models = Dictionary(grouping: models, by: \.name).mapValues { $0.sorted { $0.version.isOlder(than: $1.version) } }
        self.defaultName = defaultName ?? (self.models.count == 1 ? self.models.keys.first : nil)
        newestDefault = self.defaultName.flatMap { [models = self.models] in models[$0]?.last }
    }

    private let newestDefault: LoadedModel?

    /// The model of a name and a version; the default one and the newest where nil.
    ///
    /// - Throws: ``Problem``, 404 for a model that is not here.
    public func model(_ name: String? = nil, version: String? = nil) throws(Problem) -> LoadedModel {
        if name == nil, version == nil, let newestDefault { return newestDefault }
        guard let name = name ?? defaultName else {
            throw Problem(.notFound, models.isEmpty ? "no model is served" : "there are several models: say which one")
        }
        guard let versions = models[name] else { throw Problem(.notFound, "there is no model \(name.debugDescription)") }
        guard let version else {
            guard let newest = versions.last else { throw Problem(.notFound, "there is no model \(name.debugDescription)") }
            return newest
        }
        guard let model = versions.first(where: { $0.version == version }) else {
            throw Problem(.notFound, "model \(name.debugDescription) has no version \(version.debugDescription)")
        }
        return model
    }
}

extension String {
    /// Whether this version comes before another: numbers in them are compared as numbers, so that 9 comes before 10.
    func isOlder(than other: String) -> Bool {
        let (own, others) = (versionParts, other.versionParts)
        for (a, b) in zip(own, others) where a != b {
            if let a = Int(a), let b = Int(b), a != b { return a < b }
            return a < b
        }
        return own.count != others.count ? own.count < others.count : self < other
    }

    /// Runs of digits and runs of others.
    private var versionParts: [Substring] {
        var parts: [Substring] = []
        var start = startIndex
        for index in indices where index > start && self[index].isWholeNumber != self[start].isWholeNumber {
            parts.append(self[start..<index])
            start = index
        }
        if start < endIndex { parts.append(self[start...]) }
        return parts
    }
}
