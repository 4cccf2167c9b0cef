import NN
import Testing

@Suite("Layers")
struct LayerTests {
    @Test("Linear starts from U(-k, k), k = 1/√inFeatures, weights and biases, from its generator")
    func linearInit() {
        let layer = Linear(64, 500, generator: Generator(seed: 3))
        let bound = 0.125
        #expect(layer.weight.shape == [500, 64])
        #expect(layer.bias?.shape == [500])
        for tensor in [layer.weight, layer.bias!] {
            #expect(tensor.amin().item() >= -bound && tensor.amin().item() < -0.95 * bound)
            #expect(tensor.amax().item() <= bound && tensor.amax().item() > 0.95 * bound)
        }
        #expect(abs(layer.weight.mean().item()) < 0.002)
        #expect(abs(layer.weight.std().item() - bound / 3.0.squareRoot()) < 0.002)
        let again = Linear(64, 500, generator: Generator(seed: 3))
        #expect(again.weight.array(of: Float.self) == layer.weight.array(of: Float.self))
        #expect(Linear(2, 2, dtype: .float64).weight.dtype == .float64)
    }

    @Test("Linear takes any leading dims, with and without a bias")
    func linear() {
        let layer = Linear(2, 3)
        layer.weight = Tensor([[1.0, 2], [3, 4], [5, 6]])
        layer.bias = Tensor([10.0, 20, 30])
        expect(layer(Tensor([1.0, -1])), is: [9, 19, 29])
        #expect(layer(.zeros([4, 2])).shape == [4, 3])
        #expect(layer(.zeros([5, 1, 4, 2])).shape == [5, 1, 4, 3])
        #expect(layer(.zeros([0, 2])).shape == [0, 3])
        layer.bias = nil
        expect(layer(Tensor([1.0, -1])), is: [-1, -1, -1])
        #expect(Linear(2, 3, bias: false).bias == nil)
    }

    @Test("Linear's mistakes are named")
    func linearMistakes() async {
        let said = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Linear(30, 1)(.zeros([32, 29]))
        }
        #expect(message(said).contains("linear: the last sizes of input [32, 29] and weight [1, 30] must be equal"))
    }

    @Test(
        "Dropout in training drops with its probability and scales the rest, so that the mean stays",
        arguments: [0.1, 0.5, 0.8])
    func dropout(probability: Double) {
        let layer = Dropout(probability, generator: Generator(seed: 1))
        let dropped = layer(.ones([100, 1000])).array(of: Float.self)
        let kept = Float(1 / (1 - probability))
        #expect(dropped.allSatisfy { $0 == 0 || abs($0 - kept) < 1e-6 })
        let share = Double(dropped.count { $0 == 0 }) / 100_000
        #expect(abs(share - probability) < 0.006)
        #expect(layer(.ones([1000])).array(of: Float.self) != layer(.ones([1000])).array(of: Float.self))
    }

    @Test("Dropout does nothing in evaluation; noGrad alone is training still")
    func dropoutModes() {
        let layer = Dropout(0.5)
        let x = Tensor.normal([200])
        #expect(evaluating { layer(x) }.array(of: Float.self) == x.array(of: Float.self))
        #expect(noGrad { layer(x) }.array(of: Float.self).contains(0))
        #expect(evaluating { training { layer(x) } }.array(of: Float.self).contains(0))
        #expect(Dropout(0)(x).array(of: Float.self) == x.array(of: Float.self))
        #expect(Dropout(1)(x).array(of: Float.self).allSatisfy { $0 == 0 })
    }

    @Test("Dropout's gradient is 0 where it dropped, and scaled elsewhere")
    func dropoutGradient() {
        let x = Tensor.ones([100], dtype: .float64).requiringGradient()
        let y = Dropout(0.25, generator: Generator(seed: 5))(x)
        expect(y.sum().gradients()[x], is: y.array(of: Double.self))
    }

    @Test("Flatten joins all dims but the batch's, or those it is told")
    func flatten() {
        #expect(Flatten()(.zeros([2, 3, 4])).shape == [2, 12])
        #expect(Flatten(from: 0, to: 1)(.zeros([2, 3, 4])).shape == [6, 4])
        #expect(Flatten(from: -2)(.zeros([2, 3, 4])).shape == [2, 12])
    }

    @Test("activations")
    func activations() {
        let x = Tensor([-1.0, 0, 2], dtype: .float64)
        expect(ReLU()(x), is: [0, 0, 2])
        expect(Sigmoid()(x), is: [0.2689414213699951, 0.5, 0.8807970779778823])
        expect(Tanh()(x), is: [-0.7615941559557649, 0, 0.9640275800758169])
    }

    @Test("Sequential is built with if, else, for and plain lists", arguments: [true, false])
    func sequential(isDeep: Bool) {
        let model = Sequential {
            Linear(4, 8)
            if isDeep {
                for _ in 0..<2 {
                    Linear(8, 8)
                    ReLU()
                }
            }
            if isDeep { Tanh() } else { Sigmoid() }
            Linear(8, 1)
        }
        #expect(model.layers.count == (isDeep ? 7 : 3))
        #expect(model.layers[isDeep ? 5 : 1] is Tanh == isDeep)
        #expect(model(.zeros([3, 4])).shape == [3, 1])
        #expect(Sequential([ReLU(), ReLU()]).layers.count == 2)
        expect(Sequential {}(Tensor([3.0])), is: [3])
    }

    @Test("a model trains: its gradients reach every parameter")
    func gradients() {
        let model = Sequential {
            Linear(3, 4)
            Tanh()
            Linear(4, 1)
        }
        let gradients = model(.ones([5, 3])).sum().gradients()
        #expect(model.parameters.allSatisfy { gradients[$0.cell]?.shape == $0.cell.value?.shape })
        #expect(gradients.count == 4)
        #expect(!evaluating { model(.ones([5, 3])) }.requiresGradient)
    }

    @Test("the summary shows layers that are held in arrays, optionals and dictionaries")
    func summaryOfCollections() {
        struct Network: Module {
            let layers = [Linear(4, 8), Linear(8, 2)]
            let none: Linear? = nil
            let extra: Linear? = Linear(2, 2)
            let heads = ["b": Linear(2, 3), "a": Linear(2, 1)]
            func callAsFunction(_ x: Tensor) -> Tensor {
                let y = extra!(layers.reduce(x) { $1($0).relu() })
                return .concatenate([heads["a"]!(y), heads["b"]!(y)], dim: 1)
            }
        }
        #expect(
            Network().summary(for: .zeros([5, 4])) == """
                layer              output  parameters
                layers.0 (Linear)  [5, 8]          40
                layers.1 (Linear)  [5, 2]          18
                extra (Linear)     [5, 2]           6
                heads.a (Linear)   [5, 1]           3
                heads.b (Linear)   [5, 3]           9
                Network: [5, 4] -> [5, 4], 76 parameters
                """)
    }

    @Test("the summary is a table of layers, output shapes and parameters")
    func summary() {
        struct Network: Module {
            let hidden = Linear(30, 16)
            let output = Linear(16, 1)
            func callAsFunction(_ x: Tensor) -> Tensor { output(hidden(x).relu()) }
        }
        #expect(
            Network().summary(for: .zeros([32, 30])) == """
                layer            output    parameters
                hidden (Linear)  [32, 16]         496
                output (Linear)  [32, 1]           17
                Network: [32, 30] -> [32, 1], 513 parameters
                """)
        let sequential = Sequential {
            Linear(4, 8)
            Dropout(0.5)
            Sequential { ReLU() }
            Lambda { $0.sum(dim: 1) }
        }
        #expect(
            sequential.summary(for: .zeros([2, 4])) == """
                layer        output  parameters
                0 (Linear)   [2, 8]          40
                1 (Dropout)  [2, 8]           0
                2.0 (ReLU)   [2, 8]           0
                3 (Lambda)   [2]              0
                Sequential: [2, 4] -> [2], 40 parameters
                """)
    }

    @Test("the summary and messages call layers by their dims")
    func namesWithDims() {
        let model = Sequential {
            Conv2d(1, 2, 3)
            MaxPool2d(2)
            BatchNorm2d(2)
        }
        #expect(
            model.summary(for: .zeros([1, 1, 6, 6])) == """
                layer            output        parameters
                0 (Conv2d)       [1, 2, 4, 4]          20
                1 (MaxPool2d)    [1, 2, 2, 2]           0
                2 (BatchNorm2d)  [1, 2, 2, 2]           4
                Sequential: [1, 1, 6, 6] -> [1, 2, 2, 2], 24 parameters
                """)
        let error = #expect(throws: StateMismatch.self) { try Conv1d(1, 1, 1).load([:]) }
        #expect(error?.model == "Conv1d")
    }

    @Test("one model shared by eight tasks predicts the same bits")
    func concurrent() async {
        let model = Sequential {
            Linear(30, 16)
            ReLU()
            Dropout(0.5)
            Linear(16, 1)
            Sigmoid()
        }
        let x = Tensor.normal([64, 30], generator: Generator(seed: 2))
        let expected = evaluating { model(x) }.array(of: Float.self)
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    (0..<20).allSatisfy { _ in evaluating { model(x) }.array(of: Float.self) == expected }
                }
            }
            for await same in group { #expect(same) }
        }
    }
}
