extension Module {
    /// The trainable parameters by path, in the order of the properties. A parameter that is used twice appears once.
    ///
    /// Finding them takes about 100 µs: do it once for an optimizer, not at each step.
    public var parameters: [NamedParameter] { distinct.filter { $0.cell.kind == .parameter } }

    /// State that is saved but not trained, by path.
    public var buffers: [NamedParameter] { distinct.filter { $0.cell.kind == .buffer } }

    /// The number of elements of all parameters.
    public var parameterCount: Int { parameters.reduce(0) { $0 + ($1.cell.value?.count ?? 0) } }

    private var distinct: [NamedParameter] {
        var seen: Set<ObjectIdentifier> = []
        return cells.filter { seen.insert(ObjectIdentifier($0.cell)).inserted }
    }

    /// Every parameter and buffer that has a tensor, under every path that leads to it.
    var cells: [NamedParameter] {
        var search = Search()
        search.visit(self, at: [])
        let found = search.found.filter { $0.cell.value != nil }
        var owners: [String: ParameterCell] = [:]
        for parameter in found where owners.updateValue(parameter.cell, forKey: parameter.name) != nil {
            trap("parameters", "\(Self.self) has two parameters named \(parameter.name)")
        }
        return found
    }

    /// Every parameter and buffer, whether it has a tensor or not, for whoever reads their tensors again and again; nil where the model
    /// has objects among its parts, which may have other parameters later.
    package var lastingCells: [NamedParameter]? {
        var search = Search()
        search.visit(self, at: [])
        return search.hasObjects ? nil : search.found
    }

    /// The generators that layers draw from, by path, such as `dropout.generator`, in the order of the properties. One that several
    /// layers share appears under each path.
    ///
    /// Their states are all that dropout adds to what a run has to save. They are found as parameters are; one that a ``Lambda`` uses, or
    /// that is in a dictionary whose keys are not strings, is not found.
    public var generators: [(name: String, generator: Generator)] {
        var search = Search()
        search.visit(self, at: [])
        return search.generators
    }
}

/// Finds parameters and generators in a value by reflection, which only reads.
private struct Search {
    /// Every parameter and buffer, also those without a tensor.
    var found: [NamedParameter] = []
    var hasObjects = false
    var generators: [(name: String, generator: Generator)] = []
    /// The objects on the current path, so that a cycle ends.
    private var ancestors: [ObjectIdentifier] = []

    mutating func visit(_ value: Any, at path: [String]) {
        if let holder = value as? any ParameterHolder {
            return found.append(NamedParameter(path.joined(separator: "."), holder.cell))
        }
        if let generator = value as? Generator { return generators.append((path.joined(separator: "."), generator)) }
        if value is Tensor || value is Lambda { return }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .dictionary: visitDictionary(mirror, of: value, at: path)
        case .set: visitSet(mirror, of: value, at: path)
        case .optional, .enum: for child in mirror.children { visit(child.value, at: path) }
        case .class: visitObject(mirror, value as AnyObject, at: path)
        case nil where mirror.children.isEmpty && "\(type(of: value))".contains("->"):
            refuse(value, at: path, "a closure, which may hide parameters: wrap it in a Lambda if it has none")
        default: visitChildren(mirror, at: path)
        }
    }

    private mutating func visitChildren(_ mirror: Mirror, at path: [String]) {
        for (position, child) in mirror.children.enumerated() {
            // A wrapped property is stored under its name with an underscore, and an element of a tuple with a dot.
            var name = child.label ?? "\(position)"
            if name.hasPrefix(".") || name.hasPrefix("_") && child.value is any ParameterHolder { name.removeFirst() }
            visit(child.value, at: path + [name])
        }
    }

    private mutating func visitObject(_ mirror: Mirror, _ object: AnyObject, at path: [String]) {
        hasObjects = true
        let identity = ObjectIdentifier(object)
        if ancestors.contains(identity) { return }
        ancestors.append(identity)
        var levels = [mirror]
        while let parent = levels.last?.superclassMirror { levels.append(parent) }
        for level in levels.reversed() { visitChildren(level, at: path) }
        ancestors.removeLast()
    }

    private mutating func visitDictionary(_ mirror: Mirror, of value: Any, at path: [String]) {
        var entries: [(key: String, value: Any)] = []
        for child in mirror.children {
            let (key, element) = child.value as? (AnyHashable, Any) ?? ("", child.value)
            if let name = key.base as? String {
                entries.append((name, element))
            } else if holdsParameters(element) {
                refuse(value, at: path, "a dictionary whose keys are not strings")
            }
        }
        for (key, element) in entries.sorted(by: { $0.key < $1.key }) { visit(element, at: path + [key]) }
    }

    private func visitSet(_ mirror: Mirror, of value: Any, at path: [String]) {
        for child in mirror.children where holdsParameters(child.value) {
            refuse(value, at: path, "a set, whose elements have no order to name them by")
        }
    }

    private func holdsParameters(_ value: Any) -> Bool {
        var search = Search()
        search.visit(value, at: [])
        return search.found.contains { $0.cell.value != nil }
    }

    private func refuse(_ value: Any, at path: [String], _ reason: String) -> Never {
        trap("parameters", "\(path.joined(separator: ".")) (\(type(of: value))) is \(reason)")
    }
}
