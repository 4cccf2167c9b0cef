import NN

extension TorchCase {
    static let recurrent = elman + lstm + gru

    private static let elman = [
        TorchCase("rnn", RNN(3, 4)) { flat($0($1[0])) },
        TorchCase("rnn.relu", RNN(3, 4, nonlinearity: .relu)) { flat($0($1[0])) },
        TorchCase("rnn.deep", RNN(3, 4, numLayers: 2, bidirectional: true)) { flat($0($1[0], HiddenState(hidden: $1[1]))) },
        TorchCase("rnn.batchFirst", RNN(3, 4, bias: false, batchFirst: true)) { flat($0($1[0], HiddenState(hidden: $1[1]))) },
        TorchCase("rnn.single", RNN(3, 4, bidirectional: true)) { flat($0($1[0], HiddenState(hidden: $1[1]))) },
        TorchCase("rnnCell", RNNCell(3, 4)) { $0($1[0], HiddenState(hidden: $1[1])).tensors },
        TorchCase("rnnCell.relu", RNNCell(3, 4, nonlinearity: .relu)) { $0($1[0]).tensors },
        TorchCase("rnnCell.single", RNNCell(3, 4, bias: false)) { $0($1[0]).tensors },
    ]

    private static let lstm = [
        TorchCase("lstm", LSTM(3, 4)) { flat($0($1[0])) },
        TorchCase("lstm.deep", LSTM(3, 4, numLayers: 2, bidirectional: true)) { flat($0($1[0], state($1))) },
        TorchCase("lstm.batchFirst", LSTM(3, 4, bias: false, batchFirst: true)) { flat($0($1[0], state($1))) },
        TorchCase("lstm.single", LSTM(3, 4, bidirectional: true)) { flat($0($1[0], state($1))) },
        TorchCase("lstm.projected", LSTM(3, 4, projSize: 2)) { flat($0($1[0])) },
        TorchCase("lstm.projectedDeep", LSTM(3, 4, numLayers: 2, batchFirst: true, bidirectional: true, projSize: 2)) {
            flat($0($1[0], state($1)))
        },
        TorchCase("lstmCell", LSTMCell(3, 4)) { $0($1[0], state($1)).tensors },
        TorchCase("lstmCell.single", LSTMCell(3, 4, bias: false)) { $0($1[0]).tensors },
    ]

    private static let gru = [
        TorchCase("gru", GRU(3, 4)) { flat($0($1[0])) },
        TorchCase("gru.deep", GRU(3, 4, numLayers: 2, bidirectional: true)) { flat($0($1[0], HiddenState(hidden: $1[1]))) },
        TorchCase("gru.batchFirst", GRU(3, 4, bias: false, batchFirst: true)) { flat($0($1[0], HiddenState(hidden: $1[1]))) },
        TorchCase("gru.single", GRU(3, 4, bidirectional: true)) { flat($0($1[0], HiddenState(hidden: $1[1]))) },
        TorchCase("gruCell", GRUCell(3, 4)) { $0($1[0], HiddenState(hidden: $1[1])).tensors },
        TorchCase("gruCell.single", GRUCell(3, 4, bias: false)) { $0($1[0]).tensors },
    ]
}

private func state(_ inputs: [Tensor]) -> LSTMState { LSTMState(hidden: inputs[1], cell: inputs[2]) }

private func flat(_ result: (output: Tensor, state: some RecurrentState)) -> [Tensor] { [result.output] + result.state.tensors }
