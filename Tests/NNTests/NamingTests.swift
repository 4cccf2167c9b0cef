import NN
import Synchronization
import Testing

private struct Block: Module {
    let first = Linear(2, 3)
    let second = Linear(3, 2, bias: false)
    func callAsFunction(_ x: Tensor) -> Tensor { second(first(x)) }
}

private struct Holder<Value: Sendable>: Module {
    let value: Value
    func callAsFunction(_ x: Tensor) -> Tensor { x }
}

private enum Head: Sendable {
    case none
    case linear(Linear)
    case pair(left: Linear, right: Linear)
    indirect case nested(Head)
}

private struct Norm: Module {
    @Parameter var weight: Tensor = .ones([2])
    @Parameter var bias: Tensor? = nil
    @Buffer var runningMean: Tensor = .zeros([2])
    @Parameter private var _hidden: Tensor = .ones([1])
    func callAsFunction(_ x: Tensor) -> Tensor { x * weight }
}

private struct Private: Module {
    private let _inner = Linear(1, 1, bias: false)
    func callAsFunction(_ x: Tensor) -> Tensor { _inner(x) }
}

private final class Reference: Module {
    let linear = Linear(1, 2)
    func callAsFunction(_ x: Tensor) -> Tensor { linear(x) }
}

private class Base: @unchecked Sendable {
    let base = Linear(1, 1, bias: false)
}

private final class Derived: Base, Module, @unchecked Sendable {
    let own = Linear(1, 1, bias: false)
    weak var parent: Derived?
    override init() {
        super.init()
        parent = self
    }
    func callAsFunction(_ x: Tensor) -> Tensor { own(base(x)) }
}

private final class Counter: Sendable {
    let lock = Mutex(3)
    let linear = Linear(1, 1, bias: false)
}

private struct Tied: Module {
    let encoder = Linear(2, 3, bias: false)
    let decoder: Linear
    let other = Linear(2, 2, bias: false)
    init() { decoder = encoder }
    func callAsFunction(_ x: Tensor) -> Tensor { decoder(x) }
}

private func linear() -> Linear { Linear(1, 1, bias: false) }

@Suite("Parameters are found, and named as torch names them")
struct NamingTests {
    private static func names(_ module: any Module) -> [String] { module.parameters.map(\.name) }

    @Test("in nested structs, in the order of the properties")
    func nested() {
        struct Model: Module {
            let block = Block()
            let head = Linear(2, 1)
            let activation = Sigmoid()
            func callAsFunction(_ x: Tensor) -> Tensor { activation(head(block(x))) }
        }
        #expect(
            NamingTests.names(Model()) == [
                "block.first.weight", "block.first.bias", "block.second.weight", "head.weight", "head.bias",
            ])
    }

    @Test("in arrays, by position")
    func arrays() {
        #expect(NamingTests.names(Holder(value: [linear(), linear()])) == ["value.0.weight", "value.1.weight"])
        #expect(
            NamingTests.names(Holder(value: [linear(), linear(), linear()][1...])) == ["value.0.weight", "value.1.weight"])
        #expect(NamingTests.names(Holder(value: [[linear()], [], [linear()]])) == ["value.0.0.weight", "value.2.0.weight"])
    }

    @Test("in optionals; nil is skipped")
    func optionals() {
        #expect(NamingTests.names(Holder<Linear?>(value: linear())) == ["value.weight"])
        #expect(NamingTests.names(Holder<Linear?>(value: nil)) == [])
        #expect(NamingTests.names(Holder<[Linear?]>(value: [nil, linear()])) == ["value.1.weight"])
        #expect(NamingTests.names(Holder<Linear??>(value: linear())) == ["value.weight"])
    }

    @Test("in dictionaries, by key, sorted")
    func dictionaries() {
        let layers = ["b": linear(), "c": linear(), "a": linear()]
        #expect(NamingTests.names(Holder(value: layers)) == ["value.a.weight", "value.b.weight", "value.c.weight"])
        #expect(
            NamingTests.names(Holder<[String: any Module]>(value: layers)) == [
                "value.a.weight", "value.b.weight", "value.c.weight",
            ])
        #expect(NamingTests.names(Holder(value: [1: "one", 2: "two"])) == [])
    }

    @Test("in the payloads of enums, under the property's name")
    func enums() {
        #expect(NamingTests.names(Holder<Head>(value: .none)) == [])
        #expect(NamingTests.names(Holder<Head>(value: .linear(linear()))) == ["value.weight"])
        #expect(NamingTests.names(Holder<Head>(value: .nested(.linear(linear())))) == ["value.weight"])
        #expect(
            NamingTests.names(Holder<Head>(value: .pair(left: linear(), right: linear())))
                == ["value.left.weight", "value.right.weight"])
    }

    @Test("in tuples, by label or position")
    func tuples() {
        #expect(NamingTests.names(Holder(value: (linear(), linear()))) == ["value.0.weight", "value.1.weight"])
        #expect(NamingTests.names(Holder(value: (a: linear(), b: 3))) == ["value.a.weight"])
    }

    @Test("behind existentials")
    func existentials() {
        #expect(NamingTests.names(Holder<any Module>(value: linear())) == ["value.weight"])
        #expect(NamingTests.names(Holder<[any Module<Tensor, Tensor>]>(value: [ReLU(), linear()])) == ["value.1.weight"])
        #expect(NamingTests.names(Holder<any Sendable>(value: linear())) == ["value.weight"])
    }

    @Test("in classes, the inherited ones first; a cycle ends")
    func classes() {
        #expect(NamingTests.names(Reference()) == ["linear.weight", "linear.bias"])
        #expect(NamingTests.names(Holder(value: Reference())) == ["value.linear.weight", "value.linear.bias"])
        #expect(NamingTests.names(Derived()) == ["base.weight", "own.weight"])
    }

    @Test("next to locks, generators, strings and numbers")
    func others() {
        #expect(NamingTests.names(Holder(value: Counter())) == ["value.linear.weight"])
        #expect(NamingTests.names(Holder(value: (Generator(seed: 1), "text", 3, Set([1]), Tensor([1.0])))) == [])
    }

    @Test("without the underscore of a wrapper, and with one that is the name's own")
    func underscores() {
        let norm = Norm()
        #expect(norm.parameters.map(\.name) == ["weight", "_hidden"])
        #expect(norm.buffers.map(\.name) == ["runningMean"])
        norm.bias = .zeros([2])
        #expect(norm.parameters.map(\.name) == ["weight", "bias", "_hidden"])
        #expect(NamingTests.names(Private()) == ["_inner.weight"])
    }

    @Test("in Sequential, by position alone")
    func sequential() {
        let model = Sequential {
            Linear(4, 3)
            ReLU()
            Sequential { Linear(3, 2, bias: false) }
        }
        #expect(NamingTests.names(model) == ["0.weight", "0.bias", "2.0.weight"])
        #expect(NamingTests.names(Holder(value: model)) == ["value.0.weight", "value.0.bias", "value.2.0.weight"])
    }

    @Test("once where two layers share them; the state has both names")
    func tied() throws {
        let model = Tied()
        #expect(NamingTests.names(model) == ["encoder.weight", "other.weight"])
        #expect(model.stateDict.keys.sorted() == ["decoder.weight", "encoder.weight", "other.weight"])
        #expect(model.parameterCount == 10)
        try model.load(model.stateDict.mapValues { $0 * 0 + 1 })
        expect(model.decoder.weight, is: [1, 1, 1, 1, 1, 1])
    }

    @Test("but not where they could hide: in closures, sets, and under keys that are not strings")
    func refused() async {
        let closure = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let function: @Sendable (Tensor) -> Tensor = { $0 }
            _ = Holder(value: [function]).parameters
        }
        #expect(
            message(closure).contains(
                "parameters: value.0 (@Sendable (Tensor) -> Tensor) is a closure, which may hide parameters"))
        let set = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            struct Item: Hashable, Sendable {
                let layer = linear()
                static func == (a: Item, b: Item) -> Bool { true }
                func hash(into hasher: inout Hasher) {}
            }
            _ = Holder(value: Set([Item()])).parameters
        }
        #expect(message(set).contains("is a set, whose elements have no order to name them by"))
        let keys = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Holder(value: [1: linear()]).parameters
        }
        #expect(
            message(keys).contains("parameters: value (Dictionary<Int, Linear>) is a dictionary whose keys are not strings"))
    }

    @Test("and not two under one name")
    func clash() async {
        let said = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Holder(value: ["a.b": linear(), "a": linear()] as [String: Linear]).parameters
            _ = Holder<[String: any Sendable]>(value: ["a.b": linear(), "a": ["b": linear()]]).parameters
        }
        #expect(message(said).contains("has two parameters named value.a.b.weight"))
    }

    @Test("a Lambda stands for a function without parameters")
    func lambda() {
        let model = Sequential {
            Linear(2, 2)
            Lambda { $0.square() }
        }
        #expect(NamingTests.names(model) == ["0.weight", "0.bias"])
        expect(Lambda { $0 * 2 }(Tensor([3.0])), is: [6])
    }
}
