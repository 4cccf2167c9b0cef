import Optim
import Testing

/// Six steps of torch's LBFGS down `(1 - x)² + 10 (y - x²)² + (z - y)⁴ + z²/2`, in float64.
struct LBFGSCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// How often the function was called.
    let evaluations: Int
    let losses: [Double]
    let points: [[Double]]
    let optimizer: @Sendable ([NamedParameter]) -> LBFGS

    init(
        _ name: String, evaluations: Int, losses: [Double], points: [[Double]],
        optimizer: @escaping @Sendable ([NamedParameter]) -> LBFGS
    ) {
        testDescription = name
        self.evaluations = evaluations
        self.losses = losses
        self.points = points
        self.optimizer = optimizer
    }

    static let all = [
        LBFGSCase(
            "learningRate: 0.1, maxIterations: 4", evaluations: 24,
            losses: [6.9635, 4.834958233288, 4.427915101474, 4.114634828041, 3.729129738036, 9.831226788145],
            points: [
                [-1.090639863839, 1.027728758688, 0.500717300629], [-1.043315124359, 1.011412775333, 0.501959217361],
                [-0.985581036686, 0.96465517615, 0.500373941815], [-0.885665861517, 0.846215419737, 0.486843350344],
                [0.313558353833, -0.809193261434, 0.215174600617], [0.217788018226, -0.650382409338, 0.226046648719],
            ]
        ) { LBFGS($0, learningRate: 0.1, maxIterations: 4) },
        LBFGSCase(
            "learningRate: 0.2, maxIterations: 3, historySize: 2", evaluations: 18,
            losses: [6.9635, 4.383042764964, 4.245719417358, 4.045751933982, 3.242717516651, 2.418131647951],
            points: [
                [-1.039077035181, 1.049063812812, 0.500318333941], [-1.009005001378, 1.035043929341, 0.501911894458],
                [-0.956168396272, 0.978599948582, 0.504194365494], [-0.755978900405, 0.632339470391, 0.493714293288],
                [-0.207510716571, -0.221499846623, 0.421739407566], [-0.123462690057, -0.156176161091, 0.403972619624],
            ]
        ) { LBFGS($0, learningRate: 0.2, maxIterations: 3, historySize: 2) },
        LBFGSCase(
            "maxIterations: 5, lineSearch: .strongWolfe", evaluations: 29,
            losses: [6.9635, 3.307660189519, 1.316972304584, 0.26105496539, 0.092869465965, 0.092849730586],
            points: [
                [-0.754942734601, 0.476706119703, 0.53085734632], [-0.00594047558, -0.14495292416, 0.315668421394],
                [0.550287226169, 0.283504727122, -0.166904403863], [0.805229080587, 0.634873451232, 0.242274586686],
                [0.804753316858, 0.635497272584, 0.242594869578], [0.804753316858, 0.635497272584, 0.242594869578],
            ]
        ) { LBFGS($0, maxIterations: 5, lineSearch: .strongWolfe) },
        LBFGSCase(
            "maxIterations: 20, maxEvaluations: 7, lineSearch: .strongWolfe", evaluations: 29,
            losses: [6.9635, 2.970964760271, 0.551624053515, 0.097631853702, 0.092849730586, 0.092849730586],
            points: [
                [-0.565421941686, 0.134239937623, 0.544363186272], [0.277012771062, 0.130199166326, 0.018783169933],
                [0.761484218276, 0.57306304417, 0.229689762065], [0.804753316858, 0.635497272584, 0.242594869578],
                [0.804753316858, 0.635497272584, 0.242594869578], [0.804753316858, 0.635497272584, 0.242594869578],
            ]
        ) { LBFGS($0, maxIterations: 20, maxEvaluations: 7, lineSearch: .strongWolfe) },
        LBFGSCase(
            "learningRate: 0.5, maxIterations: 4, historySize: 2, lineSearch: .strongWolfe", evaluations: 30,
            losses: [6.9635, 4.099055460889, 3.082712217452, 0.876674530439, 0.227332352275, 0.123336054547],
            points: [
                [-0.944696598949, 1.005191251305, 0.502733197891], [-0.706302444134, 0.420901264271, 0.470016643521],
                [0.136028980696, -0.077510737096, 0.237473700692], [0.582393862244, 0.269558438363, 0.012183331627],
                [0.710041745212, 0.500934045187, 0.06158413728], [0.790869327827, 0.611903307224, 0.235826612352],
            ]
        ) { LBFGS($0, learningRate: 0.5, maxIterations: 4, historySize: 2, lineSearch: .strongWolfe) },
        LBFGSCase(
            "gradientTolerance: 0.001, lineSearch: .strongWolfe", evaluations: 29,
            losses: [6.9635, 0.092849730586, 0.092849730586, 0.092849730586, 0.092849730586, 0.092849730586],
            points: [
                [0.804753316858, 0.635497272584, 0.242594869578], [0.804753316858, 0.635497272584, 0.242594869578],
                [0.804753316858, 0.635497272584, 0.242594869578], [0.804753316858, 0.635497272584, 0.242594869578],
                [0.804753316858, 0.635497272584, 0.242594869578], [0.804753316858, 0.635497272584, 0.242594869578],
            ]
        ) { LBFGS($0, gradientTolerance: 0.001, lineSearch: .strongWolfe) },
        LBFGSCase(
            "learningRate: 2.5, maxIterations: 3, lineSearch: .strongWolfe", evaluations: 20,
            losses: [6.9635, 5.28677591472, 4.151054244906, 3.313098175817, 2.307067325815, 1.989169867048],
            points: [
                [-0.844782703622, 1.115529136361, 0.5], [-0.976867575949, 1.021033269374, 0.503877073081],
                [-0.756288320776, 0.669730443074, 0.514593394156], [-0.244291615241, -0.185984374424, 0.361616944607],
                [-0.36167247433, 0.05582234414, 0.371206773066], [0.211944555784, -0.135351625624, 0.033224566201],
            ]
        ) { LBFGS($0, learningRate: 2.5, maxIterations: 3, lineSearch: .strongWolfe) },
    ]
}

@Suite("LBFGS")
struct LBFGSTests {
    /// Two parameters, as an optimizer of one vector must part them.
    private static func valley() -> (parameters: [NamedParameter], loss: () -> Tensor) {
        let (xy, z) = (parameter([-1.2, 1], name: "xy"), parameter([0.5], name: "z"))
        return (
            [xy, z],
            {
                let (p, z) = (xy.cell.tracked!, z.cell.tracked!)
                let (x, y) = (p[0], p[1])
                let quartic = (z[0] - y).square().square()
                return (1 - x).square() + 10 * (y - x * x).square() + quartic + 0.5 * z[0].square()
            }
        )
    }

    @Test("steps as torch's does", arguments: LBFGSCase.all)
    func torch(test: LBFGSCase) {
        let (parameters, loss) = Self.valley()
        let optimizer = test.optimizer(parameters)
        var evaluations = 0
        for (expected, point) in zip(test.losses, test.points) {
            let before = optimizer.step {
                evaluations += 1
                return loss()
            }
            expect([before.item()], is: [expected], relative: 1e-7)
            expect(parameters.flatMap(\.values), is: point, relative: 1e-7)
        }
        #expect(evaluations == test.evaluations)
    }

    @Test("continues from a saved state with the same bits")
    func roundTrip() throws {
        let (parameters, loss) = Self.valley()
        let optimizer = LBFGS(parameters, maxIterations: 3, historySize: 4, lineSearch: .strongWolfe)
        try optimizer.load(optimizer.stateDict)
        for _ in 0..<3 { optimizer.step(loss) }
        let (copies, copiedLoss) = Self.valley()
        for (copy, parameter) in zip(copies, parameters) { copy.cell.value = parameter.cell.value }
        let other = LBFGS(copies, maxIterations: 3, historySize: 4, lineSearch: .strongWolfe)
        try other.load(optimizer.stateDict)
        for _ in 0..<3 {
            optimizer.step(loss)
            other.step(copiedLoss)
        }
        #expect(copies.flatMap(\.values) == parameters.flatMap(\.values))
    }

    @Test("refuses a state that does not match, and keeps its own")
    func misfit() {
        let (parameters, loss) = Self.valley()
        let optimizer = LBFGS(parameters)
        optimizer.step(loss)
        let state = optimizer.stateDict
        let changes: [(key: String, tensor: Tensor?, says: String)] = [
            ("gradient", Tensor([1.0]), "optimizer state: gradient has shape [1], expected [3]"),
            ("steps", .zeros([3, 4]), "optimizer state: steps has shape [3, 4], expected [count, 3]"),
            ("changes", nil, "optimizer state: changes is missing"),
            ("nonsense", Tensor(1), "optimizer state: nonsense is not part of this optimizer's state"),
            ("learningRate", Tensor(-1.0), "optimizer state: learningRate is not a learning rate"),
        ]
        for change in changes {
            var wrong = state
            wrong[change.key] = change.tensor
            let error = #expect(throws: OptimizerStateError.self) { try optimizer.load(wrong) }
            #expect(error?.description == change.says)
            #expect(optimizer.stateDict.keys == state.keys)
        }
    }

    @Test("does not move where all gradients are 0, nor a parameter without one")
    func still() {
        let (a, b) = (parameter([1, 2], name: "a"), parameter([3], name: "b"))
        let optimizer = LBFGS([a, b])
        let loss = optimizer.step { (a.cell.tracked! - Tensor([1.0, 2], dtype: .float64)).square().sum() }
        #expect(loss.item() == 0)
        #expect(a.values + b.values == [1, 2, 3])
        optimizer.step { a.cell.tracked!.square().sum() }
        #expect(b.values == [3])
        expect(a.values, is: [0, 0], relative: 1e-4)
    }

    @Test("updates a parameter that was set after the optimizer was created")
    func late() {
        let (a, b) = (parameter([1], name: "a"), NamedParameter("b", ParameterCell(nil)))
        let optimizer = LBFGS([a, b])
        b.cell.value = double([3])
        for _ in 0..<3 { optimizer.step { (a.cell.tracked!.square() + b.cell.tracked!.square()).sum() } }
        expect(a.values + b.values, is: [0, 0], relative: 1e-6)
    }

    @Test("needs distinct parameters with one dtype")
    func mistakes() async {
        await #expect(processExitsWith: .failure) {
            let w = parameter([1])
            _ = LBFGS([w, w])
        }
        await #expect(processExitsWith: .failure) { _ = LBFGS([parameter([1]), parameter([1], dtype: .float32)]) }
    }
}
