import NN

extension TorchCase {
    static let pooling = [
        TorchCase("maxPool1d", MaxPool1d(3, stride: 2, padding: 1)),
        TorchCase("maxPool2d", MaxPool2d([2, 3], ceilMode: true)),
        TorchCase("maxPool2d.dilated", MaxPool2d(2, stride: 1, dilation: 2)),
        TorchCase("maxPool2d.indices", MaxPool2d(2)) { both($0.withIndices($1[0])) },
        TorchCase("maxPool3d", MaxPool3d(2, stride: [1, 2, 2])),
        TorchCase("avgPool1d", AvgPool1d(3, stride: 2, padding: 1)),
        TorchCase("avgPool2d", AvgPool2d([3, 2], padding: 1, ceilMode: true, countIncludePad: false)),
        TorchCase("avgPool2d.divisor", AvgPool2d(2, divisorOverride: 3)),
        TorchCase("avgPool3d", AvgPool3d(2, stride: 1)),
        TorchCase("lpPool1d", LPPool1d(2, 3, stride: 2)),
        TorchCase("lpPool2d", LPPool2d(3, 2)),
        TorchCase("lpPool3d", LPPool3d(2, 2, ceilMode: true)),
        TorchCase("adaptiveAvgPool1d", AdaptiveAvgPool1d(3)),
        TorchCase("adaptiveAvgPool2d", AdaptiveAvgPool2d([-1, 3])),
        TorchCase("adaptiveAvgPool3d", AdaptiveAvgPool3d([1, 2, 3])),
        TorchCase("adaptiveMaxPool1d", AdaptiveMaxPool1d(3)),
        TorchCase("adaptiveMaxPool2d", AdaptiveMaxPool2d(2)) { both($0.withIndices($1[0])) },
        TorchCase("adaptiveMaxPool3d", AdaptiveMaxPool3d([2, 1, 2])),
        TorchCase("maxUnpool1d", MaxUnpool1d(2)) { [$0(MaxPool1d(2).withIndices($1[0]))] },
        TorchCase("maxUnpool2d", MaxUnpool2d(2)) { [$0(MaxPool2d(2).withIndices($1[0]))] },
        TorchCase("maxUnpool3d", MaxUnpool3d(2)) { [$0(MaxPool3d(2).withIndices($1[0]))] },
        TorchCase("maxUnpool2d.size", MaxUnpool2d(2)) {
            let (values, indices) = MaxPool2d(2).withIndices($1[0])
            return [$0(values, indices, outputSize: [5, 7])]
        },
    ]
}

private func both(_ pooled: (values: Tensor, indices: Tensor)) -> [Tensor] { [pooled.values, pooled.indices] }
