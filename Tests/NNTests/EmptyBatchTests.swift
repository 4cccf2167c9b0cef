import NN
import Testing

/// What is there to process may be nothing.
@Suite("Empty batches and sequences")
struct EmptyBatchTests {
    @Test("change no running statistics, and are not counted", arguments: [0.1, nil] as [Double?])
    func statistics(momentum: Double?) {
        let (flat, deep) = (BatchNorm1d(2, momentum: momentum), BatchNorm2d(2, momentum: momentum))
        let instance = InstanceNorm1d(2, momentum: momentum, trackRunningStats: true)
        training {
            for shape in [[0, 2], [0, 2, 4], [3, 2, 0]] as [Shape] { #expect(flat(.zeros(shape)).shape == shape) }
            #expect(deep(.zeros([0, 2, 3, 3])).shape == [0, 2, 3, 3])
            for shape in [[0, 2, 4], [3, 2, 0]] as [Shape] { #expect(instance(.zeros(shape)).shape == shape) }
        }
        for state in [flat.stateDict, deep.stateDict, instance.stateDict] {
            #expect(state["running_mean"]!.array(of: Double.self) == [0, 0])
            #expect(state["running_var"]!.array(of: Double.self) == [1, 1])
            #expect(state["num_batches_tracked"]!.item() == 0)
        }
        var (mean, variance) = (Tensor([1.0, 2]), Tensor([3.0, 4]))
        _ = Tensor.zeros([0, 2]).batchNorm(updatingMean: &mean, updatingVar: &variance)
        _ = Tensor.zeros([0, 2, 3]).instanceNorm(updatingMean: &mean, updatingVar: &variance)
        expect(mean, is: [1, 2])
        expect(variance, is: [3, 4])
    }

    @Test("of no steps leave the state of a recurrent network as it was", arguments: [false, true], [false, true])
    func sequences(bidirectional: Bool, batchFirst: Bool) {
        let generator = Generator(seed: 1)
        let directions = bidirectional ? 2 : 1
        let lstm = LSTM(
            3, 4, numLayers: 2, batchFirst: batchFirst, bidirectional: bidirectional, projSize: 2, generator: generator)
        let gru = GRU(3, 4, numLayers: 2, batchFirst: batchFirst, bidirectional: bidirectional, generator: generator)
        let rnn = RNN(3, 4, batchFirst: batchFirst, bidirectional: bidirectional, generator: generator)
        let (none, alone) = (Tensor.zeros(batchFirst ? [5, 0, 3] : [0, 5, 3]), Tensor.zeros([0, 3]))
        func shape(_ features: Int) -> Shape {
            batchFirst ? [5, 0, directions * features] : [0, 5, directions * features]
        }

        let hidden = Tensor.normal([2 * directions, 5, 2], generator: generator)
        let cell = Tensor.normal([2 * directions, 5, 4], generator: generator)
        let (output, state) = lstm(none, LSTMState(hidden: hidden, cell: cell))
        #expect(output.shape == shape(2))
        #expect(state.hidden.allClose(hidden, relative: 0, absolute: 0) && state.cell.allClose(cell, relative: 0, absolute: 0))
        #expect(lstm(none).state.hidden.allClose(.zeros([2 * directions, 5, 2])))
        #expect(gru(none).output.shape == shape(4) && gru(none).state.hidden.shape == [2 * directions, 5, 4])
        #expect(rnn(none).output.shape == shape(4) && rnn(none).state.hidden.shape == [directions, 5, 4])
        #expect(lstm(alone).output.shape == [0, directions * 2] && lstm(alone).state.cell.shape == [2 * directions, 4])
        #expect(gru(alone).output.shape == [0, directions * 4] && gru(alone).state.hidden.shape == [2 * directions, 4])

        let first = hidden.requiringGradient()
        let slope = lstm(none, LSTMState(hidden: first, cell: cell)).state.hidden.sum().gradients()[first]
        #expect(slope?.allClose(.ones(like: hidden)) == true)
    }
}
