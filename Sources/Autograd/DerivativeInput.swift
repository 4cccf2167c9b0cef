import Tensor

/// What a line of the table of derivatives reads, besides the cotangent.
protocol DerivativeInput {
    associatedtype Value
    /// What has to be kept for it.
    var saved: SavedInputs.Set { get }
    func read(_ context: BackwardContext) -> Value
}

/// `.x`: the first operand.
struct FirstOperand: DerivativeInput {
    var saved: SavedInputs.Set { .first }
    @inline(__always)
    func read(_ context: BackwardContext) -> Tensor { context.x }
}

/// `.y`: the second operand.
struct SecondOperand: DerivativeInput {
    var saved: SavedInputs.Set { .second }
    @inline(__always)
    func read(_ context: BackwardContext) -> Tensor { context.y }
}

/// `.z`: the third operand.
struct ThirdOperand: DerivativeInput {
    var saved: SavedInputs.Set { .third }
    @inline(__always)
    func read(_ context: BackwardContext) -> Tensor { context.z }
}

/// `.optionalY`: the second operand, which may be absent.
struct OptionalSecondOperand: DerivativeInput {
    var saved: SavedInputs.Set { .second }
    func read(_ context: BackwardContext) -> Tensor? { context.optionalY }
}

/// `.optionalZ`: the third operand, which may be absent.
struct OptionalThirdOperand: DerivativeInput {
    var saved: SavedInputs.Set { .third }
    func read(_ context: BackwardContext) -> Tensor? { context.optionalZ }
}

/// `.rest`: the operands past the third.
struct OperandsPastThird: DerivativeInput {
    var saved: SavedInputs.Set { .rest }
    func read(_ context: BackwardContext) -> [Tensor] { context.rest }
}

/// `.operands`: all of them.
struct AllOperands: DerivativeInput {
    var saved: SavedInputs.Set { [.first, .second, .third, .rest] }
    func read(_ context: BackwardContext) -> [Tensor] { context.operands }
}

/// `.operandsButSecond`: all of more than two.
struct OperandsButSecond: DerivativeInput {
    var saved: SavedInputs.Set { [.first, .third, .rest] }
    func read(_ context: BackwardContext) -> [Tensor] { [context.x, context.z] + context.rest }
}

/// `.result`: what the operation computed.
struct ResultInput: DerivativeInput {
    var saved: SavedInputs.Set { .result }
    @inline(__always)
    func read(_ context: BackwardContext) -> Tensor { context.result }
}

/// `.shape`: the first operand's, which needs no tensor to be kept.
struct ShapeInput: DerivativeInput {
    var saved: SavedInputs.Set { [] }
    @inline(__always)
    func read(_ context: BackwardContext) -> Shape { context.node.shape }
}

/// `.dtype`: the first operand's.
struct DTypeInput: DerivativeInput {
    var saved: SavedInputs.Set { [] }
    func read(_ context: BackwardContext) -> DType { context.node.dtype }
}

/// `.extents`: the sizes of the operands along the dim of a concatenation.
struct ExtentsInput: DerivativeInput {
    var saved: SavedInputs.Set { [] }
    func read(_ context: BackwardContext) -> [Int] { context.node.extents }
}

/// `.wanted`: the operands whose gradient is wanted.
struct WantedInput: DerivativeInput {
    var saved: SavedInputs.Set { [] }
    func read(_ context: BackwardContext) -> Operands { context.node.parents.wanted }
}

/// `.createGraph`: whether the derivative is itself recorded.
struct CreateGraphInput: DerivativeInput {
    var saved: SavedInputs.Set { [] }
    func read(_ context: BackwardContext) -> Bool { context.createGraph }
}

extension DerivativeInput where Self == FirstOperand { static var x: Self { Self() } }
extension DerivativeInput where Self == SecondOperand { static var y: Self { Self() } }
extension DerivativeInput where Self == ThirdOperand { static var z: Self { Self() } }
extension DerivativeInput where Self == OptionalSecondOperand { static var optionalY: Self { Self() } }
extension DerivativeInput where Self == OptionalThirdOperand { static var optionalZ: Self { Self() } }
extension DerivativeInput where Self == OperandsPastThird { static var rest: Self { Self() } }
extension DerivativeInput where Self == AllOperands { static var operands: Self { Self() } }
extension DerivativeInput where Self == OperandsButSecond { static var operandsButSecond: Self { Self() } }
extension DerivativeInput where Self == ResultInput { static var result: Self { Self() } }
extension DerivativeInput where Self == ShapeInput { static var shape: Self { Self() } }
extension DerivativeInput where Self == DTypeInput { static var dtype: Self { Self() } }
extension DerivativeInput where Self == ExtentsInput { static var extents: Self { Self() } }
extension DerivativeInput where Self == WantedInput { static var wanted: Self { Self() } }
extension DerivativeInput where Self == CreateGraphInput { static var createGraph: Self { Self() } }
