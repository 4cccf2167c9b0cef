// Kindling's side of the table. `Benchmarks/compare` drives it, and torch's side: see `Session`, `Growth` and `Flat`.
import Glibc
import Kindling

if CommandLine.arguments.count == 4 && CommandLine.arguments[1] == "growth" {
    try Growth.run(CommandLine.arguments[2], CommandLine.arguments[3])
    exit(0)
}
if CommandLine.arguments.count == 4 && CommandLine.arguments[1] == "flat", let steps = Int(CommandLine.arguments[3]) {
    Flat.run(CommandLine.arguments[2], steps: steps)
    exit(0)
}
var session = Session(
    elementwise + reductions + random + movement + products + convolutions + attention + recurrent + trainingSteps + optimizers
        + inference + loading)
while let request = readLine() {
    guard let answer = session.answer(request) else { fatalError("no answer to \"\(request)\"") }
    print(answer)
    fflush(nil)
}
