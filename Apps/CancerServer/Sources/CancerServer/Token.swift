import Access
import ArgumentParser
import Foundation

extension Role: ExpressibleByArgument {}

/// `CancerServer token`
struct Token: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Makes a token and prints it: it is shown this once, the file keeps its SHA-256.",
        discussion: "A server that runs accepts it after SIGHUP.")

    @Option(help: "The file of tokens, which is made if there is none.") var tokens = "tokens.json"
    @Option(help: "Who holds it.") var name: String
    @Option(help: "predict, audit or admin.") var role: Role
    @Option(help: "When it ends: a date such as 2027-01-31, or a number of days such as 90d; never where it is left out.")
    var expires: String?

    func run() throws {
        do {
            var file = FileManager.default.fileExists(atPath: tokens) ? try TokenFile(reading: tokens) : TokenFile()
            let secret = try file.add(name: name, role: role, expires: try expires.map(Self.date), path: tokens)
            try file.write(to: tokens)
            print(secret.text)
        } catch let error as TokenFile.FileError { throw ValidationError(error.description) }
    }

    private static func date(_ text: String) throws -> Date {
        if text.hasSuffix("d"), let days = Double(text.dropLast()), days > 0, days < 100_000 {
            return Date().addingTimeInterval(days * 86400)
        }
        let format = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day()
        guard let date = try? format.parse(text) else {
            throw ValidationError(
                "--expires: expected a date such as 2027-01-31 or days such as 90d, got \(text.debugDescription)")
        }
        return date
    }
}
