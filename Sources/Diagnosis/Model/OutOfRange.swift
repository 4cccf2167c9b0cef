import Data
import Tensor

/// A measurement that is far outside those of the training rows, so that the model's answer is a guess.
public struct OutOfRange: Hashable, Codable, Sendable {
    /// The measurement's name.
    public let feature: String
    /// The measurement.
    public let value: Double
    /// Its distance from the mean of the training rows, in their standard deviations.
    public let deviations: Double
}

extension Classifier {
    /// The measurements of each row that are more than five standard deviations below the smallest or above the largest one of
    /// the training rows, as after a mistake in units. In a file of version 1, which does not have these, they are more than 15
    /// standard deviations from the mean.
    ///
    /// The distance is from the range and not from the mean, since some measurements are skewed: in the shipped data the largest
    /// `concavity error` is 12 standard deviations above the mean. A missing measurement is never out of range, and one that was
    /// constant in the training rows is not looked at.
    ///
    /// - Parameter measurements: float64 `[rows, features]`.
    public func outOfRange(_ measurements: Tensor) -> [[OutOfRange]] {
        let deviations = scaler.transform(measurements)
        let (low, high): (Tensor, Tensor)
        if let range {
            // The scale of a constant feature is 1, which says nothing about how far is far.
            let isConstant = range.minimum .== range.maximum
            let margin = Tensor.where(isConstant, Tensor(Double.infinity, dtype: .float64), 5 * scaler.scale)
            (low, high) = (range.minimum - margin, range.maximum + margin)
        } else {
            (low, high) = (scaler.mean - 15 * scaler.scale, scaler.mean + 15 * scaler.scale)
        }
        let isFar = ((measurements .< low) .| (measurements .> high)).array(of: Bool.self)
        let width = features.count
        let (values, distances) = (measurements.array(of: Double.self), deviations.array(of: Double.self))
        return (0..<measurements.shape[0]).map { row in
            (row * width..<(row + 1) * width).filter { isFar[$0] }.map {
                // A distance beyond all numbers is the largest one.
                let limit = Double.greatestFiniteMagnitude
                return OutOfRange(
                    feature: features[$0 - row * width], value: values[$0], deviations: max(-limit, min(distances[$0], limit)))
            }
        }
    }
}
