import Kindling

@RowBuilder var random: [Row] {
    drawn("normal 1e5") { .normal([100_000]) }
    drawn("uniform 1e5") { .uniform([100_000]) }
    Row(name: "dropout 1e5") {
        let (ones, dropout) = (Tensor.ones([100_000]), Dropout(0.5))
        return Measured({ dropout(ones) }) { moments($0) }
    }
}

private func drawn(_ name: String, _ draw: @escaping @Sendable () -> Tensor) -> Row {
    Row(name: name) { Measured(draw) { moments($0) } }
}

/// What numbers of another generator share: their mean and deviation, to some tenth.
private func moments(_ x: Tensor) -> [Tensor] { [(x.mean() * 10).round(), (x.std() * 10).round()] }
