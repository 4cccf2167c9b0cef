import ArgumentParser
import Kindling

/// What the commands that use a model share.
struct ModelOptions: ParsableArguments {
    @Option(help: "A model that `train --output` wrote.", transform: path)
    var model: String

    @Flag(help: "Print JSON.")
    var json = false

    func load() throws -> Diagnostician { try Diagnostician(reading: model) }

    /// Raw measurements `[rows, features]`: columns are found by name; a diagnosis may be there and is not read.
    func read(_ input: String, for diagnostician: Diagnostician) throws -> (measurements: Tensor, file: String) {
        let table = input == "-" ? try CSV.readStandardInput() : try CSV.read(input)
        let known = diagnostician.features + (table.columns.contains(Diagnoses.column) ? [Diagnoses.column] : [])
        try table.require(columns: known, allowingOthers: false)
        if table.rowCount == 0 { throw FileError(file: table.name, problem: "no rows below the header") }
        return (try table.numbers(columns: diagnostician.features), table.name)
    }
}
