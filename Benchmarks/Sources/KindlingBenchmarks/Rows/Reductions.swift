import Kindling

@RowBuilder var reductions: [Row] {
    for size in Size.allCases {
        Row("sum \(size.rawValue)", uniform(size.count)) { $0.sum() }
    }
    Row("sum 1024 x 1024, dim 0", uniform(1024, 1024)) { $0.sum(dim: 0) }
    Row("sum 1024 x 1024, dim 1", uniform(1024, 1024)) { $0.sum(dim: 1) }
    Row("mean 1024 x 1024, dim 1", uniform(1024, 1024)) { $0.mean(dim: 1) }
    Row("var 1024 x 1024, dim 1", uniform(1024, 1024)) { $0.var(dim: 1) }
    Row("amax 1024 x 1024, dim 1", uniform(1024, 1024)) { $0.amax(dim: 1) }
    Row("argmax 1024 x 1024, dim 1", uniform(1024, 1024)) { $0.argmax(dim: 1) }
    Row("norm 1e5", uniform(100_000)) { $0.norm() }
    Row("logsumexp 1024 x 1024, dim 1", uniform(1024, 1024)) { $0.logSumExp(dim: 1) }
    Row("cumsum 1024 x 1024, dim 1", uniform(1024, 1024)) { $0.cumsum(dim: 1) }
    Row("softmax 1024 x 1024", uniform(1024, 1024)) { $0.softmax(dim: 1) }
    Row("log softmax 1024 x 1024", uniform(1024, 1024)) { $0.logSoftmax(dim: 1) }
    Row("layerNorm 1024 x 1024", uniform(1024, 1024), uniform(1024), uniform(1024)) {
        $0.layerNorm([1024], weight: $1, bias: $2)
    }
    Row("rmsNorm 1024 x 1024", uniform(1024, 1024), uniform(1024)) { $0.rmsNorm([1024], weight: $1) }
    Row("groupNorm 16 x 64 x 32 x 32", uniform(16, 64, 32, 32), uniform(64), uniform(64)) {
        $0.groupNorm(8, weight: $1, bias: $2)
    }
    Row("batchNorm 16 x 64 x 32 x 32", uniform(16, 64, 32, 32), uniform(64), uniform(64)) {
        $0.batchNorm(weight: $1, bias: $2)
    }
    Row("softmax 4096 x 128", uniform(4096, 128)) { $0.softmax(dim: 1) }
    Row("layerNorm 4096 x 128", uniform(4096, 128), uniform(128), uniform(128)) {
        $0.layerNorm([128], weight: $1, bias: $2)
    }
    Row("mseLoss 1e5", uniform(100_000), uniform(100_000)) { mseLoss($0, $1) }
    Row("huberLoss 1e5", uniform(100_000, from: -2, to: 2), uniform(100_000)) { huberLoss($0, $1) }
    Row("klDiv 1e5", uniform(100_000, from: -5, to: 0), uniform(100_000, from: 0, to: 1)) {
        klDiv($0, $1, reduction: .batchMean)
    }
    Row("sort 1e5", uniform(100_000)) { $0.sort().values }
    Row("sort 1024 x 1024, dim 1", uniform(1024, 1024)) { $0.sort(dim: 1).values }
    Row("topk 10 of 1024 x 1024", uniform(1024, 1024)) { $0.topk(10).values }
    Row("median 1e5", uniform(100_000)) { $0.median() }
    Row.gradients("softmax 1024 x 1024", uniform(1024, 1024)) { $0[0].softmax(dim: 1) }
    Row.gradients("layerNorm 1024 x 1024", uniform(1024, 1024), uniform(1024), uniform(1024)) {
        $0[0].layerNorm([1024], weight: $0[1], bias: $0[2])
    }
    Row.gradients("batchNorm 16 x 64 x 32 x 32", uniform(16, 64, 32, 32), uniform(64), uniform(64)) {
        $0[0].batchNorm(weight: $0[1], bias: $0[2])
    }
    Row(name: "crossEntropy 1024 x 1000, forward + backward") {
        let target = integers(below: 1000, 1024).make(2)
        let logits = uniform(1024, 1000).make(1)
        return Measured { gradient(of: { crossEntropy($0, target) }, at: logits) }
    }
    Row(name: "crossEntropy 128 x 10, forward + backward") {
        let target = integers(below: 10, 128).make(2)
        let logits = uniform(128, 10).make(1)
        return Measured { gradient(of: { crossEntropy($0, target) }, at: logits) }
    }
    Row(name: "huberLoss 1e5, forward + backward") {
        let target = uniform(100_000).make(2)
        let prediction = uniform(100_000, from: -2, to: 2).make(1)
        return Measured { gradient(of: { huberLoss($0, target) }, at: prediction) }
    }
}
