/// Joins the dims from `start` to `end` into one; by default all but the batch's (torch's `nn.Flatten`).
public struct Flatten: Module {
    private let start: Int
    private let end: Int

    public init(from start: Int = 1, to end: Int = -1) {
        self.start = start
        self.end = end
    }

    public func callAsFunction(_ x: Tensor) -> Tensor { x.flatten(from: start, to: end) }
}
