/// Writes the history as a table: a line with the names of the columns, and a line for each epoch.
///
///     epoch,step,loss,validationLoss
///     1,12,0.6931471805599453,0.5822371041
///     2,24,0.4620981203731969,
///
/// The columns are `epoch`, `step` (the steps made in all epochs) and those of the row. Numbers are the shortest text that gives the
/// same bits again, or `nan`, `inf`, `-inf`; where nothing was measured, there is nothing. Texts are quoted as in RFC 4180, lines end
/// with a line feed. Nothing in it depends on the time of day, and that of a run that was killed and resumed has the same bytes as that of
/// one that was not.
///
/// ```swift
/// CSVLog("history.csv")
/// ```
public struct CSVLog<Row: TrainingRow>: Callback {
    /// How far the file is written, and its columns.
    public struct State: Codable, Sendable {
        var position: LogPosition
        var columns: [String] = []
    }

    private let file: LogFile

    /// - Parameter path: in the run's folder unless it is absolute; without such a folder, in the process's. A file that is there
    ///   is replaced when a run begins.
    public init(_ path: String) { file = LogFile(path) }

    /// Nothing written.
    public var initialState: State { State(position: file.start) }

    /// Begins or continues the table, and adds a line at the end of an epoch.
    ///
    /// - Throws: ``LogError``.
    public func callAsFunction(_ event: TrainingEvent<Row>, _ state: inout State) throws -> Decision {
        switch event.kind {
        case .began: try begin(event, &state)
        case .epoch: try append([Double(event.epoch), Double(event.step)] + event.row.columns.map(\.value), &state)
        case .step, .tick, .finished: break
        }
        return .proceed
    }

    private func begin(_ event: TrainingEvent<Row>, _ state: inout State) throws {
        try file.open(at: &state.position, in: event.run.folder)
        let columns = Row.logColumns
        if state.position.length > 0 {
            if state.columns != columns { throw LogError(state.position.path, .columns(state.columns, expected: columns)) }
        } else {
            state.columns = columns
            try file.append(columns.map(Self.field).joined(separator: ",") + "\n", at: &state.position)
        }
    }

    private func append(_ values: [Double?], _ state: inout State) throws {
        try file.append(values.map { $0.map(LogText.number) ?? "" }.joined(separator: ",") + "\n", at: &state.position)
    }

    /// A text as RFC 4180 has it.
    private static func field(_ text: String) -> String {
        if !text.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// Puts the lines on the disk.
    public func flush() throws { try file.flush() }
}
