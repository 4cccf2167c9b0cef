import Compilation
import DeviceSupport
import Testing

@Suite("Graphs of models")
struct GraphTests {
    @Test("name parameters and buffers by their paths")
    func names() throws {
        let model = Example.all[2].model()
        let graph = try model.graph(for: .zeros([3, 1, 12, 12]))
        #expect(graph.parameters.map(\.name) == ["0.weight", "0.bias", "1.weight", "1.bias", "5.weight", "5.bias"])
        #expect(Set(graph.buffers.map(\.name)) == ["1.running_mean", "1.running_var"])
        #expect(graph.nodes.first?.operation.name == "convolution")
        #expect(graph.outputs.map(\.shape) == [[3, 3]])
        let weight = try #require(graph.parameters.first)
        #expect(weight.value.shape == [4, 1, 3, 3] && weight.requiresGradient)
        #expect(weight.parameter === model.parameters[0].cell && weight.tensor?.shape == [4, 1, 3, 3])
    }

    @Test("are complete: an interpreter gives what the model gives", arguments: Example.all)
    func predictions(example: Example) throws {
        let model = example.model()
        let graph = try model.graph(for: example.input(0))
        let variables = graph.variables.compactMap(\.tensor)
        let cpu = try #require(Backends.backend(for: .cpu).compile(graph))
        for seed in 0..<2 as Range<UInt64> {
            let x = example.input(seed)
            for executable in [Interpreter(graph), cpu] {
                let output = try executable.execute([x], variables: variables).outputs[0]
                #expect(output.isIdentical(to: evaluating { model(x) }))
            }
        }
    }

    // The transformer draws from the generator that all tests share.
    @Test(
        "of training steps have the backward pass, and store what layers change",
        arguments: Example.all.filter { $0.name != "transformer" })
    func steps(example: Example) throws {
        let model = example.model()
        let x = example.input(0)
        func loss(_ x: Tensor) -> [Tensor] {
            let loss = mseLoss(model(x), evaluating { model(x).detached() } * 0 + 0.5)
            return [loss] + loss.gradients().values
        }
        let before = model.stateDict
        let graph = try Graph.tracing([x], naming: model.parameters + model.buffers) { loss($0[0]) }
        for (name, tensor) in before { #expect(model.stateDict[name]!.isIdentical(to: tensor)) }
        let variables = graph.variables.compactMap(\.tensor)
        let (outputs, stores) = try Interpreter(graph).execute([x], variables: variables)
        for (found, expected) in zip(outputs, loss(x)) { #expect(found.isIdentical(to: expected)) }
        #expect(Set(graph.stores.map(\.name)) == Set(model.buffers.map(\.name)))
        for (store, tensor) in zip(graph.stores, stores) { #expect(tensor.isIdentical(to: model.stateDict[store.name]!)) }
    }
}

@Suite("Compiled functions on other devices")
struct CompiledDeviceTests {
    private func model(on device: Device) throws -> Sequential {
        let generator = Generator(seed: 1)
        let model = Sequential {
            Linear(3, 4, generator: generator)
            BatchNorm1d(4)
            Tanh()
            Linear(4, 1, generator: generator)
        }
        return try model.to(device)
    }

    @Test("run eagerly where the backend compiles nothing, say so, and are right")
    func eager() throws {
        let (here, there) = (try model(on: .cpu), try model(on: .trapping))
        let compiled = there.compiled()
        for seed in 0..<3 as Range<UInt64> {
            let x = Tensor.normal([5, 3], generator: Generator(seed: seed))
            let y = try compiled(x.to(.trapping))
            #expect(y.device == .trapping && y.isIdentical(to: evaluating { here(x) }))
        }
        #expect(compiled.fallback == "runs on trapping:0, whose backend does not compile functions")
        let checked = try there.compiled(for: Tensor.zeros([5, 3]).to(.trapping))
        let error = try #require(throws: InputError.self) { try checked.checked(Tensor.zeros([5, 3]).to(.trapping)) }
        #expect(error.reason == .unchecked && "\(error)".contains("trapping:0"))
    }

    @Test("are executed by a backend that compiles, which sees parameters that were changed")
    func compiled() throws {
        let (here, there) = (try model(on: .cpu), try model(on: .compiling))
        let compiled = there.compiled()
        let before = Interpreter.executions.load(ordering: .relaxed)
        for round in 0..<4 as Range<UInt64> {
            let x = Tensor.normal([5, 3], generator: Generator(seed: round))
            let y = try compiled(x.to(.compiling))
            #expect(y.device == .compiling && y.isIdentical(to: evaluating { here(x) }))
            for model in [here, there] { for parameter in model.parameters { parameter.cell.update { $0 = $0 * 1.5 } } }
        }
        #expect(compiled.fallback == nil)
        #expect(Interpreter.executions.load(ordering: .relaxed) >= before + 3)
    }

    @Test("train as on the CPU, whether the backend compiles or not", arguments: [Device.trapping, .compiling])
    func training(device: Device) throws {
        func trained(_ device: Device) throws -> (losses: [Tensor], state: [String: Tensor], fallback: String?) {
            let model = try model(on: device)
            let optimizer = Adam(model.parameters, learningRate: 0.05)
            let step = TrainingStep(optimizer) { x, y in mseLoss(model(x), y) }
            let losses = try (0..<5 as Range<UInt64>).map { seed in
                let x = Tensor.normal([5, 3], generator: Generator(seed: seed))
                return try step(x.to(device), Tensor.ones([5, 1]).to(device)).to(.cpu)
            }
            return (losses, model.stateDict, step.fallback)
        }
        let (here, there) = (try trained(.cpu), try trained(device))
        #expect(here.fallback == nil && (there.fallback == nil) == (device == .compiling))
        for (a, b) in zip(here.losses, there.losses) { #expect(a.isIdentical(to: b)) }
        for (name, tensor) in here.state { #expect(there.state[name]!.isIdentical(to: tensor), "\(name)") }
    }

    @Test("have programs for each device, and refuse an input of another one than the example's")
    func key() throws {
        let compiled = Compiled { [$0[0] * 2 + 1] }
        let x = Tensor([1.0, 2])
        for device in [Device.cpu, .compiling, .cpu, .trapping, .compiling, .cpu] {
            let y = try compiled(x.to(device))
            #expect(y.device == device && y.isIdentical(to: x * 2 + 1))
        }
        let checked = Linear(3, 1).compiled(for: .zeros([1, 3]))
        let error = try #require(throws: InputError.self) { try checked.checked(Tensor.zeros([1, 3]).to(.compiling)) }
        #expect(error.description == "compiled: input 0 is on trapping:2, expected cpu")
    }

    @Test("with device parameters and host inputs run as the function does")
    func mixed() throws {
        let scale = ParameterCell(try Tensor([3.0]).to(.trapping))
        let compiled = Compiled { inputs in
            let x = (try? inputs[0].to(.trapping)) ?? inputs[0]
            return [x * (scale.value ?? x)]
        }
        for factor in [1.0, 2, 3] { #expect(compiled(Tensor([factor])).isIdentical(to: Tensor([3 * factor]))) }
        #expect(compiled.fallback == "uses tensors of several devices")
    }
}
