import NN

/// Means of overlapping windows, which make images smaller with less aliasing than a stride alone: `[n, c, h, w]` to
/// `[n, c, ⌈h / 2⌉, ⌈w / 2⌉]`.
struct BlurPool: Module {
    func callAsFunction(_ x: Tensor) -> Tensor {
        if x.rank != 4 { trap("BlurPool", "takes [batch, channels, height, width], got \(x.shape)") }
        let window = SlidingWindow(
            input: Shape(x.shape.suffix(2)), kernel: [3, 3], stride: [2, 2], padding: [1, 1], dilation: [1, 1])
        return Operation.averagePool(Pooling(window), .inside)(x)
    }
}
