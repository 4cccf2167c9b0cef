import Kindling

@RowBuilder var convolutions: [Row] {
    Row("conv 64-64 3x3 on 32 x 32, b 16", uniform(16, 64, 32, 32), uniform(64, 64, 3, 3), uniform(64)) {
        $0.conv2d($1, bias: $2, padding: 1)
    }
    Row.gradients("conv 64-64 3x3 on 32 x 32, b 16", uniform(16, 64, 32, 32), uniform(64, 64, 3, 3), uniform(64)) {
        $0[0].conv2d($0[1], bias: $0[2], padding: 1)
    }
    Row("conv 64-256 1x1 on 32 x 32, b 16", uniform(16, 64, 32, 32), uniform(256, 64, 1, 1), uniform(256)) {
        $0.conv2d($1, bias: $2)
    }
    Row("conv 3-64 7x7 stride 2 on 224 x 224, b 1", uniform(1, 3, 224, 224), uniform(64, 3, 7, 7)) {
        $0.conv2d($1, stride: 2, padding: 3)
    }
    Row("depthwise conv 64 3x3 on 32 x 32, b 16", uniform(16, 64, 32, 32), uniform(64, 1, 3, 3), uniform(64)) {
        $0.conv2d($1, bias: $2, padding: 1, groups: 64)
    }
    Row.gradients("depthwise conv 64 3x3 on 32 x 32, b 16", uniform(16, 64, 32, 32), uniform(64, 1, 3, 3), uniform(64)) {
        $0[0].conv2d($0[1], bias: $0[2], padding: 1, groups: 64)
    }
    Row("conv1d 64-64 5 on 1024, b 16", uniform(16, 64, 1024), uniform(64, 64, 5)) { $0.conv1d($1, padding: 2) }
    Row("transposed conv 64-32 4x4 stride 2 on 16 x 16, b 16", uniform(16, 64, 16, 16), uniform(64, 32, 4, 4)) {
        $0.convTranspose2d($1, stride: 2, padding: 1)
    }
    Row("max pool 2x2 of 16 x 64 x 32 x 32", uniform(16, 64, 32, 32)) { $0.maxPool2d(2) }
    Row("avg pool 2x2 of 16 x 64 x 32 x 32", uniform(16, 64, 32, 32)) { $0.avgPool2d(2) }
    Row.gradients("max pool 2x2 of 16 x 64 x 32 x 32", uniform(16, 64, 32, 32)) { $0[0].maxPool2d(2) }
    Row("bilinear upsampling x2 of 16 x 16 x 32 x 32", uniform(16, 16, 32, 32)) {
        $0.interpolate(scaleFactor: 2, mode: .bilinear, alignCorners: false)
    }
}
