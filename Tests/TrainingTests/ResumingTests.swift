import Testing
import Training

// They use the default generator.
@Suite("Resuming", .serialized, .takingTurns)
struct ResumingTests {
    private struct Killed: Error {}

    @Test(
        "A run that is left after any step and resumed is the run that was not, and computes no step twice",
        arguments: [false, true])
    func leftAfterAnyStep(isCompiled: Bool) throws {
        var scenario = Scenario(folder: TemporaryFolder(), isCompiled: isCompiled)
        let expected = try scenario.train()
        let steps = scenario.read("steps")
        #expect(steps.split(separator: " ").count > 15)
        for step in 1..<steps.split(separator: " ").count {
            scenario.folder = TemporaryFolder()
            scenario.lifetime = step
            #expect(throws: Killed.self) { try scenario.train { throw Killed() } }
            scenario.lifetime = nil
            let resumed = try scenario.train()
            for (line, expected) in zip(resumed, expected) { #expect(line == expected, "left after step \(step - 1)") }
            #expect(scenario.read("steps") == steps, "left after step \(step)")
        }
    }

    @Test("A run that is left after every step is the run that was not", arguments: [false, true])
    func leftAfterEveryStep(isCompiled: Bool) throws {
        var scenario = Scenario(folder: TemporaryFolder(), isCompiled: isCompiled)
        let expected = try scenario.train()
        scenario.folder = TemporaryFolder()
        scenario.lifetime = 2
        var result: [String]?
        for _ in 0..<100 where result == nil { result = try? scenario.train { throw Killed() } }
        for (line, expected) in zip(try #require(result), expected) { #expect(line == expected) }
    }
}
