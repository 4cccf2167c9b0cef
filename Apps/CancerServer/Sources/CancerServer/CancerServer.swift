import ArgumentParser

@main
struct CancerServer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "CancerServer", abstract: "Serves the classifier of tumours to people and to systems.")
}
