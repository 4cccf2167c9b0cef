/// A table of learned vectors, looked up by index (torch's `nn.Embedding`).
///
/// - Input: indices `[...]`, int64 or int32. Output: `[..., embeddingDim]`.
/// - `weight`: `[numEmbeddings, embeddingDim]`, from N(0, 1); the row of the padding index is 0.
///
/// ```swift
/// let words = Embedding(1000, 64, EmbeddingOptions(paddingIndex: 0))
/// let vectors = words(sentences)     // [32, 20] -> [32, 20, 64]
/// ```
public struct Embedding: Module {
    /// The table: `[numEmbeddings, embeddingDim]`.
    @Parameter public var weight: Tensor
    private let options: EmbeddingOptions

    /// A table with new vectors.
    ///
    /// - Precondition: sizes are positive, and the padding index is in the table.
    public init(
        _ numEmbeddings: Int, _ embeddingDim: Int, _ options: EmbeddingOptions = EmbeddingOptions(), dtype: DType = .default,
        generator: Generator = .default
    ) {
        weight = embeddingTable("Embedding", numEmbeddings, embeddingDim, options, dtype, generator)
        self.options = options
    }

    /// A layer with an existing table (torch's `from_pretrained`). `$weight.requiresGradient = false` freezes it.
    public init(weight: Tensor, _ options: EmbeddingOptions = EmbeddingOptions()) {
        if weight.rank != 2 { trap("Embedding", "the table must be a matrix, got \(weight.shape)") }
        self.weight = weight
        self.options = options
    }

    /// Looks up indices of any shape: `[...]` to `[..., embeddingDim]`.
    public func callAsFunction(_ indices: Tensor) -> Tensor { indices.embedding(weight, options) }
}

/// The sum, mean or maximum of the vectors of each bag of indices (torch's `nn.EmbeddingBag`).
///
/// - Input: indices `[bags, indices per bag]`, or a vector of indices and the offsets at which its bags start. Output:
///   `[bags, embeddingDim]`.
/// - `weight`: `[numEmbeddings, embeddingDim]`, from N(0, 1); the row of the padding index is 0.
public struct EmbeddingBag: Module {
    /// The table: `[numEmbeddings, embeddingDim]`.
    @Parameter public var weight: Tensor
    private let mode: BagReduction
    private let includeLastOffset: Bool
    private let options: EmbeddingOptions

    /// A table with new vectors.
    ///
    /// - Parameters:
    ///   - numEmbeddings: the number of vectors.
    ///   - embeddingDim: the size of a vector.
    ///   - mode: how the vectors of a bag are reduced.
    ///   - includeLastOffset: whether the last offset is the end of the last bag.
    /// - Precondition: sizes are positive, and the padding index is in the table.
    public init(
        _ numEmbeddings: Int, _ embeddingDim: Int, mode: BagReduction = .mean, includeLastOffset: Bool = false,
        _ options: EmbeddingOptions = EmbeddingOptions(), dtype: DType = .default, generator: Generator = .default
    ) {
        weight = embeddingTable("EmbeddingBag", numEmbeddings, embeddingDim, options, dtype, generator)
        self.mode = mode
        self.includeLastOffset = includeLastOffset
        self.options = options
    }

    /// Reduces bags of one size: `[bags, indices per bag]` to `[bags, embeddingDim]`.
    public func callAsFunction(_ indices: Tensor) -> Tensor { self(indices, offsets: nil) }

    /// Reduces bags of any sizes to `[bags, embeddingDim]`.
    ///
    /// - Parameters:
    ///   - indices: `[bags, indices per bag]`, or a vector of all bags' indices.
    ///   - offsets: the start of each bag in a vector of indices; nil for a matrix.
    ///   - perSampleWeights: a factor for each vector, in the indices' shape; for sums only.
    public func callAsFunction(_ indices: Tensor, offsets: Tensor?, perSampleWeights: Tensor? = nil) -> Tensor {
        indices.embeddingBag(
            weight, offsets: offsets, mode, perSampleWeights: perSampleWeights, includeLastOffset: includeLastOffset, options)
    }
}

private func embeddingTable(
    _ name: String, _ rows: Int, _ features: Int, _ options: EmbeddingOptions, _ dtype: DType, _ generator: Generator
) -> Tensor {
    if rows <= 0 || features <= 0 { trap(name, "sizes must be positive, got \(rows) and \(features)") }
    var table = Tensor.normal([rows, features], dtype: dtype, generator: generator)
    if let padding = options.paddingIndex {
        if !(-rows..<rows).contains(padding) { trap(name, "padding index \(padding) is out of range for \(rows) rows") }
        table[padding] = .zeros([features], dtype: dtype)
    }
    return table
}
