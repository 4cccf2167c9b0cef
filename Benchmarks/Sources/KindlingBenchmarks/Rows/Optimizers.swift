import Kindling

@RowBuilder var optimizers: [Row] {
    Row.update("SGD") { SGD($0, learningRate: 0.01) }
    Row.update("SGD with momentum") { SGD($0, learningRate: 0.01, momentum: 0.9) }
    Row.update("Adam") { Adam($0) }
    Row.update("Adam, torch's fused one") { Adam($0) }
    Row.update("AdamW") { AdamW($0, weightDecay: 0.01) }
    Row.update("RMSprop") { RMSprop($0, learningRate: 0.01) }
    Row(name: "clip gradients by norm, 10 x 1e6") {
        let model = TenMillion()
        // A limit that falls, since what is within it already is left alone.
        var (gradients, limit) = (model.gradients, 1.0)
        return Measured(
            {
                limit *= 0.99999
                gradients.clip(norm: limit)
            },
            results: { _ in model.cells.compactMap { gradients[$0]?.narrow(dim: 0, start: 0, length: 1000) } })
    }
}

/// Ten parameters of a million numbers each, and gradients.
private struct TenMillion {
    let cells = (0..<10).map { ParameterCell(values([1_000_000], 100 + $0, -1, 1)) }

    var parameters: [NamedParameter] { cells.enumerated().map { NamedParameter("\($0)", $1) } }

    var gradients: Gradients {
        let products = cells.enumerated().compactMap { index, cell in
            cell.tracked.map { ($0 * values([1_000_000], 200 + index, -1, 1)).sum() }
        }
        return products.dropFirst().reduce(products[0], +).gradients()
    }
}

extension Row {
    fileprivate static func update(_ name: String, _ make: @escaping @Sendable ([NamedParameter]) -> Optimizer) -> Row {
        Row(name: "optimizer: \(name), 10 x 1e6") {
            let model = TenMillion()
            let (optimizer, gradients) = (make(model.parameters), model.gradients)
            return Measured(
                { optimizer.step(gradients) },
                results: { model.cells.compactMap { $0.value?.narrow(dim: 0, start: 0, length: 1000) } })
        }
    }
}
