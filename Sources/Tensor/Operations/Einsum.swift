extension Tensor {
    /// Sums of products in Einstein notation (torch's `einsum`).
    ///
    /// Each operand's dims are named by letters. Letters that are not in the output are summed over; a letter that occurs twice
    /// in an operand is its diagonal; `...` are leading dims, which broadcast. Without `->`, the output has the letters that
    /// occur once, in alphabetical order, after the `...`.
    ///
    /// ```swift
    /// Tensor.einsum("bij,bjk->bik", a, b)     // a batch of matrix products
    /// Tensor.einsum("ii", a)                  // a trace
    /// ```
    ///
    /// Products are computed in pairs, the smallest result first.
    public static func einsum(_ equation: String, _ operands: Tensor...) -> Tensor { einsum(equation, operands) }

    /// `einsum(_:_:)` with the operands in an array.
    public static func einsum(_ equation: String, _ operands: [Tensor]) -> Tensor {
        let text = equation.filter { $0 != " " }
        let sides = text.split(separator: "->", omittingEmptySubsequences: false)
        if sides.count > 2 { trap("einsum", "\"\(equation)\" has more than one ->") }
        let inputs = sides[0].split(separator: ",", omittingEmptySubsequences: false).map { labels($0, equation) }
        return einsum(
            Array(zip(operands, inputs)), operands.count, inputs.count, sides.count == 2 ? labels(sides[1], equation) : nil)
    }

    /// `einsum(_:_:)` with indices given as numbers, and nil for `...`.
    ///
    /// ```swift
    /// Tensor.einsum([(a, [0, 1]), (b, [1, 2])], to: [0, 2])
    /// ```
    public static func einsum(_ operands: [(Tensor, [Int?])], to output: [Int?]? = nil) -> Tensor {
        einsum(operands, operands.count, operands.count, output)
    }

    /// Letters as numbers, in alphabetical order with capitals first; nil for an ellipsis.
    private static func labels(_ text: Substring, _ equation: String) -> [Int?] {
        var (result, rest) = ([Int?](), text)
        while let letter = rest.first {
            if rest.hasPrefix("...") {
                result.append(nil)
                rest = rest.dropFirst(3)
            } else if let code = letter.asciiValue, letter.isLetter {
                result.append(Int(code))
                rest = rest.dropFirst()
            } else {
                trap("einsum", "\"\(equation)\" has a \"\(letter)\", which is not a letter")
            }
        }
        return result
    }

    private static func einsum(
        _ operands: [(Tensor, [Int?])], _ count: Int, _ expected: Int, _ output: [Int?]?
    ) -> Tensor {
        if count != expected || count == 0 { trap("einsum", "the equation has \(expected) operands, got \(count)") }
        let terms = operands.map { Term($0, $1) }
        var result = [Int]()
        let all = terms.flatMap { Set($0.labels) }
        // Dims under an ellipsis are numbered from the end: -1 is the last.
        let ellipsis = Set(all.filter { $0 < 0 }).sorted()
        if let output {
            if output.count(where: { $0 == nil }) > 1 { trap("einsum", "the output must not have more than one ellipsis") }
            result = output.flatMap { $0.map { [$0] } ?? ellipsis }
            for label in result where !all.contains(label) { trap("einsum", "an index of the output is in no operand") }
            if Set(result).count != result.count { trap("einsum", "an index occurs twice in the output") }
        } else {
            let named = Dictionary(grouping: operands.flatMap { $1.compactMap(\.self) }, by: \.self)
            result = ellipsis + named.filter { $1.count == 1 }.keys.sorted()
        }
        return Term.contracted(terms, to: result)
    }
}

/// A tensor with a label for each dim.
private struct Term {
    var tensor: Tensor
    var labels: [Int]

    private init(_ tensor: Tensor, labels: [Int]) { (self.tensor, self.labels) = (tensor, labels) }

    /// An operand; dims under an ellipsis are numbered from the end, and diagonals are taken.
    init(_ operand: Tensor, _ names: [Int?]) {
        let hidden = operand.rank - names.count(where: { $0 != nil })
        let ellipses = names.count { $0 == nil }
        if ellipses > 1 || hidden < 0 || ellipses == 0 && hidden > 0 || names.contains(where: { ($0 ?? 0) < 0 }) {
            trap("einsum", "\(names.count) indices do not match the dims of \(operand.shape)")
        }
        (tensor, labels) = (operand, names.flatMap { $0.map { [$0] } ?? Array(-hidden..<0) })
        while let (first, second) = repeated {
            if tensor.shape[first] != tensor.shape[second] {
                trap(
                    "einsum", "an index has sizes \(tensor.shape[first]) and \(tensor.shape[second]) in \(operand.shape)"
                )
            }
            let label = labels[first]
            tensor = tensor.movedim([first, second], to: [-2, -1]).diagonal(dim1: -2, dim2: -1)
            labels.removeAll { $0 == label }
            labels.append(label)
        }
    }

    private var repeated: (Int, Int)? {
        for (position, label) in labels.enumerated() {
            if let other = labels[(position + 1)...].firstIndex(of: label) { return (position, other) }
        }
        return nil
    }

    private func size(_ label: Int) -> Int? { labels.firstIndex(of: label).map { tensor.shape[$0] } }

    static func contracted(_ operands: [Term], to output: [Int]) -> Tensor {
        var sizes: [Int: Int] = [:]
        for term in operands {
            for (label, size) in zip(term.labels, term.tensor.shape) {
                let known = sizes[label] ?? 1
                if known != 1 && size != 1 && known != size { trap("einsum", "an index has sizes \(known) and \(size)") }
                sizes[label] = known == 1 ? size : known
            }
        }
        // With a size of 1 where another operand's is larger, an operand is treated as if it did not have the index.
        var terms = operands.map { term in
            let kept = term.labels.filter { term.size($0) == sizes[$0] }
            return Term(term.tensor.reshape(Shape(kept.compactMap { sizes[$0] })), labels: kept)
        }
        func needed(besides positions: Int...) -> Set<Int> {
            terms.indices.filter { !positions.contains($0) }.reduce(into: Set(output)) { $0.formUnion(terms[$1].labels) }
        }
        for position in terms.indices { terms[position] = terms[position].summed(to: needed(besides: position)) }
        while terms.count > 1 {
            // The pair with the smallest result.
            var best = (first: 0, second: 1, size: Double.infinity)
            for first in terms.indices {
                for second in terms.indices.dropFirst(first + 1) where terms.count > 2 {
                    let labels = Set(terms[first].labels + terms[second].labels)
                    let size = labels.intersection(needed(besides: first, second)).reduce(1) { $0 * Double(sizes[$1] ?? 1) }
                    if size < best.size { best = (first, second, size) }
                }
            }
            let product = terms[best.first].times(terms[best.second], keeping: needed(besides: best.first, best.second))
            terms.remove(at: best.second)
            terms[best.first] = product
        }
        return terms[0].ordered(output)
    }

    /// Summed over the labels that are not needed.
    private func summed(to needed: Set<Int>) -> Term {
        let dims = labels.indices.filter { !needed.contains(labels[$0]) }
        if dims.isEmpty { return self }
        return Term(tensor.sum(dims: dims).to(tensor.dtype), labels: labels.filter(needed.contains))
    }

    /// The dims in the order of the labels, with dims of size 1 for missing ones.
    private func ordered(_ order: [Int]) -> Tensor {
        let dims = order.compactMap { labels.firstIndex(of: $0) }
        return tensor.permute(dims).reshape(Shape(order.map { size($0) ?? 1 }))
    }

    /// The product of two terms, summed over the common labels that are not needed elsewhere.
    private func times(_ other: Term, keeping needed: Set<Int>) -> Term {
        let common = labels.filter(other.labels.contains)
        let summed = common.filter { !needed.contains($0) }
        let batch = common.filter(needed.contains)
        let (rows, columns) = (labels.filter { !common.contains($0) }, other.labels.filter { !common.contains($0) })
        let order = batch + rows + columns
        if summed.isEmpty { return Term(ordered(order) * other.ordered(order), labels: order) }
        func count(_ labels: [Int]) -> Int { labels.reduce(1) { $0 * (size($1) ?? other.size($1) ?? 1) } }
        let left = ordered(batch + rows + summed).reshape(Shape([count(batch), count(rows), count(summed)]))
        let right = other.ordered(batch + summed + columns).reshape(Shape([count(batch), count(summed), count(columns)]))
        let sizes = Shape(order.map { size($0) ?? other.size($0) ?? 1 })
        return Term(left.matmul(right).reshape(sizes), labels: order)
    }
}
