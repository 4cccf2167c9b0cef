import Tensor

/// Sequences of different lengths in one tensor, filled up with a value: `[batch, longest, ..]` (torch's `pad_sequence`, the batch
/// first).
///
/// ```swift
/// DataLoader(sentences, batchSize: 32, shuffle: true) { (padSequence($0), lengths(of: $0)) }
/// ```
///
/// - Parameter sequences: `[length, ..]` each, alike but for the length.
/// - Precondition: at least one.
public func padSequence(_ sequences: [Tensor], value: some Scalar = 0) -> Tensor {
    guard let first = sequences.first else { trap("padSequence", "there is no sequence") }
    for sequence in sequences where sequence.rank == 0 || !sequence.shape.dropFirst().elementsEqual(first.shape.dropFirst()) {
        trap("padSequence", "sequences differ in more than their length: \(first.shape) and \(sequence.shape)")
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

/// How long each sequence is: int64 `[batch]`.
public func lengths(of sequences: [Tensor]) -> Tensor {
    if sequences.contains(where: { $0.rank == 0 }) { trap("lengths", "a scalar is no sequence") }
    let lengths = Tensor(sequences.map { $0.shape[0] }, shape: [sequences.count])
    return sequences.first.map { lengths.onDevice(of: $0) } ?? lengths
}

/// Where a padded batch has elements and no padding: bool `[batch, longest]`.
///
/// - Parameter lengths: integers `[batch]`, each at most `longest`.
public func paddingMask(lengths: Tensor, longest: Int? = nil) -> Tensor {
    if lengths.rank != 1 { trap("paddingMask", "lengths are a vector, got \(lengths.shape)") }
    let longest = longest ?? lengths.array(of: Int.self).max() ?? 0
    return Tensor.arange(longest).onDevice(of: lengths).unsqueeze(0) .< lengths.to(.int64).unsqueeze(1)
}
