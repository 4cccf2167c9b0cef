import ArgumentParser

@main
struct CancerApp: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "CancerApp",
        abstract: "Classifies tumours as malignant or benign (Wisconsin Diagnostic data).",
        subcommands: [Train.self, Validate.self, Predict.self, Evaluate.self, Explain.self, Report.self],
        defaultSubcommand: Train.self)

    /// Errors are printed in one line on standard error; help goes to standard output.
    static func main() {
        Interruption.install()
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let code as ExitCode {
            // What there is to say has been said.
            exit(withError: code)
        } catch {
            let code = exitCode(for: error)
            if code.isSuccess {
                Console.print(fullMessage(for: error))
            } else {
                Console.fail(message(for: error), code: code.rawValue)
            }
        }
    }
}
