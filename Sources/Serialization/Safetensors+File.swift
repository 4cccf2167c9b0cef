extension Safetensors {
    /// A file whose header has been read and validated, and whose tensors are read on demand (`safe_open` in Python's library).
    ///
    /// ```swift
    /// let file = try Safetensors.File("model.safetensors")
    /// let embedding = try file.tensor("embedding.weight")
    /// ```
    public struct File: Sendable {
        /// The strings under `__metadata__` in the header; empty where the file has none.
        public let metadata: [String: String]
        /// The names of the tensors, in the order of their data.
        public let names: [String]
        private let entries: [String: Header.Entry]
        private let bytes: any FileBytes
        /// The offset in the file at which the data begins.
        private let start: Int

        /// Opens a file, and reads and validates its header.
        ///
        /// The tensors of a mapped file share its memory: nothing is copied, and pages are read when they are accessed. Map
        /// only files that nobody modifies in place: the elements would change too, and if the file became shorter, the system
        /// would end the process (SIGBUS). Replacing the file, as ``Safetensors/write(_:metadata:to:)`` does, is safe. Bools,
        /// and tensors whose data is not aligned to their elements, are copied.
        ///
        /// - Parameters:
        ///   - path: the file.
        ///   - mapped: whether the file is mapped into memory instead of read.
        public init(_ path: String, mapped: Bool = false) throws(SafetensorsError) {
            try self.init(FileReader(path, mapped: mapped))
        }

        init(_ bytes: some FileBytes) throws(SafetensorsError) {
            func fail(_ problem: SafetensorsError.Problem) -> SafetensorsError { SafetensorsError(file: bytes.name, problem) }
            func read(_ range: Range<Int>) throws(SafetensorsError) -> [UInt8] {
                if !memoryIsAvailable(range.count) { throw fail(.noMemory(range.count)) }
                var result = [UInt8](repeating: 0, count: range.count)
                try result.withUnsafeMutableBufferPointer { target throws(SafetensorsError) in
                    try bytes.read(at: range.lowerBound, into: UnsafeMutableRawBufferPointer(target))
                }
                return result
            }
            if bytes.size < 8 { throw fail(.truncated(expected: 8, found: bytes.size)) }
            let announced = try read(0..<8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
            if announced > maximumHeaderLength { throw fail(.headerLength(announced, limit: maximumHeaderLength)) }
            start = 8 + Int(announced)
            if start > bytes.size { throw fail(.truncated(expected: start, found: bytes.size)) }
            let header = try Header(json: read(8..<start), dataSize: bytes.size - start, file: bytes.name)
            metadata = header.metadata
            names = header.entries.map(\.name)
            entries = Dictionary(uniqueKeysWithValues: header.entries.map { ($0.name, $0) })
            self.bytes = bytes
        }

        /// The tensor with this name. Throws where the file has none, or its dtype is not one of those that ``Safetensors``
        /// lists.
        public func tensor(_ name: String) throws(SafetensorsError) -> Tensor {
            func fail(_ problem: SafetensorsError.Problem) -> SafetensorsError {
                SafetensorsError(file: bytes.name, tensor: name, problem)
            }
            guard let entry = entries[name] else { throw fail(.noSuchTensor) }
            guard let dtype = entry.type.dtype else { throw fail(.unsupportedDType(entry.type.name)) }
            if entry.shape.count > Shape.maximumRank {
                throw fail(.tooManyDims(entry.shape.count, limit: Shape.maximumRank))
            }
            // Widened elements take more memory than the file says.
            guard let size = StoredType.byteCount(entry.shape, bitCount: 8 * dtype.size) else {
                throw fail(.tooLarge(entry.shape))
            }
            let (shape, offset) = (Shape(entry.shape), start + entry.begin)
            if entry.end == entry.begin { return .zeros(shape, dtype: dtype) }
            let widen = entry.type.widen
            if widen == nil, let view = bytes.view(at: offset, shape: shape, dtype: dtype) { return view }
            if !memoryIsAvailable(size) { throw fail(.noMemory(size)) }
            return try Tensor(shape: shape, dtype: dtype) { target throws(SafetensorsError) in
                let stored = UnsafeMutableRawBufferPointer(rebasing: target.suffix(entry.end - entry.begin))
                try bytes.read(at: offset, into: stored)
                if let value = widen?(target) { throw fail(.beyondInt64(value)) }
                // Any other byte in a bool would be undefined behaviour.
                if dtype == .bool, let byte = target.first(where: { $0 > 1 }) { throw fail(.notABool(byte)) }
            }
        }

        /// All tensors by name. Throws where one of them cannot be read; the error names it.
        public func tensors() throws(SafetensorsError) -> [String: Tensor] {
            var tensors: [String: Tensor] = [:]
            tensors.reserveCapacity(names.count)
            for name in names { tensors[name] = try tensor(name) }
            return tensors
        }
    }
}
