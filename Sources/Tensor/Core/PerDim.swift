/// A setting of several dims: one number for all of them, or an array of one for each.
///
/// ```swift
/// x.unfold(kernelSize: 3, stride: [1, 2])
/// ```
public protocol PerDim: Sendable {
    /// The number for each of `count` dims; nil where there is another number of them.
    func values(_ count: Int) -> [Int]?
}

extension Int: PerDim {
    /// The number itself, for each dim.
    public func values(_ count: Int) -> [Int]? { [Int](repeating: self, count: count) }
}

extension Array: PerDim where Element == Int {
    /// An array of one number stands for all dims, as in torch.
    public func values(_ count: Int) -> [Int]? {
        self.count == count ? self : self.count == 1 ? self[0].values(count) : nil
    }
}

extension Shape: PerDim {
    /// Its sizes, one for each dim, or one for all.
    public func values(_ count: Int) -> [Int]? { Array(self).values(count) }
}

extension PerDim {
    /// The number for each dim. Traps where there is another number of them, or one is below the least.
    ///
    /// - Parameters:
    ///   - count: how many dims there are.
    ///   - least: the least number that is right.
    ///   - name: what the setting is called, for the message: "stride".
    ///   - operation: the operation that takes it, for the message.
    public func values(_ count: Int, atLeast least: Int, _ name: String, for operation: String) -> [Int] {
        guard let values = values(count) else {
            trap(operation, "\(name) \(self) is not a number, nor one for each of \(count) dims")
        }
        if let wrong = values.first(where: { $0 < least }) { trap(operation, "\(name) \(wrong) is less than \(least)") }
        return values
    }
}
