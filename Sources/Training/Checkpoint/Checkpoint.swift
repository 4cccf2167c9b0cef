import Tensor

/// The state of named parts, in one safetensors file: everything that a training needs in order to go on in another process.
///
/// ```swift
/// let checkpoint = Checkpoint {
///     Saved("model", model)
///     Saved("optimizer", optimizer)
/// }
/// try checkpoint.load(ifPresentAt: "last.safetensors")
/// for epoch in ... { ...; try checkpoint.save(to: "last.safetensors") }
/// ```
///
/// Tensors are named by their parts and torch's names, `model.linear.weight`, so that `safetensors.safe_open` reads them in Python; the
/// rest is JSON in the file's metadata, with a checksum of everything. ``TrainingRun`` saves and resumes whole runs by itself.
public struct Checkpoint {
    /// The parts, in the order in which they were listed.
    public let parts: [Saved]

    /// A checkpoint of some parts.
    ///
    /// - Precondition: the names are unique.
    public init(@SavedBuilder _ parts: () -> [Saved]) { self.init(parts()) }

    init(_ parts: [Saved]) {
        var names: Set<String> = []
        for part in parts where !names.insert(part.name).inserted { trap("Checkpoint", "two parts are named \(part.name)") }
        self.parts = parts
    }

    /// The generators of all parts, and the default one. One that is shared has several names.
    var generators: [(name: String, generator: Generator)] {
        [("default", Generator.default)] + parts.flatMap(\.generators).map { ("part:" + $0.name, $0.generator) }
    }

    /// The present state of all parts, as a value. Training can go on while it is kept or written.
    ///
    /// - Throws: ``CheckpointError`` where a part of one's own cannot give its state.
    public func state() throws(CheckpointError) -> CheckpointState {
        var state = CheckpointState()
        for part in parts {
            do { state.parts[part.name] = try part.part.checkpointState() } catch {
                throw CheckpointError(nil, .noState(part: part.name, "\(error)"))
            }
        }
        for (name, generator) in generators { state.generators[name] = generator.state }
        return state
    }

    /// Puts all parts back to a state. Everything is checked first.
    ///
    /// - Throws: ``CheckpointError`` with every difference; then nothing has been changed.
    public func load(_ state: CheckpointState) throws(CheckpointError) { try prepareToLoad(state).load() }

    /// Writes the present state to a file, which is replaced when the new one is complete and on the disk.
    ///
    /// - Throws: ``CheckpointError``; then the file is as it was before.
    public func save(to path: String) throws(CheckpointError) { try state().write(to: path) }

    /// Loads the state that a file holds.
    ///
    /// - Throws: ``CheckpointError`` where the file is none, is damaged, or does not fit; then nothing has been changed.
    public func load(from path: String) throws(CheckpointError) {
        let state = try CheckpointState(reading: path)
        do { try load(state) } catch { throw CheckpointError(path, error.problem) }
    }

    /// Loads the state that a file holds, where there is a file.
    ///
    /// - Returns: whether there was a file.
    /// - Throws: as ``load(from:)``.
    @discardableResult
    public func load(ifPresentAt path: String) throws(CheckpointError) -> Bool {
        do { try load(from: path) } catch {
            if case .file(let problem) = error.problem, problem.problem == .noSuchFile { return false }
            throw error
        }
        return true
    }

    /// What loads a state that has been checked.
    struct Prepared {
        /// In their order: schedules before the optimizers whose rates they move.
        let parts: [() -> Void]
        let generators: [(generator: Generator, state: Generator.State)]

        func load() {
            for part in parts { part() }
            loadGenerators()
        }

        func loadGenerators() { for (generator, state) in generators { generator.state = state } }
    }

    func prepareToLoad(_ state: CheckpointState) throws(CheckpointError) -> Prepared {
        var differences: [String] = []
        var (schedules, others): ([() -> Void], [() -> Void]) = ([], [])
        for part in parts {
            guard let saved = state.parts[part.name] else {
                differences.append("\(part.name): the checkpoint has no part of this name")
                continue
            }
            do {
                let load = try part.part.prepareToLoad(saved)
                if part.part is any SchedulePart { schedules.append(load) } else { others.append(load) }
            } catch {
                differences.append("\(part.name): \(error)")
            }
        }
        for name in state.parts.keys.sorted() where !name.contains("/") && !parts.contains(where: { $0.name == name }) {
            differences.append("\(name): the checkpoint has a part of this name, which is not asked for")
        }
        var found: [(generator: Generator, state: Generator.State)] = []
        for (name, generator) in generators {
            if let saved = state.generators[name] {
                found.append((generator, saved))
            } else if state.parts[partName(name)] != nil {
                differences.append("\(name.dropFirst(5)): the state of this generator is missing")
            }
        }
        let asked = Set(generators.map(\.name))
        for name in state.generators.keys.sorted() where name.hasPrefix("part:") && !asked.contains(name) {
            if parts.contains(where: { $0.name == partName(name) }) {
                differences.append("\(name.dropFirst(5)): it has a generator of this name, which is not asked for")
            }
        }
        if !differences.isEmpty { throw CheckpointError(nil, .differences(differences)) }
        return Prepared(parts: schedules + others, generators: found)
    }

    /// The part that a generator belongs to.
    private func partName(_ generator: String) -> String { String(generator.dropFirst(5).prefix { $0 != "." }) }
}
