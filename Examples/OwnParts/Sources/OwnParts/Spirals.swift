import Data

/// Points on two spirals that wind around each other, made when they are asked for: no line parts them.
struct Spirals: RandomAccessCollection, Sendable {
    var startIndex: Int { 0 }
    var endIndex: Int { 400 }

    /// A point `[2]`, and which spiral it is on, `[1]`.
    subscript(position: Int) -> (Tensor, Tensor) {
        let spiral = position % 2
        let distance = (Tensor(Double(position + 10)) / Double(count)).sqrt()
        let angle = 2.5 * Double.pi * distance + Double.pi * Double(spiral)
        return (.stack([angle.cos(), angle.sin()]) * distance, Tensor([Double(spiral)]))
    }
}
