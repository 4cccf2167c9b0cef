import Glibc
import Testing
import Training

// They restore the default generator, and so have processes of their own.
@Suite("Resuming")
struct ResumingTests {
    private struct Killed: Error {}

    @Test(
        "A run that is left after any step and resumed is the run that was not, and computes no step twice",
        arguments: [false, true])
    func leftAfterAnyStep(isCompiled: Bool) async {
        await #expect(processExitsWith: .success) { [isCompiled = isCompiled as Bool] in
            let whole = TemporaryFolder()
            var scenario = Scenario(folder: whole.path, isCompiled: isCompiled)
            let expected = try scenario.train()
            let steps = scenario.read("steps")
            #expect(steps.split(separator: " ").count > 15)
            for step in 1..<steps.split(separator: " ").count {
                let folder = TemporaryFolder()
                scenario.folder = folder.path
                scenario.lifetime = step
                #expect(throws: Killed.self) { try scenario.train { throw Killed() } }
                scenario.lifetime = nil
                let resumed = try scenario.train()
                for (line, expected) in zip(resumed, expected) { #expect(line == expected, "left after step \(step - 1)") }
                #expect(scenario.read("steps") == steps, "left after step \(step)")
            }
        }
    }

    @Test(
        "Runs that are killed by SIGKILL after every step or two are the run that was not, and compute no step before a checkpoint again",
        arguments: [false, true], [1, 2])
    func killed(isCompiled: Bool, threads: Int) async throws {
        let (whole, folder) = (TemporaryFolder(), TemporaryFolder())
        var scenario = Scenario(folder: whole.path, isCompiled: isCompiled, threads: threads)
        await #expect(processExitsWith: .success) { [scenario = scenario as Scenario] in
            scenario.append(try scenario.train().joined(separator: "\n"), to: "result")
        }
        let expected = scenario.read("result").split(separator: "\n")
        let steps = scenario.read("steps").split(separator: " ").compactMap { Int($0) }
        #expect(steps == Array(0..<steps.count) && steps.count > 15)

        scenario.folder = folder.path
        var (processes, computed) = (0, [Int]())
        while scenario.read("result").isEmpty && processes < 100 {
            // Whether the last checkpoint gets onto the disk in time is up to chance in every other process.
            scenario.lifetime = 1 + processes % 2
            scenario.waits = processes % 2 == 0
            processes += 1
            let saved = TemporaryFolder.newestStep(in: folder.path)
            await #expect(processExitsWith: .signal(SIGKILL)) { [scenario = scenario as Scenario] in
                scenario.append(try scenario.train().joined(separator: "\n"), to: "result")
                kill(getpid(), SIGKILL)
            }
            let all = scenario.read("steps").split(separator: " ").compactMap { Int($0) }
            #expect(all.count == computed.count || all[computed.count] == saved)
            computed = all
        }
        let result = scenario.read("result").split(separator: "\n")
        #expect(result.count == expected.count)
        for (line, expected) in zip(result, expected) { #expect(line == expected) }
        #expect(Set(computed) == Set(steps))
        #expect(processes > steps.count / 2)
    }
}
