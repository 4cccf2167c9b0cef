import Diagnosis
import Kindling
import Synchronization
import Testing

@Suite("Cross-validation")
struct CrossValidationTests {
    /// Rows with one feature, the number of the row, of which some are malignant.
    static func rows(malignant: Int, benign: Int) throws -> Diagnoses {
        let lines = (0..<malignant + benign).map { "\($0 < malignant ? "M" : "B"),\($0)" }
        let text = "diagnosis,x\n" + lines.joined(separator: "\n")
        return try Diagnoses(CSV.read(bytes: Array(text.utf8), name: "rows.csv"), features: ["x"])
    }

    private struct Rows: Equatable {
        let repeatIndex: Int, fold: Int, train: [Int], test: [Int], random: [Float]

        init(_ split: CrossValidation.Split) {
            (repeatIndex, fold) = (split.repeatIndex, split.fold)
            (train, test) = (split.train.array(of: Int.self), split.test.array(of: Int.self))
            random = Tensor.uniform([4], generator: split.generator).array(of: Float.self)
        }
    }

    @Test("Each repeat holds every row out once, in folds with the class proportions of the whole")
    func folds() throws {
        let diagnoses = try Self.rows(malignant: 20, benign: 35)
        let models = try CrossValidation(folds: 5, repeats: 3).map(diagnoses, Rows.init)
        #expect(models.map(\.repeatIndex) == [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2])
        #expect(models.map(\.fold) == [0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4])
        for number in 0..<3 {
            #expect(models.filter { $0.repeatIndex == number }.flatMap(\.test).sorted() == Array(0..<55))
        }
        for model in models {
            #expect((model.train + model.test).sorted() == Array(0..<55))
            #expect(model.test.count { $0 < 20 } == 4 && model.test.count == 11)
        }
        #expect(Set(models.map(\.test)).count == 15 && Set(models.map(\.random)).count == 15)
    }

    @Test("The seed determines the folds and the models' random numbers; the threads and the number of repeats don't")
    func seeds() throws {
        let diagnoses = try Self.rows(malignant: 12, benign: 17)
        func models(_ repeats: Int, seed: UInt64, threads: Int) throws -> [Rows] {
            let before = Kindling.threads
            defer { Kindling.threads = before }
            Kindling.threads = threads
            return try CrossValidation(folds: 4, repeats: repeats, seed: seed).map(diagnoses, Rows.init)
        }
        let expected = try models(5, seed: 7, threads: 1)
        for threads in [2, 3, 8] { #expect(try models(5, seed: 7, threads: threads) == expected) }
        #expect(try models(2, seed: 7, threads: 2) == Array(expected.prefix(8)))
        #expect(try models(2, seed: 8, threads: 2) != Array(expected.prefix(8)))
    }

    @Test("The first model that fails is the one whose error is thrown, whichever thread fails before")
    func failures() throws {
        struct Failure: Error, Equatable { let fold: Int }
        let diagnoses = try Self.rows(malignant: 30, benign: 30)
        for _ in 0..<20 {
            #expect(throws: Failure(fold: 11)) {
                try CrossValidation(folds: 30, repeats: 1).map(diagnoses) { split in
                    if split.fold >= 11 { throw Failure(fold: split.fold) }
                }
            }
        }
    }

    @Test("Progress counts every model once, up to their number")
    func progress() throws {
        let counts = Mutex<[Int]>([])
        let crossValidation = CrossValidation(folds: 5, repeats: 4)
        _ = try crossValidation.map(Self.rows(malignant: 9, benign: 9)) { done in
            counts.withLock { $0.append(done) }
        } _: { _ in
        }
        #expect(counts.withLock { $0 } == Array(1...20) && crossValidation.models == 20)
    }

    @Test(
        "Rows that cannot be cross-validated are refused in terms of the data",
        arguments: [
            (4, 0, "rows.csv: all 4 rows are malignant; validation needs benign and malignant ones"),
            (0, 9, "rows.csv: all 9 rows are benign; validation needs benign and malignant ones"),
            (9, 4, "rows.csv: too few benign rows (4) for 5 folds"),
            (3, 90, "rows.csv: too few malignant rows (3) for 5 folds"),
        ])
    func refused(malignant: Int, benign: Int, message: String) throws {
        let diagnoses = try Self.rows(malignant: malignant, benign: benign)
        let error = #expect(throws: FileError.self) { try CrossValidation(folds: 5).check(diagnoses) }
        #expect(error?.description == message)
        #expect(throws: FileError.self) { try CrossValidation(folds: 5).map(diagnoses) { _ in } }
    }

    @Test("As many folds as rows of the rarer class are enough")
    func enough() throws {
        let models = try CrossValidation(folds: 5, repeats: 1).map(Self.rows(malignant: 5, benign: 6), Rows.init)
        #expect(models.allSatisfy { $0.test.count { $0 < 5 } == 1 && $0.test.contains { $0 >= 5 } })
    }
}
