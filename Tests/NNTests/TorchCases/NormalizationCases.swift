import NN

extension TorchCase {
    static let normalization =
        inBothModes("batchNorm1d", BatchNorm1d(3)) + inBothModes("batchNorm2d", BatchNorm2d(3))
        + inBothModes("batchNorm3d", BatchNorm3d(3))
        + inBothModes("instanceNorm1d", InstanceNorm1d(3, affine: true, trackRunningStats: true))
        + inBothModes("instanceNorm2d", InstanceNorm2d(3, affine: true, trackRunningStats: true))
        + inBothModes("instanceNorm3d", InstanceNorm3d(3, affine: true, trackRunningStats: true))
        + [
            TorchCase("batchNorm1d.length", BatchNorm1d(3, eps: 1e-2, affine: false)),
            TorchCase("batchNorm2d.cumulative", BatchNorm2d(3, momentum: nil)),
            evaluated("batchNorm2d.untracked", BatchNorm2d(3, trackRunningStats: false)),
            TorchCase("instanceNorm1d.single", InstanceNorm1d(3)),
            evaluated("instanceNorm2d.plain", InstanceNorm2d(3)),
            TorchCase("layerNorm", LayerNorm(5)),
            TorchCase("layerNorm.shape", LayerNorm([3, 5], eps: 1e-3, bias: false)),
            TorchCase("layerNorm.plain", LayerNorm(5, elementwiseAffine: false)),
            TorchCase("groupNorm", GroupNorm(2, 6)),
            TorchCase("groupNorm.plain", GroupNorm(3, 6, eps: 1e-2, affine: false)),
            TorchCase("rmsNorm", RMSNorm(5)),
            TorchCase("rmsNorm.shape", RMSNorm([3, 5], eps: 1e-2, elementwiseAffine: false)),
            TorchCase("localResponseNorm", LocalResponseNorm(3, alpha: 0.1, beta: 0.5, k: 2)),
        ]

    private static func inBothModes<M: Module<Tensor, Tensor>>(
        _ name: String, _ module: @autoclosure @escaping @Sendable () -> M
    ) -> [TorchCase] {
        [TorchCase("\(name).training", module()), evaluated("\(name).evaluating", module())]
    }
}

/// A layer as in evaluation, and on the graph nevertheless.
func evaluated<M: Module<Tensor, Tensor>>(_ name: String, _ module: @autoclosure @escaping @Sendable () -> M) -> TorchCase {
    TorchCase(name, module()) { layer, inputs in [evaluating { recording { layer(inputs[0]) } }] }
}
