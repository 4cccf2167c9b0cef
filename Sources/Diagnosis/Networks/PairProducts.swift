import Data
import NN
import Tensor

/// The products of each two different measurements, standardized: `(xᵢ xⱼ - mean) / scale` for i < j.
///
/// - Input: `[rows, features]`. Output: `[rows, features (features - 1) / 2]`: 0·1, 0·2, ..., 1·2, ...
///
/// Mean and scale are those of the training rows, see ``fit(_:)``; they are saved, not trained.
public struct PairProducts: Module {
    /// The mean of each product, `[pairs]`.
    @Buffer public var mean: Tensor
    /// The standard deviation of each product, 1 where it is constant: `[pairs]`.
    @Buffer public var scale: Tensor
    /// The columns of the first factors, and of the second ones: int64 `[pairs]`.
    private let factors: (first: Tensor, second: Tensor)

    /// Products that are not standardized yet.
    ///
    /// - Precondition: there are at least two features.
    public init(features: Int) {
        let pairs = PairProducts.pairs(features)
        if pairs.isEmpty { trap("PairProducts", "the number of features must be at least 2, got \(features)") }
        factors = (
            Tensor(pairs.map(\.0), shape: [pairs.count]), Tensor(pairs.map(\.1), shape: [pairs.count])
        )
        (mean, scale) = (.zeros([pairs.count]), .ones([pairs.count]))
    }

    /// The columns of each pair.
    public static func pairs(_ features: Int) -> [(Int, Int)] {
        (0..<features).flatMap { first in (first + 1..<max(features, first + 1)).map { (first, $0) } }
    }

    /// Learns the mean and the standard deviation of each product.
    ///
    /// - Parameter x: the standardized measurements of the training rows, `[rows, features]`.
    public func fit(_ x: Tensor) {
        var fit = StandardScalerFit()
        // A part of the rows at a time: there are many more products than measurements.
        for start in stride(from: 0, to: x.shape[0], by: 256) { fit.add(products(x[start..<min(start + 256, x.shape[0])])) }
        let scaler = fit.scaler()
        (mean, scale) = (scaler.mean.to(.float32), scaler.scale.to(.float32))
    }

    private func products(_ x: Tensor) -> Tensor {
        x.indexSelect(dim: 1, factors.first) * x.indexSelect(dim: 1, factors.second)
    }

    /// The standardized products.
    public func callAsFunction(_ x: Tensor) -> Tensor { (products(x) - mean) / scale }
}
