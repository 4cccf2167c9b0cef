import Kindling

@RowBuilder var products: [Row] {
    for n in [64, 128, 256, 512, 1024, 2048] {
        Row("matmul \(n)", uniform(n, n), uniform(n, n)) { $0.matmul($1) }
    }
    for (m, n, k) in [(32, 1, 30), (32, 64, 64), (128, 512, 784), (128, 10, 512), (1024, 384, 128), (1, 512, 784)] {
        Row("linear (\(m), \(n), \(k))", uniform(m, k), uniform(n, k), uniform(n)) { $0.linear($1, bias: $2) }
    }
    Row("matmul float64 512", uniform(512, 512, dtype: .float64), uniform(512, 512, dtype: .float64)) { $0.matmul($1) }
    Row("matmul of transposes 512", uniform(512, 512), uniform(512, 512)) { $0.t().matmul($1.t()) }
    Row("matmul 1024 x 1024 by a vector", uniform(1024, 1024), uniform(1024)) { $0.matmul($1) }
    Row("dot 1e5", uniform(100_000), uniform(100_000)) { $0.dot($1) }
    Row("outer 1024 by 1024", uniform(1024), uniform(1024)) { $0.outer($1) }
    Row("batched matmul 32 x 128 x 64 x 128", uniform(32, 128, 64), uniform(32, 64, 128)) { $0.matmul($1) }
    Row("batched matmul 4096 x 8 x 8 x 8", uniform(4096, 8, 8), uniform(4096, 8, 8)) { $0.matmul($1) }
    Row("einsum bhld,bhsd->bhls, 8 x 4 x 128 x 32", uniform(8, 4, 128, 32), uniform(8, 4, 128, 32)) {
        .einsum("bhld,bhsd->bhls", $0, $1)
    }
    Row.gradients("linear (128, 512, 784)", uniform(128, 784), uniform(512, 784), uniform(512)) {
        $0[0].linear($0[1], bias: $0[2])
    }
    Row("solve 256 x 256 for 16", uniform(256, 256), uniform(256, 16)) { a, b in
        guard let x = try? (a + 16 * .eye(256)).solve(b) else { return .zeros([]) }
        return x
    }
    Row("singular values 128 x 128", uniform(128, 128)) { a in
        guard let values = try? a.svdvals() else { return .zeros([]) }
        return values
    }
}
