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
}
