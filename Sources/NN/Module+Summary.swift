import Synchronization

extension Module where Input == Tensor, Output == Tensor {
    /// A table of the layers: path and type, the shape of the output for an input like `example`, and the number of parameters.
    ///
    /// The shape of a layer without parameters is shown where it is part of a ``Sequential``.
    public func summary(for example: Tensor) -> String {
        var rows: [(layer: String, shape: String, parameters: String)] = [("layer", "output", "parameters")]
        let output = evaluating { describe(example.detached(), at: "", into: &rows) }
        let widths = (rows.map(\.layer.count).max()!, rows.map(\.shape.count).max()!, rows.map(\.parameters.count).max()!)
        func left(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: width - text.count) }
        func right(_ text: String, _ width: Int) -> String { String(repeating: " ", count: width - text.count) + text }
        let lines = rows.map { "\(left($0.layer, widths.0))  \(left($0.shape, widths.1))  \(right($0.parameters, widths.2))" }
        let total = "\(shownName(Self.self)): \(example.shape) -> \(output.shape), \(parameterCount) parameters"
        return (lines + [total]).joined(separator: "\n")
    }

    private func describe(
        _ input: Tensor, at path: String, into rows: inout [(layer: String, shape: String, parameters: String)]
    ) -> Tensor {
        func row(_ name: String, _ type: Any.Type, _ shape: Shape?, _ count: Int) {
            rows.append(
                (name.isEmpty ? shownName(type) : "\(name) (\(shownName(type)))", shape.map { "\($0)" } ?? "-", "\(count)"))
        }
        func child(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

        if let sequential = self as? Sequential {
            return sequential.layers.enumerated().reduce(input) {
                $1.element.describe($0, at: child("\($1.offset)"), into: &rows)
            }
        }
        let children = modules(in: Mirror(reflecting: self))
        let observer = ShapeObserver(observing: cells)
        let output = self(input.traced(by: observer)).detached()
        if children.isEmpty {
            row(path, Self.self, output.shape, parameterCount)
        } else {
            for (name, module) in children {
                row(child(name), type(of: module), observer.shape(ofLayer: name), module.parameterCount)
            }
        }
        return output
    }
}

/// The modules in properties, directly or in arrays and dictionaries, named as in the paths of their parameters.
private func modules(in mirror: Mirror) -> [(name: String, module: any Module)] {
    mirror.children.enumerated().flatMap { position, child -> [(name: String, module: any Module)] in
        let entry = mirror.displayStyle == .dictionary ? child.value as? (String, Any) : nil
        let (name, value) = entry ?? (child.label ?? "\(position)", child.value)
        if let module = value as? any Module { return [(name, module)] }
        let inner = Mirror(reflecting: value)
        guard inner.displayStyle == .collection || inner.displayStyle == .dictionary else { return [] }
        return modules(in: inner).sorted { inner.displayStyle == .dictionary && $0.name < $1.name }.map {
            ("\(name).\($0.name)", $0.module)
        }
    }
}

/// Notes which parameters each operation reads, and the shape of its result.
private final class ShapeObserver: Tracer {
    /// By the addresses of the parameters' elements.
    private let names: [Int: String]
    private let shapes = Mutex<[(name: String, shape: Shape)]>([])

    init(observing cells: [NamedParameter]) {
        names = Dictionary(cells.map { (Int(bitPattern: $0.cell.value!.address), $0.name) }) { first, _ in first }
    }

    func record(
        _ operation: Operation, _ x: Tensor, _ y: Tensor?, _ z: Tensor?, _ rest: [Tensor], _ result: Tensor
    ) -> (any Tracer)? {
        for operand in Operation.all(x, y, z, rest) {
            if let name = names[Int(bitPattern: operand.address)] { shapes.withLock { $0.append((name, result.shape)) } }
        }
        return self
    }

    /// The shape of the last result that was computed from the layer's parameters.
    func shape(ofLayer layer: String) -> Shape? {
        shapes.withLock { $0.last { $0.name.hasPrefix(layer + ".") }?.shape }
    }
}
