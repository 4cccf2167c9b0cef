import ArgumentParser
import Server

@main
struct CancerServer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "CancerServer", abstract: "Serves the classifier of tumours to people and to systems.",
        discussion: "A demonstration, not a medical device.", version: ServerVersion.current,
        subcommands: [Serve.self, Token.self], defaultSubcommand: Serve.self)
}
