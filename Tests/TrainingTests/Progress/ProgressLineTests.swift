import Testing
import Training

@Suite("A line of progress")
struct ProgressLineTests {
    @Test("says what is known, and leaves out what is not")
    func fields() {
        var line = ProgressLine(epoch: 5, lastEpoch: 200)
        #expect(line.text == "epoch   5 of 200")
        line.step = 7
        #expect(line.text == "epoch   5 of 200   step 7")
        line.stepCount = 12
        line.metrics = [("loss", 0.69314718), ("count", 37)]
        line.bestEpoch = 4
        line.stepsPerSecond = 51234.4
        line.secondsLeft = 65
        #expect(
            line.text == "epoch   5 of 200   step 7 of 12   loss 0.6931   count 37   best epoch 4   51234 steps/s   1:05 left")
    }

    @Test(
        "has numbers that a reader takes in",
        arguments: [
            (0, "0"), (1, "1"), (-3, "-3"), (0.69314718, "0.6931"), (-0.5, "-0.5000"), (0.99999, "1.0000"),
            (1234.56789, "1234.5679"),
            (0.001, "0.0010"), (0.000999, "9.99e-4"), (1.2345e-5, "1.23e-5"), (-9.999e-8, "-1.00e-7"),
            (12345.678, "1.23e4"),
            (9.9999e9 + 0.5, "1.00e10"), (.leastNonzeroMagnitude, "4.94e-324"), (.nan, "nan"), (.infinity, "inf"),
            (-.infinity, "-inf"),
            (-0.0, "0"),
        ] as [(Double, String)])
    func numbers(x: Double, text: String) { #expect(ProgressLine.number(x) == text) }

    @Test(
        "has a rate in the unit that is above 1",
        arguments: [
            (51234.4, "51234 steps/s"), (12.34, "12.3 steps/s"), (1, "1.0 steps/s"), (0.4, "2.5 s/step"), (0, "0 steps/s"),
        ])
    func rates(rate: Double, text: String) { #expect(ProgressLine.rate(rate) == text) }

    @Test(
        "has a duration as clocks show it",
        arguments: [
            (0, "0:00"), (42.4, "0:42"), (59.6, "1:00"), (725, "12:05"), (11720, "3:15:20"), (360_000, "4 d 4 h"), (-1, "0:00"),
            (.infinity, "11574074 d 1 h"),
        ] as [(Double, String)])
    func durations(seconds: Double, text: String) { #expect(ProgressLine.duration(seconds) == text) }

    @Test("is printed for few of many epochs, and for each of a few")
    func milestones() {
        let lines = (1...12345).filter { ProgressLine.isMilestone($0, of: 12345) }
        #expect(
            lines == [1, 10, 50] + (1...9).map { 100 * $0 } + (1...9).map { 1000 * $0 } + [10000, 12345])
        #expect((1...20).allSatisfy { ProgressLine.isMilestone($0, of: 20) })
    }
}
