import Kindling

@RowBuilder var attention: [Row] {
    Row("attention 8 x 4 x 128 x 32, causal", heads, heads, heads) { $0.scaledDotProductAttention($1, $2, isCausal: true) }
    Row.gradients("attention 8 x 4 x 128 x 32, causal", heads, heads, heads) {
        $0[0].scaledDotProductAttention($0[1], $0[2], isCausal: true)
    }
    Row("attention 1 x 8 x 1024 x 64", long, long, long) { $0.scaledDotProductAttention($1, $2) }
    Row.gradients("attention 1 x 8 x 1024 x 64", long, long, long) { $0[0].scaledDotProductAttention($0[1], $0[2]) }
}

private let heads = uniform(8, 4, 128, 32)
private let long = uniform(1, 8, 1024, 64)
