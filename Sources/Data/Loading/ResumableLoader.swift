import Tensor

/// A sequence of batches, of which each iteration is an epoch, and which can go on in the midst of one: ``DataLoader``,
/// ``StreamLoader``, ``Prefetched``, and loaders of your own.
///
/// An epoch is a function of the generator's state when it starts. So a loader notes that state, draws all that is random in the epoch
/// then, and counts its batches:
///
/// ```swift
/// struct Countdown: ResumableLoader {
///     let generator: Generator
///
///     struct Iterator: PositionedIterator {
///         var position: LoaderPosition
///
///         mutating func next() -> Int? {
///             if position.batch == 10 { return nil }
///             position.batch += 1
///             return 10 - position.batch
///         }
///     }
///
///     func makeIterator() -> Iterator { Iterator(position: LoaderPosition(generator.state)) }
///
///     func makeIterator(at position: LoaderPosition) throws(LoaderPositionError) -> Iterator {
///         try position.check(batches: 10)
///         generator.state = position.generator
///         return Iterator(position: position)
///     }
/// }
/// ```
public protocol ResumableLoader<Element>: Sequence where Iterator: PositionedIterator {
    /// The source of what is random in an epoch. Starting an epoch advances it, if anything is.
    // In a sequence's protocol, `Generator` by itself is the former name of `Iterator`.
    var generator: Tensor::Generator { get }

    /// The rest of an epoch: sets the generator back to its state when that epoch started, and skips the batches that have been returned.
    /// After it, the generator is as it was when the epoch had started, so that the next epochs are what they would have been.
    ///
    /// - Throws: ``LoaderPositionError`` where no epoch has this position; then the generator stays as it is.
    func makeIterator(at position: LoaderPosition) throws(LoaderPositionError) -> Iterator
}

/// An iterator that knows its position in the epoch.
public protocol PositionedIterator<Element>: IteratorProtocol {
    /// The position of the next batch, from which ``ResumableLoader/makeIterator(at:)`` goes on.
    var position: LoaderPosition { get }
}
