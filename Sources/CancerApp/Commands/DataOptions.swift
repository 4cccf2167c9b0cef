import ArgumentParser
import Diagnosis

/// How a file with diagnoses is read.
struct DataOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The value of the diagnosis that is malignant. (default: M or malignant; 0 and 1 are never guessed)",
            valueName: "value"),
        transform: { try nonEmpty($0, "a value") })
    var positive: String?

    @OptionGroup var columns: ColumnOptions

    /// The rows of a file, or those that ship with the app, for a training by a recipe.
    func diagnoses(_ path: String?, for recipe: Recipe) throws -> Diagnoses {
        let options = reading(acceptsMissing: recipe.imputes)
        return try path.map { try Diagnoses(reading: $0, options) } ?? Diagnoses(Diagnoses.shipped(), options)
    }

    func reading(acceptsMissing: Bool) -> RowReader.Options {
        RowReader.Options(positive: positive, isStrict: columns.strict, acceptsMissing: acceptsMissing)
    }
}

/// How the columns of a file are matched.
struct ColumnOptions: ParsableArguments {
    @Flag(help: "Refuse columns that are not used, instead of naming them in a warning.")
    var strict = false
}
