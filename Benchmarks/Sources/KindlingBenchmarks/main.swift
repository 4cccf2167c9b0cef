// Kindling's side of the table. `Benchmarks/compare` drives it, and torch's side: see `Session`.
import Glibc
import Kindling

var session = Session(
    elementwise + reductions + movement + products + convolutions + attention + recurrent + trainingSteps + optimizers
        + inference + loading)
while let request = readLine() {
    guard let answer = session.answer(request) else { fatalError("no answer to \"\(request)\"") }
    print(answer)
    fflush(nil)
}
