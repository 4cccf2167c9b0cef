import Tensor

/// Sequences of different lengths in one tensor, padded with a value: `[batch, longest, ..]` (torch's `pad_sequence` with
/// `batch_first=True`).
///
/// ```swift
/// DataLoader(sentences, batchSize: 32, shuffle: true) { (padSequence($0), lengths(of: $0)) }
/// ```
///
/// - Parameters:
///   - sequences: `[length, ..]` each, with the same shape but for the length.
///   - value: the value of padding elements.
/// - Precondition: there is at least one sequence.
public func padSequence(_ sequences: [Tensor], value: some Scalar = 0) -> Tensor {
    guard let first = sequences.first else { trap("padSequence", "there must be at least one sequence") }
    for sequence in sequences where sequence.rank == 0 || !sequence.shape.dropFirst().elementsEqual(first.shape.dropFirst()) {
        trap("padSequence", "sequences may differ only in their length, got \(first.shape) and \(sequence.shape)")
    }
    let longest = sequences.map { $0.shape[0] }.max() ?? 0
    return .stack(
        sequences.map { sequence in
            let missing = longest - sequence.shape[0]
            if missing == 0 { return sequence }
            let padding = Tensor.full(Shape([missing] + sequence.shape.dropFirst()), value, dtype: sequence.dtype)
                .onDevice(of: sequence)
            return .concatenate([sequence, padding])
        })
}

/// The length of each sequence, its first size: int64 `[batch]`.
public func lengths(of sequences: [Tensor]) -> Tensor {
    if sequences.contains(where: { $0.rank == 0 }) { trap("lengths", "a sequence must have at least one dim, got a scalar") }
    let lengths = Tensor(sequences.map { $0.shape[0] }, shape: [sequences.count])
    return sequences.first.map { lengths.onDevice(of: $0) } ?? lengths
}

/// Which elements of a padded batch are not padding: bool `[batch, longest]`.
///
/// - Parameters:
///   - lengths: integers `[batch]`, each at most `longest`.
///   - longest: the padded length; the largest of `lengths` where nil.
public func paddingMask(lengths: Tensor, longest: Int? = nil) -> Tensor {
    if lengths.rank != 1 { trap("paddingMask", "lengths must be a vector, got \(lengths.shape)") }
    let longest = longest ?? lengths.array(of: Int.self).max() ?? 0
    return Tensor.arange(longest).onDevice(of: lengths).unsqueeze(0) .< lengths.to(.int64).unsqueeze(1)
}
