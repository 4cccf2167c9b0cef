import Optim
import Testing

/// An optimizer, and where torch's is after steps 1, 2, 3 and 10 in the valley, in float64.
struct Trajectory: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let points: [[Double]]
    let optimizer: @Sendable ([NamedParameter]) -> Optimizer

    init(_ name: String, _ points: [[Double]], optimizer: @escaping @Sendable ([NamedParameter]) -> Optimizer) {
        testDescription = name
        self.points = points
        self.optimizer = optimizer
    }

    static let all = [
        Trajectory(
            "SGD(learningRate: 0.1)",
            [
                [0.92, -1.88, 0.2, 3.0], [0.848, -1.766, -0.04, 3.0], [0.7832, -1.6577, -0.232, 3.0],
                [0.47894275208, -1.036968654172, -0.8389387264, 3.0],
            ]
        ) { SGD($0, learningRate: 0.1) },
        Trajectory(
            "SGD(learningRate: 0.1, momentum: 0.9)",
            [
                [0.92, -1.88, 0.2, 3.0], [0.776, -1.658, -0.31, 3.0], [0.5888, -1.3553, -0.907, 3.0],
                [-0.27103151104, 1.146214985607, -0.9934001941, 3.0],
            ]
        ) { SGD($0, learningRate: 0.1, momentum: 0.9) },
        Trajectory(
            "SGD(learningRate: 0.1, momentum: 0.9, dampening: 0.3)",
            [
                [0.92, -1.88, 0.2, 3.0], [0.7976, -1.6922, -0.238, 3.0], [0.645608, -1.449953, -0.73888, 3.0],
                [-0.234192351735, 0.653540138606, -1.5580244276, 3.0],
            ]
        ) { SGD($0, learningRate: 0.1, momentum: 0.9, dampening: 0.3) },
        Trajectory(
            "SGD(learningRate: 0.1, momentum: 0.9, nesterov: true)",
            [
                [0.848, -1.772, -0.07, 3.0], [0.66008, -1.46846, -0.6664, 3.0], [0.4618568, -1.1155103, -1.162528, 3.0],
                [-0.077262537317, 1.028781888118, -0.922958896506, 3.0],
            ]
        ) { SGD($0, learningRate: 0.1, momentum: 0.9, nesterov: true) },
        Trajectory(
            "SGD(learningRate: 0.1, weightDecay: 0.2)",
            [
                [0.9, -1.84, 0.19, 2.94], [0.812, -1.6912, -0.0518, 2.8818], [0.73456, -1.552816, -0.240404, 2.825346],
                [0.398750813341, -0.820530987838, -0.791632249651, 2.47484825379],
            ]
        ) { SGD($0, learningRate: 0.1, weightDecay: 0.2) },
        Trajectory(
            "SGD(learningRate: 0.05, momentum: 0.8, weightDecay: 0.1, nesterov: true)",
            [
                [0.919, -1.874, 0.2255, 2.973], [0.817219, -1.710004, -0.0947195, 2.936886],
                [0.705325519, -1.521442984, -0.4140511145, 2.893914852],
                [0.129895574335, -0.212491394587, -1.225406054348, 2.520898060985],
            ]
        ) { SGD($0, learningRate: 0.05, momentum: 0.8, weightDecay: 0.1, nesterov: true) },
        Trajectory(
            "SGD(learningRate: 0.01, maximize: true)",
            [
                [1.008, -2.012, 0.53, 3.0], [1.01608, -2.02406, 0.5606, 3.0], [1.0242408, -2.0361803, 0.591812, 3.0],
                [1.083697700329, -2.122736316898, 0.828491629992, 3.0],
            ]
        ) { SGD($0, learningRate: 0.01, maximize: true) },
        Trajectory(
            "SGD(learningRate: 0.01, momentum: 0.5, weightDecay: 0.1, maximize: true)",
            [
                [1.007, -2.01, 0.5295, 2.997], [1.017563, -2.02504, 0.5743105, 2.9925],
                [1.030002567, -2.04266016, 0.6276276495, 2.98725],
                [1.133801358107, -2.184881855928, 1.102714999816, 2.945994140625],
            ]
        ) { SGD($0, learningRate: 0.01, momentum: 0.5, weightDecay: 0.1, maximize: true) },
        Trajectory(
            "Adam",
            [
                [0.999000000013, -1.999000000008, 0.499000000003, 3.0], [0.998000032823, -1.998000010901, 0.498000017445, 3.0],
                [0.99700012027, -1.997000039914, 0.497000063923, 3.0], [0.990004067533, -1.990001346706, 0.490002159023, 3.0],
            ]
        ) { Adam($0) },
        Trajectory(
            "Adam(learningRate: 0.1)",
            [
                [0.90000000125, -1.900000000833, 0.400000000333, 3.0], [0.800568285401, -1.800133522955, 0.300239062292, 3.0],
                [0.702220069505, -1.700497930712, 0.200902870518, 3.0],
                [0.117298136106, -1.019056101808, -0.462046585661, 3.0],
            ]
        ) { Adam($0, learningRate: 0.1) },
        Trajectory(
            "Adam(learningRate: 0.1, betas: (0.5, 0.8), eps: 0.001)",
            [
                [0.900124843945, -1.900083263947, 0.400033322226, 3.0], [0.801965062553, -1.800663895038, 0.30089520711, 3.0],
                [0.706795970568, -1.702036207864, 0.203112237855, 3.0],
                [0.231046083743, -1.046223450665, -0.414833265914, 3.0],
            ]
        ) { Adam($0, learningRate: 0.1, betas: (0.5, 0.8), eps: 0.001) },
        Trajectory(
            "Adam(learningRate: 0.1, weightDecay: 0.2)",
            [
                [0.900000001, -1.900000000625, 0.400000000323, 2.900000001667],
                [0.800535194572, -1.800141560143, 0.300259268492, 2.80016648898],
                [0.702084359601, -1.700528433498, 0.200981444957, 2.700623396385],
                [0.108182343071, -1.020373675184, -0.458034606828, 2.024586852828],
            ]
        ) { Adam($0, learningRate: 0.1, weightDecay: 0.2) },
        Trajectory(
            "Adam(learningRate: 0.1, betas: (0.5, 0.6), amsgrad: true)",
            [
                [0.90000000125, -1.900000000833, 0.400000000333, 3.0], [0.800778522494, -1.800199657256, 0.30034635409, 3.0],
                [0.702935929767, -1.700705817228, 0.201245822933, 3.0], [0.298756215616, -1.066347590663, -0.36874028589, 3.0],
            ]
        ) { Adam($0, learningRate: 0.1, betas: (0.5, 0.6), amsgrad: true) },
        Trajectory(
            "Adam(learningRate: 0.05, maximize: true)",
            [
                [1.049999999375, -2.049999999583, 0.549999999833, 3.0], [1.100056007852, -2.100024212632, 0.600036007017, 3.0],
                [1.150202493934, -2.150088136333, 0.650130666234, 3.0], [1.506209317975, -2.502840110326, 1.004123281313, 3.0],
            ]
        ) { Adam($0, learningRate: 0.05, maximize: true) },
        Trajectory(
            "Adam(learningRate: 0.05, weightDecay: 0.3, amsgrad: true, maximize: true)",
            [
                [1.049999999, -2.049999999167, 0.549999999825, 2.950000000556],
                [1.100059527651, -2.100019831955, 0.600032897687, 2.900015342987],
                [1.150215223682, -2.150072277704, 0.650119476365, 2.850056452737],
                [1.506583691149, -2.502347982686, 1.003790512652, 2.501960489826],
            ]
        ) { Adam($0, learningRate: 0.05, weightDecay: 0.3, amsgrad: true, maximize: true) },
    ]
}

@Suite("Optimizers")
struct TrajectoryTests {
    @Test(
        "step as torch's do, in float64 by formula and in float32 by the fused update",
        arguments: Trajectory.all + Trajectory.others)
    func trajectory(trajectory: Trajectory) {
        for (dtype, relative) in [(DType.float64, 1e-11), (.float32, 3e-6)] {
            let points = Valley.descend(dtype, by: trajectory.optimizer)
            for (found, expected) in zip(points, trajectory.points) { expect(found, is: expected, relative: relative) }
            #expect(points.count == trajectory.points.count)
        }
    }

    @Test(
        "Momentum is the running mean from 0",
        arguments: [
            ([-0.5, -0.4, -0.6], [-0.05, -0.085, -0.1365]), ([0.3, -0.4, 0.2], [0.03, -0.013, 0.0083]),
        ])
    func momentum(slopes: [Double], means: [Double]) {
        let w = parameter([1])
        let optimizer = Momentum([w], learningRate: 0.1, beta: 0.9)
        var place = 1.0
        for (slope, mean) in zip(slopes, means) {
            optimizer.step(gradients((w, [slope])))
            expect(optimizer.stateDict["w/mean"]!.array(of: Double.self), is: [mean], relative: 1e-14)
            place -= 0.1 * mean
            expect(w.values, is: [place], relative: 1e-14)
        }
    }

    @Test("Adam continues where powers of its decay rates underflow", arguments: [DType.float64, .float32])
    func longAdam(dtype: DType) {
        let w = parameter([1, -1], dtype: dtype)
        let optimizer = Adam([w], learningRate: 1e-3, betas: (0.5, 0.9))
        // Of constant slopes the means are the slopes, so that each step is the rate.
        for _ in 0..<1000 { optimizer.step(gradients((w, [0.3, -0.2]))) }
        expect(w.values, is: [0, 0], relative: dtype == .float64 ? 1e-5 : 1e-3)
    }

    @Test("Adam's fused update and formula agree for partial vectors", arguments: [1, 3, 15, 16, 17, 33, 100])
    func sizes(count: Int) {
        let values = (0..<count).map { Double($0 % 7) - 3 }
        let slopes = (0..<count).map { Double($0 % 5) * 0.25 - 0.5 }
        let (single, precise) = (parameter(values, dtype: .float32), parameter(values))
        for w in [single, precise] {
            let optimizer = Adam([w], learningRate: 0.1, weightDecay: 0.1, amsgrad: true)
            for step in 1...3 { optimizer.step(gradients((w, slopes.map { $0 * Double(step) }))) }
        }
        expect(single.values, is: precise.values, relative: 1e-5)
    }
}
