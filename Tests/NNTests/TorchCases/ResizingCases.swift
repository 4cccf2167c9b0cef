import NN

extension TorchCase {
    static let resizing =
        [
            TorchCase("constantPad1d", ConstantPad1d([1, 2], 1.5)),
            TorchCase("constantPad2d", ConstantPad2d([1, 2, 0, 1], 1.5)),
            TorchCase("constantPad3d", ConstantPad3d([1, 2, 0, 1, 2, 1], 1.5)),
            TorchCase("zeroPad1d", ZeroPad1d(2)),
            TorchCase("zeroPad2d", ZeroPad2d(2)),
            TorchCase("zeroPad3d", ZeroPad3d(2)),
        ]
        + [
            TorchCase("reflectionPad1d", ReflectionPad1d([1, 2])),
            TorchCase("reflectionPad2d", ReflectionPad2d([1, 2, 0, 1])),
            TorchCase("reflectionPad3d", ReflectionPad3d([1, 2, 0, 1, 2, 1])),
            TorchCase("replicationPad1d", ReplicationPad1d([1, 2])),
            TorchCase("replicationPad2d", ReplicationPad2d([1, 2, 0, 1])),
            TorchCase("replicationPad3d", ReplicationPad3d([1, 2, 0, 1, 2, 1])),
            TorchCase("circularPad1d", CircularPad1d([1, 2])),
            TorchCase("circularPad2d", CircularPad2d([1, 2, 0, 1])),
            TorchCase("circularPad3d", CircularPad3d([1, 2, 0, 1, 2, 1])),
        ]
        + [
            TorchCase("upsample.nearest", Upsample(scaleFactor: 2)),
            TorchCase("upsample.bilinear", Upsample(size: [5, 7], mode: .bilinear)),
            TorchCase("upsample.corners", Upsample(scaleFactor: 1.5, mode: .trilinear, alignCorners: true)),
            TorchCase("upsample.bicubic", Upsample(scaleFactor: [2, 1.5], mode: .bicubic)),
            TorchCase("pixelShuffle", PixelShuffle(2)),
            TorchCase("pixelUnshuffle", PixelUnshuffle(2)),
            TorchCase("channelShuffle", ChannelShuffle(2)),
            TorchCase("unfold", Unfold([2, 3], dilation: [1, 2], padding: 1, stride: 2)),
            TorchCase("fold", Fold([4, 5], [2, 2], padding: 1)),
        ]
}
