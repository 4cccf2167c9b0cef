import Kindling

@RowBuilder var recurrent: [Row] {
    Row(name: "LSTM 64-128, b 16, T 50") { sequenceOutput(of: LSTM(64, 128)) { $0($1).output } }
    Row(name: "LSTM 64-128, b 16, T 50, forward + backward") { sequenceGradients(of: LSTM(64, 128)) { $0($1).output } }
    Row(name: "GRU 64-128, b 16, T 50, forward + backward") { sequenceGradients(of: GRU(64, 128)) { $0($1).output } }
}

private func sequenceOutput<Network: Module>(
    of network: Network, _ output: @escaping (Network, Tensor) -> Tensor
) -> Measured {
    network.fillParameters()
    let x = uniform(50, 16, 64).make(1)
    return Measured { evaluating { output(network, x) } }
}

private func sequenceGradients<Network: Module>(
    of network: Network, _ output: @escaping (Network, Tensor) -> Tensor
) -> Measured {
    network.fillParameters()
    let (x, cotangent) = (uniform(50, 16, 64).make(1), uniform(50, 16, 128).make(9))
    let cells = network.parameters.sorted { $0.name < $1.name }.map(\.cell)
    return Measured(
        { output(network, x).gradients(cotangent: cotangent) },
        results: { gradients in cells.compactMap { gradients[$0] } })
}
