import Data
import Tensor
import Testing

@Suite struct StandardScalerTests {
    /// The third column is constant, and no sum of its values is exact.
    static let x = Tensor(
        [[1.5, 2000, 0.1, -3], [2.25, 1000, 0.1, 4], [-7, 1500.5, 0.1, 4.125], [0.125, 1e5, 0.1, 1e-3]], dtype: .float64)

    @Test("Mean, scale and the scaled rows are scikit-learn's")
    func reference() {
        let scaler = StandardScaler(fitting: Self.x)
        let mean = Tensor([-0.78125, 26125.125, 0.1, 1.2815], dtype: .float64)
        let scale = Tensor([3.6703786844820248, 42653.14430140966, 1.0, 2.9768547579618323], dtype: .float64)
        let scaled = Tensor(
            [
                [0.6215298736462495, -0.5656118768060595, 0.0, -1.438262981607951],
                [0.8258684622422766, -0.5890568072180702, 0.0, 0.9132121722529988],
                [-1.6943074637753923, -0.5773226195468589, 0.0, 0.9552028000005157],
                [0.2469091278868662, 1.7319913035709886, 0.0, -0.4301519906455638],
            ], dtype: .float64)
        #expect(scaler.mean.allClose(mean, relative: 1e-12))
        #expect(scaler.scale.allClose(scale, relative: 1e-12))
        #expect(scaler.transform(Self.x).allClose(scaled, relative: 1e-12, absolute: 0))
        #expect(scaler.inverseTransform(scaled).allClose(Self.x, relative: 1e-12))
    }

    @Test(
        "A constant column becomes 0, whatever its value and number of rows", arguments: [0.0, 0.1, 1e-300, 12345.678, -1e20])
    func constant(_ value: Double) {
        for rows in [1, 3, 569] {
            let x = Tensor.full([rows, 2], value, dtype: .float64)
            #expect(StandardScaler(fitting: x).transform(x).array(of: Double.self).allSatisfy { $0 == 0 })
        }
    }

    /// Sizes whose squares or differences overflow or vanish.
    static let sizes = [0x1p-1030, 1e-180, 1e-18, 1, 1e18, 1e155, 1e300, 8e307]

    @Test("Numbers of any size are scaled as small ones are, at once or in batches", arguments: sizes)
    func extremes(_ size: Double) {
        let x = Tensor([[-2.0], [-1], [0], [1], [2]], dtype: .float64) * size
        var fit = StandardScalerFit()
        for row in 0..<5 { fit.add(x[row...row]) }
        for scaler in [StandardScaler(fitting: x), fit.scaler()] {
            #expect(abs(scaler.scale.item() / size - 2.0.squareRoot()) < 1e-12)
            let scaled = Tensor([[-2.0], [-1], [0], [1], [2]], dtype: .float64) / 2.0.squareRoot()
            #expect(scaler.transform(x).allClose(scaled, relative: 1e-12, absolute: 1e-12))
            let back = scaler.inverseTransform(scaler.transform(x))
            #expect((back / size).allClose(x / size, relative: 1e-12, absolute: 1e-12))
        }
    }

    @Test("The mean of two of the largest numbers does not overflow")
    func largest() {
        let x = Tensor([[1.5e308, -1.5e308], [1.5e308, 1.5e308]], dtype: .float64)
        let scaler = StandardScaler(fitting: x)
        #expect(scaler.mean.array(of: Double.self) == [1.5e308, 0])
        #expect(scaler.scale.array(of: Double.self) == [1, 1.5e308])
        #expect(scaler.transform(x).array(of: Double.self) == [0, -1, 0, 1])
    }

    @Test("Batches of different sizes are weighted by their size")
    func mixedSizes() {
        let x = Tensor([[1e-200, 1e200], [3e-200, 1], [2, 2e-200], [4, 3]], dtype: .float64)
        var fit = StandardScalerFit()
        for row in 0..<4 { fit.add(x[row...row]) }
        let whole = StandardScaler(fitting: x)
        #expect(fit.scaler().mean.allClose(whole.mean, relative: 1e-14, absolute: 0))
        #expect(fit.scaler().scale.allClose(whole.scale, relative: 1e-14, absolute: 0))
        #expect(abs(whole.scale.array(of: Double.self)[0] - 2.75.squareRoot()) < 1e-12)
    }

    @Test("Whether a column is constant is relative to its magnitude", arguments: [1e-300, 1e-18, 1, 1e15, 1e300])
    func relativelyConstant(_ size: Double) {
        let noise = Tensor([[size], [size.nextUp], [size.nextDown]], dtype: .float64)
        let small = Tensor([[size], [size * (1 + 1e-14)], [size * (1 + 2e-14)]], dtype: .float64)
        #expect(StandardScaler(fitting: noise).scale.item() == 1)
        #expect(RobustScaler(fitting: noise).scale.item() == 1)
        #expect(MinMaxScaler(fitting: noise).transform(noise).abs().max().item() <= size * 1e-15)
        #expect(StandardScaler(fitting: small).scale.item() < size * 1e-14)
        #expect(RobustScaler(fitting: small).transform(small).max().item() > 0.5)
        #expect(MinMaxScaler(fitting: small).transform(small).max().item() == 1)
    }

    @Test("NaN is ignored, and stays NaN", arguments: [1, 2, 3])
    func missing(rows: Int) {
        let x = Tensor([[2, 1, .nan], [4, .nan, .nan], [6, 3, .nan]], dtype: .float64)
        var fit = StandardScalerFit()
        for start in stride(from: 0, to: 3, by: rows) { fit.add(x[start..<min(start + rows, 3)]) }
        fit.add(x[0..<0])
        for scaler in [StandardScaler(fitting: x), fit.scaler()] {
            let (mean, scale) = (scaler.mean.array(of: Double.self), scaler.scale.array(of: Double.self))
            #expect(mean[..<2] == [4, 2] && mean[2].isNaN)
            #expect(abs(scale[0] - 1.632993161855452) < 1e-15 && scale[1] == 1 && scale[2].isNaN)
            let scaled = scaler.transform(x).array(of: Double.self)
            #expect(scaled[1] == -1 && scaled[4].isNaN && scaled[7] == 1)
        }
        #expect(fit.count == 3)
    }

    @Test("A large mean does not swallow a small spread")
    func offset() {
        let x = Tensor([[1e9 + 1], [1e9 + 2], [1e9 + 3]], dtype: .float64)
        let scaler = StandardScaler(fitting: x)
        #expect(abs(scaler.scale.item() - (2.0 / 3).squareRoot()) < 1e-9)
    }

    @Test("Fitting in batches gives the same as fitting to all rows", arguments: [1, 3, 100, 569])
    func parts(rows: Int) {
        let generator = Generator(seed: 3)
        let x = Tensor.normal([569, 4], mean: 5, std: 3, dtype: .float64, generator: generator)
        let constant = Tensor.full([569, 1], 0.1, dtype: .float64)
        let all = Tensor.concatenate([x, constant], dim: 1)
        var fit = StandardScalerFit()
        for start in stride(from: 0, to: 569, by: rows) { fit.add(all[start..<min(start + rows, 569)]) }
        let (whole, parts) = (StandardScaler(fitting: all), fit.scaler())
        #expect(fit.count == 569)
        #expect(parts.mean.allClose(whole.mean, relative: 1e-13))
        #expect(parts.scale.allClose(whole.scale, relative: 1e-13))
        #expect(parts.transform(all)[.all, 4].array(of: Double.self).allSatisfy { $0 == 0 })
    }

    @Test("The result has the dtype of the input")
    func dtypes() {
        let scaler = StandardScaler(fitting: Self.x)
        #expect(scaler.transform(Self.x.to(.float32)).dtype == .float32)
        #expect(scaler.transform(Tensor.ones([4], dtype: .int64)).dtype == .float32)
        #expect(scaler.mean.dtype == .float64)
    }

    @Test("A scaler is restored from stored numbers, if they are valid")
    func stored() throws {
        let scaler = StandardScaler(fitting: Self.x)
        let again = try StandardScaler(mean: scaler.mean, scale: scaler.scale)
        #expect(again.transform(Self.x).array(of: Double.self) == scaler.transform(Self.x).array(of: Double.self))

        func message(_ mean: Tensor, _ scale: Tensor) -> String? {
            #expect(throws: ScalerError.self) { try StandardScaler(mean: mean, scale: scale) }?.description
        }
        #expect(message(.zeros([3]), .ones([2])) == "scaler: mean [3] and scale [2] must be vectors of the same length")
        #expect(message(.zeros([]), .ones([])) == "scaler: mean [] and scale [] must be vectors of the same length")
        #expect(message(.zeros([2]), .zeros([2])) == "scaler: the scale of column 0 is 0.0, expected a positive number")
        #expect(
            message(Tensor([0, Double.infinity]), .ones([2]))
                == "scaler: the mean of column 1 is inf, expected a finite number")
    }

    @Test("Other columns than the fitted ones trap")
    func traps() async {
        await #expect(processExitsWith: .failure) {
            _ = StandardScaler(fitting: .ones([3, 2])).transform(.ones([3, 1]))
        }
    }
}
