import Kindling

@RowBuilder var movement: [Row] {
    Row("transpose copied 1024 x 1024", uniform(1024, 1024)) { $0.t().contiguous() }
    Row("row broadcast-add 1024 x 1024", uniform(1024, 1024), uniform(1024)) { $0 + $1 }
    Row("column broadcast-mul 1024 x 1024", uniform(1024, 1024), uniform(1024, 1)) { $0 * $1 }
    Row("NCHW to NHWC copied 16 x 64 x 32 x 32", uniform(16, 64, 32, 32)) { $0.permute(0, 2, 3, 1).contiguous() }
    Row("concatenate 2 of 1024 x 512, dim 1", uniform(1024, 512), uniform(1024, 512)) { .concatenate([$0, $1], dim: 1) }
    Row("every other column copied 1024 x 1024", uniform(1024, 1024)) { $0.slice(dim: 1, step: 2).contiguous() }
    Row("flip 1024 x 1024, dim 1", uniform(1024, 1024)) { $0.flip(1).contiguous() }
    Row("pad 16 x 64 x 32 x 32 by 1", uniform(16, 64, 32, 32)) { $0.pad([1, 1, 1, 1]) }
    Row("embedding 4096 of 50000 x 256", integers(below: 50000, 4096), uniform(50000, 256)) { $0.embedding($1) }
    Row("index select 1e5 of 1e5 x 16", uniform(100_000, 16), integers(below: 100_000, 100_000)) {
        $0.indexSelect(dim: 0, $1)
    }
    Row("gather 1024 x 1024, dim 1", uniform(1024, 1024), integers(below: 1024, 1024, 1024)) { $0.gather(dim: 1, $1) }
    Row("scatter add 1024 x 1024, dim 1", uniform(1024, 1024), integers(below: 1024, 1024, 1024), uniform(1024, 1024)) {
        $0.scatterAdd(dim: 1, $1, $2)
    }
    Row("masked select 1e5", uniform(100_000)) { $0.maskedSelect($0 .> 0) }
    Row("roll 1024 x 1024 by 100, dim 1", uniform(1024, 1024)) { $0.roll(100, dim: 1) }
    Row("stack 4 of 512 x 512", uniform(512, 512), uniform(512, 512)) { .stack([$0, $1, $0, $1]) }
    Row("stack 2 of 1024 x 512, dim 2", uniform(1024, 512), uniform(1024, 512)) { .stack([$0, $1], dim: 2) }
    Row("repeat 256 x 1024 four times", uniform(256, 1024)) { $0.repeat(4, 1).contiguous() }
    Row("heads permuted 16 x 128 x 8 x 64", uniform(16, 128, 8, 64)) { $0.permute(0, 2, 1, 3).contiguous() }
    Row("pad by reflection 16 x 64 x 32 x 32 by 1", uniform(16, 64, 32, 32)) { $0.pad([1, 1, 1, 1], mode: .reflect) }
    Row(
        "x[rows, columns], 1e5 of 1024 x 1024", uniform(1024, 1024), integers(below: 1024, 100_000),
        integers(below: 1024, 100_000)
    ) {
        $0[$1, $2]
    }
    Row("put 1e5 of 1e5, accumulated", uniform(100_000), integers(below: 100_000, 100_000), uniform(100_000)) {
        $0.put($1, $2, accumulate: true)
    }
    Row("index add 1e5 x 16 to 1e4 x 16", uniform(10_000, 16), integers(below: 10_000, 100_000), uniform(100_000, 16)) {
        $0.indexAdd(dim: 0, $1, $2)
    }
    Row("scatter max 1024 x 1024, dim 1", uniform(1024, 1024), integers(below: 1024, 1024, 1024), uniform(1024, 1024)) {
        $0.scatterReduce(dim: 1, $1, $2, .max)
    }
    Row("scatter add 1024 x 1024, dim 0", uniform(1024, 1024), integers(below: 1024, 1024, 1024), uniform(1024, 1024)) {
        $0.scatterAdd(dim: 0, $1, $2)
    }
    Row("tril 1024 x 1024", uniform(1024, 1024)) { $0.tril() }
    Row("nonzero 1e5", uniform(100_000)) { ($0 .> 0).nonZero() }
    Row("unique 1e5 of 1000", integers(below: 1000, 100_000)) { $0.unique().values }
    Row("cumprod 1024 x 1024, dim 1", uniform(1024, 1024, from: 0.9, to: 1.1)) { $0.cumprod(dim: 1) }
    Row("cummax 1024 x 1024, dim 1", uniform(1024, 1024)) { $0.cummax(dim: 1).values }
    Row("masked fill 1024 x 1024", uniform(1024, 1024)) { $0.maskedFill($0 .> 0, 0) }
    Row("column expanded to 1024 x 1024", uniform(1024, 1)) { $0.expand(1024, 1024).contiguous() }
    Row("diff 1024 x 1024, dim 1", uniform(1024, 1024)) { $0.diff() }
    Row("searchsorted 1e5 in 1e4", uniform(10_000), uniform(100_000)) { $0.sort().values.searchSorted($1) }
    Row("unfold 3x3 of 16 x 16 x 32 x 32", uniform(16, 16, 32, 32)) { $0.unfold(kernelSize: 3, padding: 1) }
    Row("fold 3x3 of 16 x 16 x 32 x 32", uniform(16, 144, 1024)) { $0.fold(outputSize: 32, kernelSize: 3, padding: 1) }
    Row("pixel shuffle 2 of 16 x 64 x 32 x 32", uniform(16, 64, 32, 32)) { $0.pixelShuffle(2).contiguous() }
    Row("add of a transpose 1024 x 1024", uniform(1024, 1024), uniform(1024, 1024)) { $0 + $1.t() }
    Row("isin 1e5 of 1000", integers(below: 10000, 100_000), integers(below: 10000, 1000)) { $0.isIn($1) }
}
