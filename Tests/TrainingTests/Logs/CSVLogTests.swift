import Testing
import Training

@Suite("The history as CSV", .takingTurns)
struct CSVLogTests {
    @Test("has a line for each epoch, and nothing where nothing was measured")
    func lines() throws {
        let folder = TemporaryFolder()
        try LoggedRun.train(in: folder.path, through: 2) { CSVLog("history.csv") }
        let first = (1 + 1 / 2.0 + 1 / 3.0 + 1 / 4.0) / 4
        let second = (1 / 5.0 + 1 / 6.0 + 1 / 7.0 + 1 / 8.0) / 4
        #expect(try folder.text("history.csv") == "epoch,step,loss,validationLoss\n1,4,\(first),\n2,8,\(second),0.5\n")
    }

    struct Odd: TrainingRow {
        var nan = Double.nan
        var low = -Double.infinity
        var high = Double.infinity
        var missing: Double?
        var tenth = 0.1
        var tiny = Double.leastNonzeroMagnitude
        var count = 3
        var zero = -0.0
        var isGood = true
        var `a "quoted", name` = 1e300
    }

    @Test("has numbers that keep their bits, and quotes names with commas and quotes")
    func numbers() throws {
        let folder = TemporaryFolder()
        let run = try TrainingRun<Odd>({ Saved("nothing", get: { 0 }, set: { _ in }) }) { CSVLog("\(folder.path)/odd.csv") }
        for _ in run.epochs(through: 1) {}
        try run.finish()
        let text = try folder.text("odd.csv")
        #expect(
            text
                == "epoch,step,nan,low,high,missing,tenth,tiny,count,zero,isGood,\"a \"\"quoted\"\", name\"\n"
                + "1,0,nan,-inf,inf,,0.1,5e-324,3,-0.0,1,1e+300\n")
    }

    @Test("of a run that was killed and resumed is that of one that was not")
    func resumed() throws {
        try LoggedRun.isKilledRunTheSame("history.csv") {
            CSVLog("history.csv")
            Checkpoints(every: .epochs(2), .steps(5))
        }
    }

    @Test("begins anew with a fresh run")
    func fresh() throws {
        let folder = TemporaryFolder()
        try folder.write("something else that is longer than the header of the table", to: "history.csv")
        try LoggedRun.train(in: folder.path, through: 0) { CSVLog("history.csv") }
        #expect(try folder.text("history.csv") == "epoch,step,loss,validationLoss\n")
    }

    @Test("that was shortened is refused, and begins anew under another name")
    func shortened() throws {
        let folder = TemporaryFolder()
        try LoggedRun.train(in: folder.path, through: 2) { CSVLog("history.csv") }
        try folder.write("epoch,step", to: "history.csv")
        let error = try #require(throws: LogError.self) {
            try LoggedRun.train(in: folder.path, through: 3) { CSVLog("history.csv") }
        }
        #expect(error.problem == .short(length: 10, expected: 83))
        #expect(
            error.description
                == "\(folder.path)/history.csv has 10 bytes, but 83 were written until the checkpoint: "
                + "put the file back, or log to another one")
        try LoggedRun.train(in: folder.path, through: 3) { CSVLog("other.csv") }
        #expect(try folder.text("other.csv").hasPrefix("epoch,step,loss,validationLoss\n3,12,"))
    }

    @Test(
        "that cannot be written is an error that names it",
        arguments: [("missing/history.csv", "No such file or directory"), ("", "Is a directory")])
    func unwritable(name: String, reason: String) throws {
        let folder = TemporaryFolder()
        let path = "\(folder.path)/\(name)"
        let error = #expect(throws: LogError.self) { try LoggedRun.train(in: nil) { CSVLog(path) } }
        #expect(error?.description == "\(path): \(reason)")
    }

    @Test("is not a device", arguments: ["/dev/full", "/dev/null"])
    func device(path: String) throws {
        let error = #expect(throws: LogError.self) { try LoggedRun.train(in: nil) { CSVLog(path) } }
        #expect(error?.problem == .notAFile)
    }
}
