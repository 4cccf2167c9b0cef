import CKernels

/// How many elements make a chunk that is worth a thread, some microseconds of work, by what an element costs: the constants of
/// `KindlingBlocks.h`.
enum Grain {
    /// Reading and writing is all.
    static let memoryBound = Int(KINDLING_MEMORY_BOUND)
    /// Vector code of some dozen steps.
    static let vectorMath = Int(KINDLING_VECTOR_MATH)
    /// A call for each element.
    static let scalarCall = Int(KINDLING_SCALAR_CALL)

    /// Of the elements that one result, row or slice is made of, how many of these make a chunk.
    static func of(_ elements: Int, each size: Int) -> Int { max(1, elements / max(size, 1)) }
}
