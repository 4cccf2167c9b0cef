import ArgumentParser
import Kindling

/// What the commands that use a model share.
struct ModelOptions: ParsableArguments {
    @Option(help: "A model that `train --output` wrote.")
    var model: String

    @Flag(help: "Print JSON.")
    var json = false

    func load() throws -> Diagnostician { try Diagnostician(reading: model) }

    /// Raw measurements `[rows, features]`: columns are found by name; a diagnosis may be there and is not read.
    func measurements(_ input: String, for diagnostician: Diagnostician) throws -> Tensor {
        let table = input == "-" ? try CSV.readStandardInput() : try CSV.read(input)
        let known = diagnostician.features + (table.columns.contains(Diagnoses.column) ? [Diagnoses.column] : [])
        try table.require(columns: known, allowingOthers: false)
        if table.rowCount == 0 { throw ModelFileError(file: table.name, problem: "has no rows") }
        return try table.numbers(columns: diagnostician.features)
    }
}
