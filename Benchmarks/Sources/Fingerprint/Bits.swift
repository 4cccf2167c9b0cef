import Kindling

/// A digest of tensors' bits (FNV-1a, 64 bits): their dtypes, their shapes, and every byte.
struct Bits {
    private(set) var hash: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ tensor: Tensor) {
        add("\(tensor.dtype) \(tensor.shape)")
        tensor.withBytes { add(bytes: $0) }
    }

    mutating func add(_ text: String) { add(bytes: Array(text.utf8)) }

    private mutating func add(bytes: some Sequence<UInt8>) {
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }
}

/// Prints a line: the digest of the tensors and what they are.
func line(_ name: String, _ tensors: [Tensor]) {
    var bits = Bits()
    for tensor in tensors { bits.add(tensor) }
    let digits = String(bits.hash, radix: 16)
    print(String(repeating: "0", count: 16 - digits.count) + digits, name)
}
