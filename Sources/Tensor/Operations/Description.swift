extension Tensor: CustomStringConvertible {
    /// The elements as torch prints them: rows in brackets, columns aligned, long dims shortened to their first and last three.
    public var description: String {
        var suffix = ", shape=\(shape), dtype=\(dtype)"
        if device != .cpu { suffix += ", device=\(device)" }
        if count == 0 { return "tensor([]" + suffix + ")" }
        let printer = Printer(detached())
        return "tensor(" + printer.text(indent: "       ") + suffix + ")"
    }
}

private struct Printer {
    /// Tensors with more elements than this are shortened.
    static let threshold = 1000
    static let edge = 3
    /// The number of digits after the decimal point.
    static let precision = 4
    static let lineWidth = 88

    let shape: Shape
    let values: [String]
    let isShortened: Bool

    init(_ tensor: Tensor) {
        isShortened = tensor.count > Printer.threshold
        var shown = tensor
        if isShortened {
            for dim in tensor.shape.indices where tensor.shape[dim] > 2 * Printer.edge {
                let ends = [shown.narrow(dim: dim, start: 0, length: Printer.edge), shown.slice(dim: dim, from: -Printer.edge)]
                shown = .concatenate(ends, dim: dim)
            }
        }
        shape = tensor.shape
        values = Printer.aligned(shown)
    }

    private static func aligned(_ tensor: Tensor) -> [String] {
        let words: [String]
        switch tensor.dtype {
        case .bool: words = tensor.array(of: Bool.self).map { $0 ? "true" : "false" }
        case .float32, .float64, .float16, .bfloat16: words = Printer.floats(tensor.array(of: Double.self))
        case .int32, .int64, .uint8: words = tensor.array(of: Int.self).map(String.init)
        }
        let width = words.map(\.count).max() ?? 0
        return words.map { String(repeating: " ", count: width - $0.count) + $0 }
    }

    /// Integers alone are printed as `3.`, numbers of similar magnitude with four decimals, others with an exponent.
    private static func floats(_ values: [Double]) -> [String] {
        let sizes = values.filter { $0.isFinite && $0 != 0 }.map(Swift.abs)
        let (smallest, largest) = (sizes.min() ?? 1, sizes.max() ?? 1)
        let isWhole = sizes.allSatisfy { $0 == $0.rounded() } && largest < 1e8
        let needsExponent = largest >= 1e8 || (!isWhole && (smallest < 1e-4 || largest / smallest > 1e5))
        return values.map { value in
            if value.isNaN { return "nan" }
            if value.isInfinite { return value < 0 ? "-inf" : "inf" }
            if needsExponent { return exponential(value) }
            return isWhole ? (value.sign == .minus ? "-" : "") + "\(Int(Swift.abs(value)))." : fixed(value)
        }
    }

    private static func fixed(_ value: Double) -> String {
        let scale = 10_000.0
        let scaled = Int((Swift.abs(value) * scale).rounded())
        let digits = String(scaled % Int(scale))
        return (value.sign == .minus ? "-" : "") + "\(scaled / Int(scale))."
            + String(repeating: "0", count: precision - digits.count) + digits
    }

    private static func exponential(_ value: Double) -> String {
        if value == 0 { return "0.0000e+00" }
        // The decimal exponent of the shortest exact representation, which no rounding of a logarithm can miss.
        var exponent = 0
        var mantissa = Swift.abs(value)
        while mantissa >= 10 {
            mantissa /= 10
            exponent += 1
        }
        while mantissa < 1 {
            mantissa *= 10
            exponent -= 1
        }
        var text = fixed(mantissa)
        if text.hasPrefix("10.") {
            text = fixed(mantissa / 10)
            exponent += 1
        }
        let digits = String(Swift.abs(exponent))
        return (value < 0 ? "-" : "") + text + (exponent < 0 ? "e-" : "e+") + (digits.count < 2 ? "0" : "") + digits
    }

    func text(indent: String) -> String {
        var next = 0
        return text(dim: 0, indent: indent, &next)
    }

    private func text(dim: Int, indent: String, _ next: inout Int) -> String {
        if dim == shape.count {
            defer { next += 1 }
            return values[next]
        }
        let isCut = isShortened && shape[dim] > 2 * Printer.edge
        var items: [String] = []
        for position in 0..<(isCut ? 2 * Printer.edge : shape[dim]) {
            if isCut && position == Printer.edge { items.append("...") }
            items.append(text(dim: dim + 1, indent: indent + " ", &next))
        }
        if dim < shape.count - 1 {
            let gap = String(repeating: "\n", count: shape.count - 1 - dim)
            return "[" + items.joined(separator: "," + gap + indent + " ") + "]"
        }
        return "[" + wrapped(items, indent: indent + " ") + "]"
    }

    private func wrapped(_ words: [String], indent: String) -> String {
        var lines: [String] = []
        var line = ""
        for (position, word) in words.enumerated() {
            let piece = position < words.count - 1 ? word + "," : word
            if !line.isEmpty && indent.count + line.count + 1 + piece.count > Printer.lineWidth {
                lines.append(line)
                line = piece
            } else {
                line += line.isEmpty ? piece : " " + piece
            }
        }
        return (lines + [line]).joined(separator: "\n" + indent)
    }
}
