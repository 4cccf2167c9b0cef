import CKernels

// The one place where kernels are chosen by dtype. Each function evaluates the argument of the dtype that it is called on, inlined, so
// that a choice costs one jump. A new dtype does not compile until it is here, and what it adds here, until all callers say which
// kernel is its own.
extension DType {
    /// Of kernels for all numbers. Bools are bytes of 0 and 1.
    @inline(__always)
    func dispatch<Result>(
        float32: @autoclosure () -> Result, float64: @autoclosure () -> Result,
        int32: @autoclosure () -> Result, int64: @autoclosure () -> Result,
        uint8: @autoclosure () -> Result
    ) -> Result {
        switch self {
        case .float32: float32()
        case .float64: float64()
        case .int32: int32()
        case .int64: int64()
        case .uint8, .bool: uint8()
        case .float16, .bfloat16: refuse("kernels take half precision only upcast to float32")
        }
    }

    /// Of kernels for floating-point numbers.
    @inline(__always)
    func dispatchFloat<Result>(
        float32: @autoclosure () -> Result, float64: @autoclosure () -> Result
    ) -> Result {
        switch self {
        case .float32: float32()
        case .float64: float64()
        case .int32, .int64, .uint8, .bool: refuse("a floating-point kernel was asked for")
        case .float16, .bfloat16: refuse("kernels take half precision only upcast to float32")
        }
    }

    /// Of kernels that move elements of so many bits.
    @inline(__always)
    func dispatchWidth<Result>(
        bits8: @autoclosure () -> Result, bits16: @autoclosure () -> Result, bits32: @autoclosure () -> Result,
        bits64: @autoclosure () -> Result
    ) -> Result {
        switch self {
        case .uint8, .bool: bits8()
        case .float16, .bfloat16: bits16()
        case .float32, .int32: bits32()
        case .float64, .int64: bits64()
        }
    }

    @inline(never)
    private func refuse(_ reason: String) -> Never { trap("kernel", "\(reason), got \(self)") }

    /// The number by which C kernels know the dtype.
    @inline(__always)
    var code: KindlingDType { KindlingDType(rawValue: rawValue) }
}
