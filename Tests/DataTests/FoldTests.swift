import Data
import Tensor
import Testing

@Suite("Folds")
struct FoldTests {
    private func tests(_ folds: Folds) -> [[Int]] { folds.map { $0.test.array(of: Int.self) } }

    @Test("are scikit-learn's where nothing is shuffled")
    func reference() throws {
        #expect(tests(try KFold(5).split(12)) == [[0, 1, 2], [3, 4, 5], [6, 7], [8, 9], [10, 11]])
        #expect(
            tests(try StratifiedKFold(3).split(Tensor([0, 0, 1, 1, 1, 2, 2, 0, 1, 1, 0, 2])))
                == [[0, 1, 2, 5], [3, 4, 6, 7], [8, 9, 10, 11]])
        #expect(
            tests(try StratifiedKFold(3).split(Tensor([2, 2, 0, 0, 0, 1, 1, 2, 0, 0, 2, 1, 0])))
                == [[0, 1, 2, 3, 5], [4, 6, 7, 8], [9, 10, 11, 12]])
    }

    @Test("shuffled have each row once in a test part, and the others to train")
    func shuffled() throws {
        let labels = (0..<53).map { $0 % 5 == 0 ? 1 : 0 }
        let generator = Generator(seed: 1)
        for folds in [
            try KFold(4, shuffle: true, generator: generator).split(53),
            try StratifiedKFold(4, shuffle: true, generator: generator).split(Tensor(labels)),
        ] {
            #expect(tests(folds).flatMap { $0 }.sorted() == Array(0..<53))
            for (train, test) in folds {
                #expect((train.array(of: Int.self) + test.array(of: Int.self)).sorted() == Array(0..<53))
            }
        }
        let stratified = tests(try StratifiedKFold(4, shuffle: true, generator: generator).split(Tensor(labels)))
        #expect(stratified.map { $0.count { labels[$0] == 1 } }.sorted() == [2, 3, 3, 3])
        #expect(stratified != tests(try StratifiedKFold(4).split(Tensor(labels))))
    }

    @Test("repeated are shuffled anew each time")
    func repeated() throws {
        let folds = tests(try RepeatedStratifiedKFold(2, repeats: 3, generator: Generator(seed: 1)).split(.arange(20) .< 8))
        #expect(folds.count == 6 && folds[0] != folds[2])
        #expect(folds.allSatisfy { $0.count == 10 && $0.count { $0 < 8 } == 4 })
        #expect(try RepeatedKFold(3, repeats: 2, generator: Generator(seed: 1)).split(9).count == 6)
    }

    @Test("are refused where there are more of them than rows, or than any class has")
    func problems() {
        func message(_ body: () throws(FoldError) -> Folds) -> String? {
            #expect(throws: FoldError.self) { try body() }?.description
        }
        #expect(message { () throws(FoldError) in try KFold(5).split(4) } == "cannot split 4 rows into 5 folds")
        #expect(
            message { () throws(FoldError) in try StratifiedKFold(3).split(Tensor([0, 0, 1, 1])) }
                == "no class has enough rows for 3 folds; the largest has 2")
        #expect(
            message { () throws(FoldError) in try StratifiedKFold(2).split(Tensor([0, 0, Float.nan, 1])) }
                == "the label of row 2 is NaN")
    }

    @Test("of a million rows, a thousand of them, take no more memory than the rows")
    func many() throws {
        let labels = Tensor.arange(1_000_000).remainder(7)
        let folds = try StratifiedKFold(1000).split(labels)
        #expect(folds.count == 1000)
        let (train, test) = folds[999]
        #expect(test.count == 1000 && train.count == 999_000)
        let counts = labels.indexSelect(dim: 0, test).array(of: Int.self).reduce(into: [:]) { $0[$1, default: 0] += 1 }
        #expect(counts.values.allSatisfy { (142...143).contains($0) } && counts.count == 7)
        #expect(try KFold(1_000_000).split(1_000_000)[17].test.array(of: Int.self) == [17])
    }
}
