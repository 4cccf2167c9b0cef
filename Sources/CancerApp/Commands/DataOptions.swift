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

    func reading(acceptsMissing: Bool) -> RowReader.Options {
        RowReader.Options(positive: positive, isStrict: columns.strict, acceptsMissing: acceptsMissing)
    }
}

/// How the columns of a file are matched.
struct ColumnOptions: ParsableArguments {
    @Flag(help: "Refuse columns that are not used, instead of naming them in a warning.")
    var strict = false
}
