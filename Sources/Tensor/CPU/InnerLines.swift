/// A dim of a contiguous tensor which is not the last one, `[outer, size, inner]`: its lines lie side by side.
struct InnerLines {
    let outer, size, inner: Int

    init?(_ x: Tensor, _ dim: Int) {
        if !x.isContiguous || x.count == 0 || x.rank == 0 { return nil }
        outer = x.shape[..<dim].reduce(1, *)
        size = x.shape[dim]
        inner = x.shape[(dim + 1)...].reduce(1, *)
        if inner == 1 { return nil }
    }

    /// Calls `body`, on several threads, for a vector's width of lines at a time: where the first one starts, its index among all
    /// lines, and their number.
    @inline(__always)
    func forEach(_ body: (_ offset: Int, _ line: Int, _ width: Int) -> Void) {
        let across = (inner + 63) / 64
        parallel(outer * across, grain: Grain.of(Grain.vectorMath, each: size * min(inner, 64))) { range in
            for chunk in range {
                let (table, column) = (chunk / across, chunk % across * 64)
                body(table * size * inner + column, table * inner + column, min(64, inner - column))
            }
        }
    }
}
