import FuzzTargets
import Glibc

/// What the command line says of the seeded driver.
struct DriverOptions {
    var seed: UInt64 = 1
    var seconds = 60.0
    var iterations = UInt64.max
    /// The one case that is run.
    var onlyCase: UInt64?
    var targets = FuzzTarget.allCases

    init(_ arguments: ArraySlice<String>) {
        var arguments = arguments
        while let name = arguments.popFirst() {
            let value = arguments.popFirst() ?? ""
            switch name {
            case "--seed": seed = Self.number(value, of: name)
            case "--seconds": seconds = Self.number(value, of: name)
            case "--iterations": (iterations, seconds) = (Self.number(value, of: name), .infinity)
            case "--case": onlyCase = Self.number(value, of: name)
            case "--target":
                targets = FuzzTarget(rawValue: value).map { [$0] } ?? []
                if targets.isEmpty { Self.fail("there is no target \(value.debugDescription)") }
            default:
                Self.fail("unknown option \(name.debugDescription): --seed, --seconds, --iterations, --case, --target")
            }
        }
    }

    private static func number<T: LosslessStringConvertible>(_ text: String, of option: String) -> T {
        guard let number = T(text) else { fail("\(option) takes a number, got \(text.debugDescription)") }
        return number
    }

    private static func fail(_ message: String) -> Never {
        let line = Array("fuzz: \(message)\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
        exit(64)
    }
}
