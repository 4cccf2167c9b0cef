import Tensor
import Testing

/// Data from outside that is refused, and what is said of it.
private struct RefusedInput: Sendable, CustomTestStringConvertible {
    let says: String
    let reason: InputError.Reason
    let make: @Sendable () throws -> Tensor

    var testDescription: String { says }

    init(_ says: String, _ reason: InputError.Reason, _ make: @escaping @Sendable () throws -> Tensor) {
        (self.says, self.reason, self.make) = (says, reason, make)
    }

    static let creation = [
        RefusedInput("Tensor: 5 elements do not fill shape [2, 3]", .shape) {
            try Tensor(checking: [1.0, 2, 3, 4, 5], shape: [2, 3])
        },
        RefusedInput("Tensor: 0 elements do not fill shape []", .shape) { try Tensor(checking: [Double](), shape: []) },
        RefusedInput("shape: [2, -3] has the negative size -3", .shape) { try Tensor(checking: [1.0], shape: [2, -3]) },
        RefusedInput("shape: a tensor has at most 8 dims, got 9", .shape) {
            try Tensor(checking: [1.0], shape: Array(repeating: 1, count: 9))
        },
        RefusedInput("shape: a tensor has at most 8 dims, got 9", .shape) { try Tensor(checking: [[[[[[[[[1]]]]]]]]]) },
        RefusedInput("shape: the element count of [4611686018427387904, 4] overflows", .memory) {
            try Tensor(checking: [1.0], shape: [1 << 62, 4])
        },
        RefusedInput("shape: the element count of [4611686018427387904, 4, 0] overflows", .memory) {
            try Tensor(checking: [Double](), shape: [1 << 62, 4, 0])
        },
        RefusedInput("Tensor: a row has 1 elements, but the first has 2 (index [1])", .shape) {
            try Tensor(checking: [[1, 2], [3]])
        },
        RefusedInput("Tensor: a row has 3 elements, but the first has 2 (index [1, 0])", .shape) {
            try Tensor(checking: [[[1, 2], [3, 4]], [[5, 6, 7], [8, 9]]])
        },
        RefusedInput("Tensor: a row has 0 elements, but the first has 1 (index [1])", .shape) {
            try Tensor(checking: [[1.5], []])
        },
        RefusedInput("Tensor: a row has 1 elements, but the first has 0 (index [1])", .shape) {
            try Tensor(checking: [[], [1.5]])
        },
        // A first row that promises a memory that nobody has.
        RefusedInput("Tensor: a row has 0 elements, but the first has 1000000 (index [1])", .shape) {
            try Tensor(checking: [[Double](repeating: 0, count: 1_000_000)] + [[Double]](repeating: [], count: 1_000_000))
        },
        RefusedInput("Tensor: int64 cannot represent nan (index [1])", .value) {
            try Tensor(checking: [1, Double.nan], dtype: .int64)
        },
        RefusedInput("Tensor: int32 cannot represent inf (index [0, 1])", .value) {
            try Tensor(checking: [[1, Float.infinity]], dtype: .int32)
        },
        RefusedInput("Tensor: int64 cannot represent 1.5 (index [0])", .value) { try Tensor(checking: [1.5], dtype: .int64) },
        RefusedInput("Tensor: int64 cannot represent 1e+19", .value) {
            try Tensor(checking: [1e19], shape: [1], dtype: .int64)
        },
        RefusedInput("Tensor: int32 cannot represent 2147483648.0", .value) { try Tensor(checking: [1 << 31], dtype: .int32) },
        RefusedInput("Tensor: uint8 cannot represent -1.0", .value) { try Tensor(checking: [-1], dtype: .uint8) },
        RefusedInput("Tensor: uint8 cannot represent 256.0", .value) { try Tensor(checking: [256], dtype: .uint8) },
        RefusedInput("Tensor: bool cannot represent 2.0", .value) { try Tensor(checking: [2], dtype: .bool) },
        RefusedInput("Tensor: float32 cannot represent 1e+300 (index [1])", .value) { try Tensor(checking: [1, 1e300]) },
        RefusedInput("Tensor: float16 cannot represent 100000.0", .value) { try Tensor(checking: [100_000], dtype: .float16) },
        RefusedInput("Tensor: bfloat16 cannot represent 1e+39", .value) { try Tensor(checking: [1e39], dtype: .bfloat16) },
        RefusedInput("shape: [10, 10] has 100 elements, more than the limit of 99", .memory) {
            try .full(checking: [10, 10], 1, limit: 99)
        },
        RefusedInput("allocate: no memory for a float32 tensor of shape [1099511627776]", .memory) {
            try .full(checking: [1 << 40], 0.5)
        },
        RefusedInput("shape: [-1] has the negative size -1", .shape) { try .full(checking: [-1], 1) },
        RefusedInput("full: int64 cannot represent nan", .value) { try .full(checking: [2], Double.nan, dtype: .int64) },
        RefusedInput("full: uint8 cannot represent 256.0", .value) { try .full(checking: [2], 256, dtype: .uint8) },
    ]

    static let checks = [
        RefusedInput("input: the shape is [2, 3], expected [any, 4]", .shape) {
            try Tensor.ones([2, 3]).checked(shape: [nil, 4])
        },
        RefusedInput("input: the shape is [3], expected [any, 3]", .shape) { try Tensor.ones([3]).checked(shape: [nil, 3]) },
        RefusedInput("input: there are no elements in [0, 3]", .shape) { try Tensor.ones([0, 3]).checked(shape: [nil, 3]) },
        RefusedInput("x: the dtype is int64, expected float32", .dtype) {
            try Tensor([1]).checked(shape: [nil], dtype: .float32, name: "x")
        },
        RefusedInput("labels: class 3 is not in 0..<3 (index [1, 0])", .value) {
            try Tensor([[0, 2], [3, 1]]).checked(classes: 3)
        },
        RefusedInput("labels: class -1 is not in 0..<3", .value) { try Tensor([-1]).checked(classes: 3) },
        RefusedInput("labels: class -1 is not in 0..<3, nor the index -100 that is ignored (index [1])", .value) {
            try Tensor([-100, -1]).checked(classes: 3, ignoring: -100)
        },
        RefusedInput("labels: classes must be integers, got float32", .dtype) { try Tensor([0.0]).checked(classes: 3) },
        RefusedInput("p: 1.25 is not within 0.0 and 1.0 (index [0])", .value) {
            try Tensor([1.25]).checked(in: 0...1, name: "p")
        },
        RefusedInput("input: nan is not within 0.0 and 1.0 (index [1])", .value) {
            try Tensor([1, Double.nan]).checked(in: 0...1)
        },
        RefusedInput("labels: 2.0 is not one of [0.0, 1.0] (index [1])", .value) {
            try Tensor([1, 2]).checked(values: [0, 1])
        },
        RefusedInput("input: -inf is not finite (index [0, 1])", .value) {
            try Tensor([[1, -Double.infinity]]).checkedFinite()
        },
    ]
}

@Suite("Data from outside")
struct CheckingTests {
    @Test("that cannot be a tensor is refused with the problem and its index", arguments: RefusedInput.creation)
    fileprivate func creation(refusal: RefusedInput) { expect(refusal) }

    @Test("that an operation would trap on is refused beforehand", arguments: RefusedInput.checks)
    fileprivate func checks(refusal: RefusedInput) { expect(refusal) }

    private func expect(_ refusal: RefusedInput) {
        let error = #expect(throws: InputError.self) { try refusal.make() }
        #expect(error?.reason == refusal.reason)
        let text = error?.description ?? ""
        #expect(text.hasPrefix(refusal.says), "\(text)")
    }

    @Test("that is valid makes the same tensors as elsewhere")
    func right() throws {
        let pairs: [(Tensor, Tensor)] = [
            (try Tensor(checking: [[1, 2], [3, 4]]), Tensor([[1, 2], [3, 4]])),
            (try Tensor(checking: [1.5, .nan, .infinity]), Tensor([1.5, .nan, .infinity])),
            (try Tensor(checking: [1e300], dtype: .float64), Tensor([1e300], dtype: .float64)),
            (
                try Tensor(checking: [1.0, 255], shape: [2, 1], dtype: .uint8), Tensor([1, 255], shape: [2, 1], dtype: .uint8)
            ),
            (try Tensor(checking: [Int.max, .min]), Tensor([Int.max, .min])),
            (try Tensor(checking: [0.0, 1], dtype: .bool), Tensor([false, true])),
            (try Tensor(checking: 3), Tensor(3)),
            (try Tensor(checking: [[Double]]()), Tensor([[Double]]())),
            (try Tensor(checking: [[Float](), []]), Tensor.zeros([2, 0])),
            (try .full(checking: [2, 0, 3], 0.5), .full([2, 0, 3], 0.5)),
            (try .full(checking: Shape([2]), Int.max, dtype: .int64), .full([2], Int.max)),
        ]
        for (checked, plain) in pairs {
            #expect(checked.shape == plain.shape && checked.dtype == plain.dtype)
            #expect(checked.withBytes { a in plain.withBytes { b in a.elementsEqual(b) } })
        }
        let labels = Tensor([0, 2, -100])
        #expect(try labels.checked(classes: 3, ignoring: -100).checked(shape: [3], dtype: .int64).count == 3)
        #expect(try Tensor([0, 1.0]).checked(values: [0, 1]).checked(in: 0...1).checkedFinite().count == 2)
        #expect(try Tensor.ones([0, 3]).checked(shape: [nil, 3], allowsEmpty: true).count == 0)
        #expect(try Shape(checking: [2, 3]) == [2, 3])
    }

    @Test("NaN and numbers out of range trap in an integer tensor")
    func integers() async {
        await #expect(processExitsWith: .failure) { _ = Tensor([1, Double.nan], dtype: .int64) }
        await #expect(processExitsWith: .failure) { _ = Tensor([Float.infinity], shape: [1], dtype: .uint8) }
        await #expect(processExitsWith: .failure) { _ = Tensor([1e19], dtype: .int64) }
        await #expect(processExitsWith: .failure) { _ = Tensor.full([2], -Double.infinity, dtype: .int32) }
        await #expect(processExitsWith: .failure) { _ = Tensor.full(like: Tensor([1]), Double.nan) }
        #expect(Tensor([1.9, -1.9], dtype: .int64).array(of: Int.self) == [1, -1])
    }
}
