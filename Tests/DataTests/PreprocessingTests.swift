import Data
import Tensor
import Testing

private let x = Tensor(
    [[1.5, 2000, 0.1, -3], [2.25, 1000, 0.1, 4], [-7, 1500.5, 0.1, 4.125], [0.125, 1e5, 0.1, 1e-3]], dtype: .float64)

private func double(_ rows: [[Double]]) -> Tensor { Tensor(rows, dtype: .float64) }

@Suite("Scalers by range and by quantiles are scikit-learn's")
struct RangeScalerTests {
    @Test("MinMaxScaler")
    func minMax() {
        let scaler = MinMaxScaler(fitting: x, range: -1...2)
        let scaled = double([
            [1.7567567567567566, -0.9696969696969697, -1.0, -1.0], [2.0, -1.0, -1.0, 1.9473684210526314],
            [-1.0, -0.9848333333333333, -1.0, 1.9999999999999998], [1.3108108108108107, 2.0, -1.0, 0.26357894736842097],
        ])
        #expect(scaler.transform(x).allClose(scaled, relative: 1e-12))
        #expect(scaler.inverseTransform(scaled).allClose(x, relative: 1e-10))
        let clipped = MinMaxScaler(fitting: x, clip: true).transform(x * 2)
        #expect(clipped[0].allClose(Tensor([1.0, 0.030303030303030304, 0.1, 0.0], dtype: .float64), relative: 1e-12))
        #expect(clipped.max().item() == 1 && clipped.min().item() == 0)
        let stored = MinMaxScaler(minimum: scaler.minimum, maximum: scaler.maximum, range: -1...2)
        #expect(stored.transform(x).allClose(scaled, relative: 1e-12))
    }

    @Test("RobustScaler")
    func robust() {
        let scaler = RobustScaler(fitting: x)
        #expect(scaler.center.array(of: Double.self) == [0.8125, 1750.25, 0.1, 2.0005])
        #expect(scaler.scale.allClose(Tensor([3.34375, 25124.625, 1.0, 4.7805], dtype: .float64), relative: 1e-14))
        #expect(scaler.inverseTransform(scaler.transform(x)).allClose(x, relative: 1e-12))
        let unit = RobustScaler(fitting: x, quantiles: 0.1...0.8, unitVariance: true)
        let scale = [3.1379923493599917, 18863.20793891413, 0.4709932231684791, 2.8964670245191955]
        #expect(unit.scale.allClose(Tensor(scale, dtype: .float64), relative: 1e-12))
        let spread = RobustScaler(fitting: x, centering: false).transform(x)[0]
        let expected = [0.4485981308411215, 0.07960317815688792, 0.1, -0.627549419516787]
        #expect(spread.allClose(Tensor(expected, dtype: .float64), relative: 1e-12))
    }

    @Test(
        "numbers of any size are scaled as small ones are",
        arguments: [.leastNonzeroMagnitude, 0x1p-1030, 1e-180, 1e-18, 1, 1e155, 1e300, 3e307])
    func extremes(size: Double) {
        let small = double([[1], [2], [3], [4], [5]])
        let rows = small * size
        let scaled = double([[-1], [-0.5], [0], [0.5], [1]])
        let ranged = MinMaxScaler(fitting: rows, range: -1...1)
        #expect(ranged.transform(rows).allClose(scaled, relative: 0, absolute: 1e-15))
        #expect((ranged.inverseTransform(ranged.transform(rows)) / size).allClose(small, relative: 1e-12))
        let robust = RobustScaler(fitting: rows)
        #expect(robust.transform(rows).allClose(scaled, relative: 0, absolute: 1e-15))
        #expect((robust.inverseTransform(robust.transform(rows)) / size).allClose(small, relative: 1e-12))
    }

    @Test("distances that overflow are those of numbers all the same")
    func distances() {
        let rows = double([[-1.5e308], [1.5e308], [0]])
        #expect(MinMaxScaler(fitting: rows).transform(rows).array(of: Double.self) == [0, 1, 0.5])
        #expect(RobustScaler(fitting: rows).transform(rows).array(of: Double.self) == [-1, 1, 0])
        let one = RobustScaler(fitting: double([[.infinity], [.infinity], [1]]), scaling: false)
        #expect(one.center.item() == .infinity)
    }

    @Test("what is missing counts for nothing, and stays missing")
    func missing() {
        let rows = double([[1, .nan], [.nan, 5], [3, 9]])
        let scaled = MinMaxScaler(fitting: rows).transform(rows).array(of: Double.self)
        #expect(scaled[0] == 0 && scaled[1].isNaN && scaled[2].isNaN && scaled[3] == 0 && scaled[4...] == [1, 1])
        #expect(RobustScaler(fitting: rows).center.array(of: Double.self) == [2, 7])
        #expect(MinMaxScaler(fitting: rows).transform(.ones([2])).dtype == .float32)
    }
}

@Suite("Imputers")
struct ImputerTests {
    static let rows: [[Double]] = [[1, .nan, 3], [2, 5, .nan], [2, 7, 3], [.nan, 5, 1], [9, 8, 1]]

    @Test(
        "are scikit-learn's",
        arguments: [
            (Imputer.Strategy.mean, [3.5, 6.25, 2]), (.median, [2, 6, 2]), (.mostFrequent, [2, 5, 1]),
            (.constant(-1), [-1, -1, -1]),
        ])
    func reference(strategy: Imputer.Strategy, values: [Double]) throws {
        let imputer = try Imputer(fitting: double(Self.rows), by: strategy)
        #expect(imputer.values.array(of: Double.self) == values)
        var expected = Self.rows
        (expected[0][1], expected[1][2], expected[3][0]) = (values[1], values[2], values[0])
        #expect(imputer.transform(double(Self.rows)).array(of: Double.self) == expected.flatMap { $0 })
        #expect(imputer.transform(double(Self.rows).to(.float32)).dtype == .float32)
        #expect(Imputer(values: imputer.values).transform(double([[1, .nan, 2]])).array(of: Double.self) == [1, values[1], 2])
    }

    @Test("a column without numbers has nothing to fill in from")
    func empty() throws {
        #expect(throws: ImputerError.self) { try Imputer(fitting: .zeros([0, 3]), by: .mean) }
        let rows = double([[1, .nan], [2, .nan]])
        let error = #expect(throws: ImputerError.self) { try Imputer(fitting: rows, by: .mean) }
        #expect(error?.description == "imputer: column 1 has only missing numbers")
        #expect(try Imputer(fitting: rows, by: .constant(0)).transform(rows).array(of: Double.self) == [1, 0, 2, 0])
    }
}

@Suite("Imputers of extremes")
struct ExtremeImputerTests {
    @Test(
        "a mean or median is what it is, whatever overflows on the way",
        arguments: [
            ([1.5e308, 1.5e308, .nan], 1.5e308, 1.5e308), ([1e308, -1e308, 1.5e308, 1.7e308, .nan], 8e307, 1.25e308),
            ([.infinity, .nan], .infinity, .infinity), ([0x1p-1070, 0x3p-1070], 0x1p-1069, 0x1p-1069),
            ([-1.5e308, 1.5e308], 0, 0),
        ] as [([Double], Double, Double)])
    func overflow(column: [Double], mean: Double, median: Double) throws {
        let rows = Tensor(column, shape: [column.count, 1], dtype: .float64)
        for (strategy, value) in [(Imputer.Strategy.mean, mean), (.median, median)] {
            let found = try Imputer(fitting: rows, by: strategy).values.item()
            #expect(found == value || abs(found - value) <= 1e-15 * abs(value), "\(found)")
        }
    }
}

@Suite("Encoders")
struct EncoderTests {
    static let columns = [["red", "green", "red", "blue"], ["S", "L", "L", "S"]]

    @Test("one-hot: a column a category, sorted")
    func oneHot() throws {
        let encoder = OneHotEncoder(fitting: Self.columns)
        #expect(encoder.columns == [["blue", "green", "red"], ["L", "S"]])
        #expect(encoder.names(["colour", "size"]) == ["colour_blue", "colour_green", "colour_red", "size_L", "size_S"])
        let encoded = try encoder.transform(Self.columns)
        #expect(encoded.shape == [4, 5])
        #expect(
            encoded.array(of: Int.self) == [0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 1, 1, 0, 1, 0, 0, 0, 1])
        #expect(encoder.inverseTransform(encoded).map { $0.map { $0! } } == Self.columns)
    }

    @Test(
        "one-hot: a column may be left out, and comes back",
        arguments: [
            (OneHotEncoder<String>.Drop.first, [0, 1, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1]),
            (.ifBinary, [0, 0, 1, 1, 0, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1]),
        ])
    func drop(drop: OneHotEncoder<String>.Drop, expected: [Int]) throws {
        let encoder = OneHotEncoder(fitting: Self.columns, drop: drop)
        let encoded = try encoder.transform(Self.columns)
        #expect(encoded.array(of: Int.self) == expected)
        #expect(encoder.inverseTransform(encoded).map { $0.map { $0! } } == Self.columns)
    }

    @Test("what was not fitted is refused, or is none")
    func unknown() throws {
        let other = [["red", "pink"], ["S", "S"]]
        let refused = #expect(throws: EncodingError.self) { try OneHotEncoder(fitting: Self.columns).transform(other) }
        #expect(refused?.description == "encoder: row 1, column 0: \"pink\" is not one of the categories blue, green, red")
        let encoder = OneHotEncoder(fitting: Self.columns, unknown: .ignored)
        #expect(try encoder.transform(other)[1].array(of: Int.self) == [0, 0, 0, 0, 1])
        #expect(encoder.inverseTransform(try encoder.transform(other))[0] == ["red", nil])
    }

    @Test("ordinal: the place among the categories")
    func ordinal() throws {
        let encoder = OrdinalEncoder(fitting: Self.columns)
        let encoded = try encoder.transform(Self.columns)
        #expect(encoded.array(of: Int.self) == [2, 1, 1, 0, 2, 0, 0, 1])
        #expect(encoder.inverseTransform(encoded).map { $0.map { $0! } } == Self.columns)
        #expect(throws: EncodingError.self) { try encoder.transform([["pink"], ["S"]]) }
        let sizes = OrdinalEncoder(categories: [[3, 1, 2]], unknownValue: -1)
        #expect(try sizes.transform([[1, 2, 3, 4]]).array(of: Int.self) == [1, 2, 0, -1])
        #expect(sizes.inverseTransform(Tensor([[0], [-1]])) == [[3, nil]])
    }
}
