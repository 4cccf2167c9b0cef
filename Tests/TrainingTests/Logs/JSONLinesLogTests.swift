import Testing
import Training

@Suite("The history as lines of JSON", .takingTurns)
struct JSONLinesLogTests {
    @Test("has a line for each epoch and for some steps")
    func lines() throws {
        let folder = TemporaryFolder()
        try LoggedRun.train(in: folder.path, through: 2) { JSONLinesLog("history.jsonl", everySteps: 3) }
        let first = (1 + 1 / 2.0 + 1 / 3.0 + 1 / 4.0) / 4
        let second = (1 / 5.0 + 1 / 6.0 + 1 / 7.0 + 1 / 8.0) / 4
        #expect(
            try folder.text("history.jsonl") == """
                {"event":"step","epoch":1,"step":3,"loss":\(1 / 3.0)}
                {"event":"epoch","epoch":1,"step":4,"loss":\(first),"validationLoss":null}
                {"event":"step","epoch":2,"step":6,"loss":\(1 / 6.0)}
                {"event":"epoch","epoch":2,"step":8,"loss":\(second),"validationLoss":0.5}

                """)
    }

    @Test("has NaN, infinities and names as JSON strings")
    func odd() throws {
        let folder = TemporaryFolder()
        let run = try TrainingRun<CSVLogTests.Odd>({ Saved("nothing", get: { 0 }, set: { _ in }) }) {
            JSONLinesLog("\(folder.path)/odd.jsonl")
        }
        for _ in run.epochs(through: 1) {}
        try run.finish()
        let text = try folder.text("odd.jsonl")
        #expect(
            text == #"""
                {"event":"epoch","epoch":1,"step":0,"nan":"NaN","low":"-Infinity","high":"Infinity","missing":null,"tenth":0.1,\#
                "tiny":5e-324,"count":3,"zero":-0.0,"isGood":1,"a \"quoted\", name":1e+300}

                """#)
    }

    @Test("of a run that was killed and resumed is that of one that was not")
    func resumed() throws {
        try LoggedRun.isKilledRunTheSame("history.jsonl") {
            JSONLinesLog("history.jsonl", everySteps: 3)
            Checkpoints(every: .epochs(2), .steps(5))
        }
    }
}
