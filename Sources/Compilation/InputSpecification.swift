import Tensor

/// A dim whose size is known only when an input comes, such as the batch.
///
/// ```swift
/// let (batch, length) = (DynamicDim("batch", 1...256), DynamicDim("length", 1...512))
/// let predict = Compiled(for: [tokens, mask], dynamicDims: [[0: batch, 1: length], [0: batch, 1: length]]) { ... }
/// ```
///
/// All dims of one name have one size (torch's `export.Dim`).
public struct DynamicDim: Sendable, Hashable {
    /// What messages call it; all dims of one name have one size.
    public let name: String
    /// The sizes that it may have.
    public let sizes: ClosedRange<Int>
    /// What all sizes are multiples of, such as the strides of a network that halves images.
    public let multiple: Int

    /// A dim of these sizes.
    ///
    /// - Precondition: no size is negative, and the first and the last size are multiples.
    public init(_ name: String, _ sizes: ClosedRange<Int>, multipleOf multiple: Int = 1) {
        if sizes.lowerBound < 0 || multiple < 1 || sizes.lowerBound % multiple != 0 || sizes.upperBound % multiple != 0 {
            trap("DynamicDim", "sizes \(sizes) of \(name) are not multiples of \(multiple) from 0 on")
        }
        (self.name, self.sizes, self.multiple) = (name, sizes, multiple)
    }

    func contains(_ size: Int) -> Bool { sizes.contains(size) && size % multiple == 0 }
}

/// What inputs a checked call takes: those that are like examples, but for the dims that are dynamic.
struct InputSpecification: Sendable {
    let examples: [Tensor]
    let dynamicDims: [[Int: DynamicDim]]
    private let dims: [String: DynamicDim]

    init(_ examples: [Tensor], _ dynamicDims: [[Int: DynamicDim]]) {
        let name = "Compiled"
        if dynamicDims.count > examples.count {
            trap(name, "dynamic dims of \(dynamicDims.count) inputs, examples of \(examples.count)")
        }
        self.examples = examples.map { $0.detached() }
        self.dynamicDims = dynamicDims + Array(repeating: [:], count: examples.count - dynamicDims.count)
        var dims: [String: DynamicDim] = [:]
        for (example, dynamic) in zip(examples, self.dynamicDims) {
            for (dim, kind) in dynamic {
                if !example.shape.indices.contains(dim) { trap(name, "an example \(example.shape) has no dim \(dim)") }
                if dims.updateValue(kind, forKey: kind.name) ?? kind != kind { trap(name, "two dims are named \(kind.name)") }
                if example.shape[dim] == 0 {
                    trap(name, "an example \(example.shape) has nothing along the dynamic dim \(dim)")
                }
            }
        }
        self.dims = dims
        do { try check(examples) } catch { trap(name, "the examples do not fit: \(error.problem)") }
    }

    /// Throws where inputs are not as specified.
    func check(_ inputs: [Tensor]) throws(InputError) {
        let name = "compiled"
        if inputs.count != examples.count {
            throw InputError(.shape, name, "\(inputs.count) inputs, expected \(examples.count)")
        }
        var sizes: [String: Int] = [:]
        for (number, (input, example)) in zip(inputs, examples).enumerated() {
            if input.dtype != example.dtype {
                throw InputError(.dtype, name, "input \(number) is \(input.dtype), expected \(example.dtype)")
            }
            if input.device != example.device {
                throw InputError(.device, name, "input \(number) is on \(input.device), expected \(example.device)")
            }
            let dynamic = dynamicDims[number]
            let fits = input.shape.indices.allSatisfy { dim in
                dynamic[dim]?.contains(input.shape[dim]) ?? (dim < example.rank && input.shape[dim] == example.shape[dim])
            }
            if input.rank != example.rank || !fits {
                let problem = "input \(number) has shape \(input.shape), expected \(expected(number))"
                throw InputError(.shape, name, problem)
            }
            for (dim, kind) in dynamic.sorted(by: { $0.key < $1.key }) {
                let size = input.shape[dim]
                if let other = sizes.updateValue(size, forKey: kind.name), other != size {
                    let problem = "input \(number) has shape \(input.shape), where \(kind.name) is \(other) before"
                    throw InputError(.shape, name, problem)
                }
            }
        }
    }

    /// The shape of an input, as messages say it: `[batch 1...64, 30]`.
    private func expected(_ number: Int) -> String {
        let example = examples[number].shape
        let sizes = example.indices.map { dim -> String in
            guard let kind = dynamicDims[number][dim] else { return "\(example[dim])" }
            let step = kind.multiple == 1 ? "" : " by \(kind.multiple)"
            return "\(kind.name) \(kind.sizes.lowerBound)...\(kind.sizes.upperBound)\(step)"
        }
        return "[" + sizes.joined(separator: ", ") + "]"
    }

    /// Whether inputs may have other shapes than the examples.
    var isDynamic: Bool { !dims.isEmpty }

    /// The examples, with slices left out or repeated until they have the sizes that are given by the names of dims.
    func examples(_ size: (DynamicDim) -> Int) -> [Tensor] {
        zip(examples, dynamicDims).map { example, dynamic in
            dynamic.sorted { $0.key < $1.key }.reduce(example) { x, dim in
                let (wanted, given) = (size(dim.value), x.shape[dim.key])
                return wanted == given ? x : x.indexSelect(dim: dim.key, Tensor((0..<wanted).map { $0 % given }))
            }
        }
    }

    /// The examples in the shapes of inputs that are as specified.
    func examples(like inputs: [Tensor]) -> [Tensor] {
        var sizes: [String: Int] = [:]
        for (input, dynamic) in zip(inputs, dynamicDims) { for (dim, kind) in dynamic { sizes[kind.name] = input.shape[dim] } }
        return examples { sizes[$0.name]! }
    }
}
