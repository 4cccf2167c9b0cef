import NN

extension TorchCase {
    static let convolution = [
        TorchCase("conv1d", Conv1d(3, 4, 3)),
        TorchCase("conv1d.single", Conv1d(3, 4, 3, stride: 2, padding: 1)),
        TorchCase("conv1d.groups", Conv1d(4, 6, 2, dilation: 2, groups: 2, bias: false)),
        TorchCase("conv1d.same", Conv1d(2, 3, 4, padding: .same)),
        TorchCase("conv1d.circular", Conv1d(2, 3, 4, padding: .same, paddingMode: .circular)),
        TorchCase("conv2d", Conv2d(2, 3, [3, 2], stride: [2, 1], padding: [1, 0])),
        TorchCase("conv2d.depthwise", Conv2d(3, 6, 3, padding: 1, groups: 3)),
        TorchCase("conv2d.reflect", Conv2d(2, 3, 3, padding: [1, 2], paddingMode: .reflect)),
        TorchCase(
            "conv2d.replicate", Conv2d(2, 2, [3, 2], padding: .same, dilation: [1, 2], paddingMode: .replicate)),
        TorchCase("conv3d", Conv3d(2, 3, 2, stride: [1, 2, 1], dilation: [2, 1, 1])),
        TorchCase("convTranspose1d", ConvTranspose1d(3, 4, 3, stride: 2, padding: 1, outputPadding: 1)),
        TorchCase("convTranspose2d", ConvTranspose2d(4, 2, [3, 2], stride: [2, 1], groups: 2, dilation: [1, 2])),
        TorchCase("convTranspose2d.size", ConvTranspose2d(2, 3, 3, stride: 2)) { [$0($1[0], outputSize: [8, 9])] },
        TorchCase("convTranspose3d", ConvTranspose3d(2, 3, 2, stride: 2, bias: false)),
    ]
}
