import FuzzTargets
import Glibc

/// Runs cases one after the other, each of which depends on the seed and its number alone.
struct Driver {
    let options: DriverOptions

    init(_ options: DriverOptions) { self.options = options }

    func run() {
        Failure.install()
        if let number = options.onlyCase { return run(number) }
        let clock = ContinuousClock()
        let start = clock.now
        var number: UInt64 = 0
        while number < options.iterations && (number % 256 != 0 || (clock.now - start) / .seconds(1) < options.seconds) {
            run(number)
            number += 1
        }
        let seconds = Int((clock.now - start) / .seconds(1))
        print("fuzz: \(number) cases of seed \(options.seed) in \(seconds) s, none failed")
    }

    private func run(_ number: UInt64) {
        var generator = SplitMix64(state: options.seed &* 0x9E37_79B9_7F4A_7C15 &+ number)
        let target = options.targets[Int(generator.next() % UInt64(options.targets.count))]
        let length = Int(generator.next() % (generator.next() % 8 == 0 ? 2000 : 200))
        let bytes = (0..<length).map { _ in UInt8(truncatingIfNeeded: generator.next() >> 32) }
        let again = "fuzz --seed \(options.seed) --case \(number)" + (options.targets.count == 1 ? " --target \(target)" : "")
        Failure.prepare("fuzz: case \(number) of seed \(options.seed) failed (\(target)); again: \(again)\n")
        target.run(bytes)
    }
}

/// Steele, Lea and Flood, 2014.
private struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// What is said where a case ends the process.
enum Failure {
    private static let capacity = 256
    // Written by the driver's one thread, and read by the handler of a signal that ends it.
    nonisolated(unsafe) private static let text = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    nonisolated(unsafe) private static var length = 0

    static func prepare(_ message: String) {
        length = 0
        for byte in message.utf8.prefix(capacity) {
            text[length] = byte
            length += 1
        }
    }

    static func install() {
        for number in [SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE] {
            signal(number) { number in
                _ = write(STDERR_FILENO, Failure.text, Failure.length)
                signal(number, SIG_DFL)
                raise(number)
            }
        }
    }
}
