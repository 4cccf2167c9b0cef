/// A table of learned vectors, looked up by index (torch's `nn.Embedding`).
///
/// - Input: indices `[...]`, int64 or int32. Output: `[..., embeddingDim]`.
/// - `weight`: `[numEmbeddings, embeddingDim]`, from N(0, 1); the row of the padding index from 0.
///
/// ```swift
/// let words = Embedding(1000, 64, EmbeddingOptions(paddingIndex: 0))
/// let vectors = words(sentences)     // [32, 20] -> [32, 20, 64]
/// ```
public struct Embedding: Module {
    @Parameter public var weight: Tensor
    private let options: EmbeddingOptions

    /// - Precondition: a table that is not empty; a padding index of it.
    public init(
        _ numEmbeddings: Int, _ embeddingDim: Int, _ options: EmbeddingOptions = EmbeddingOptions(), dtype: DType = .default,
        generator: Generator = .default
    ) {
        weight = embeddingTable("Embedding", numEmbeddings, embeddingDim, options, dtype, generator)
        self.options = options
    }

    /// With a table that is there already (torch's `from_pretrained`). `$weight.requiresGradient = false` keeps it as it is.
    public init(weight: Tensor, _ options: EmbeddingOptions = EmbeddingOptions()) {
        if weight.rank != 2 { trap("Embedding", "the table must be a matrix, got \(weight.shape)") }
        self.weight = weight
        self.options = options
    }

    public func callAsFunction(_ indices: Tensor) -> Tensor { indices.embedding(weight, options) }
}

/// The sum, mean or largest elements of the vectors that each bag of indices names (torch's `nn.EmbeddingBag`).
///
/// - Input: indices `[bags, indices a bag]`, or a vector of indices and the offsets at which its bags start.
///   Output: `[bags, embeddingDim]`.
/// - `weight`: `[numEmbeddings, embeddingDim]`, from N(0, 1); the row of the padding index from 0.
public struct EmbeddingBag: Module {
    @Parameter public var weight: Tensor
    private let mode: BagReduction
    private let includeLastOffset: Bool
    private let options: EmbeddingOptions

    /// - Parameter includeLastOffset: whether the last offset is the end of the last bag.
    /// - Precondition: a table that is not empty; a padding index of it.
    public init(
        _ numEmbeddings: Int, _ embeddingDim: Int, mode: BagReduction = .mean, includeLastOffset: Bool = false,
        _ options: EmbeddingOptions = EmbeddingOptions(), dtype: DType = .default, generator: Generator = .default
    ) {
        weight = embeddingTable("EmbeddingBag", numEmbeddings, embeddingDim, options, dtype, generator)
        self.mode = mode
        self.includeLastOffset = includeLastOffset
        self.options = options
    }

    public func callAsFunction(_ indices: Tensor) -> Tensor { self(indices, offsets: nil) }

    /// - Parameter perSampleWeights: factors of the vectors, in the indices' shape; for sums only.
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
