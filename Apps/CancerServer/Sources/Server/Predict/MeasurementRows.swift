import Data
import Diagnosis
import StrictJSON
import Tensor

/// Rows of measurements that a request holds, checked and in the order of the model's columns.
struct MeasurementRows: Sendable {
    /// The measurements, row by row; NaN where one is missing and the model replaces it.
    private(set) var values: [Double] = []
    /// The rows' identifiers, which are carried through to the answer.
    private(set) var ids: [String?] = []

    private let names: MeasurementNames
    private let allowsMissing: Bool
    private let maximumCount: Int
    private var details: [Problem.Detail] = []

    /// After so many wrong values, the rest is not looked at.
    private static let maximumDetails = 20

    private init(_ model: LoadedModel, maximumCount: Int) {
        names = model.names
        allowsMissing = model.classifier.imputer != nil
        self.maximumCount = maximumCount
    }

    /// The number of rows.
    var count: Int { ids.count }

    /// float64 `[rows, features]`
    var tensor: Tensor { Tensor(values, shape: [count, names.count]) }

    /// A row's measurements.
    func row(_ index: Int) -> ArraySlice<Double> { values[index * names.count..<(index + 1) * names.count] }

    private mutating func add(_ row: Int, _ name: String?, _ problem: String) {
        if details.count < Self.maximumDetails { details.append(.init(row: row, name: name, problem: problem)) }
    }

    private func requireValid() throws(Problem) {
        if count == 0 { throw Problem(.unprocessableContent, "there are no rows") }
        if !details.isEmpty { throw Problem(details) }
    }
}

// From JSON: an object is a row, an array of them several.
extension MeasurementRows {
    /// Reads `{"mean radius": 17.99, ..., "id": "..."}`, or an array of such objects. Names are found as
    /// ``MeasurementNames/index(of:)`` says; `id` is optional.
    ///
    /// - Throws: ``/StrictJSON/JSONError``, or ``Problem`` where it is JSON but not rows of this model.
    init(json bytes: UnsafeRawBufferPointer, of model: LoadedModel, maximumCount: Int) throws {
        self.init(model, maximumCount: maximumCount)
        var reader = JSONReader(bytes, maximumDepth: 8)
        switch try reader.kind() {
        case .object: try append(&reader)
        case .array:
            try reader.beginArray()
            while try reader.nextElement() {
                guard count < maximumCount else { throw Problem(.contentTooLarge, "at most \(maximumCount) rows are accepted") }
                try append(&reader)
                if details.count == Self.maximumDetails { break }
            }
        default: throw JSONError(offset: reader.offset, problem: "expected an object, or an array of objects")
        }
        if details.count < Self.maximumDetails { try reader.end() }
        try requireValid()
    }

    private mutating func append(_ reader: inout JSONReader) throws(JSONError) {
        let row = count + 1
        let start = values.count
        values.append(contentsOf: repeatElement(.nan, count: names.count))
        var id: String?
        var hint = 0
        var filled = 0
        try reader.beginObject()
        while let name = try reader.nextMember() {
            if let column = try names.index(of: name, hint: hint) {
                hint = column + 1
                switch try reader.kind() {
                case .null: _ = reader.null()
                case .number:
                    if !values[start + column].isNaN { add(row, names.features[column], "appears twice") }
                    values[start + column] = try reader.number()
                    filled += 1
                default:
                    add(row, names.features[column], "expected a number")
                    values[start + column] = 0
                    try reader.skipValue()
                }
            } else if name.equals("id") {
                id = try Self.id(&reader)
            } else {
                add(row, try name.string(), "is not a measurement of this model")
                try reader.skipValue()
            }
        }
        ids.append(id)
        if filled < names.count, !allowsMissing { addMissing(row, values[start...]) }
    }

    private mutating func addMissing(_ row: Int, _ values: ArraySlice<Double>) {
        for (name, value) in zip(names.features, values) where value.isNaN { add(row, name, "is missing") }
    }

    private static func id(_ reader: inout JSONReader) throws(JSONError) -> String? {
        if reader.null() { return nil }
        let offset = reader.offset
        let id: String
        switch try reader.kind() {
        case .string: id = try reader.string()
        case .number:
            let number = try reader.number()
            guard let whole = Int(exactly: number) else { fallthrough }
            id = "\(whole)"
        default: throw JSONError(offset: offset, problem: "an id is a string or a whole number")
        }
        guard id.utf8.count <= 128 else { throw JSONError(offset: offset, problem: "an id has at most 128 bytes") }
        return id
    }
}

// From CSV, in the forms that the library reads.
extension MeasurementRows {
    /// Reads a table whose columns are found by name.
    ///
    /// - Throws: ``Problem``
    init(csv bytes: [UInt8], of model: LoadedModel, maximumCount: Int) throws {
        self.init(model, maximumCount: maximumCount)
        do {
            let table = try CSV.read(bytes: bytes, name: "the table", options: RowReader.csvOptions)
            guard table.rowCount <= maximumCount else {
                throw Problem(.contentTooLarge, "at most \(maximumCount) rows are accepted")
            }
            var reader = RowReader(features: names.features, .init(readsDiagnoses: false, acceptsMissing: allowsMissing))
            let (rows, problem) = try reader.read(table)
            if let problem { throw problem }
            values = rows.measurements.array(of: Double.self)
            ids =
                rows.identifiers.map { $0.map { $0.isEmpty ? nil : $0 } }
                ?? Array(repeating: nil, count: rows.measurements.shape[0])
        } catch let error as Problem { throw error } catch { throw Problem(.unprocessableContent, "\(error)") }
        try requireValid()
    }
}

// From tensors, whose columns are the model's.
extension MeasurementRows {
    /// Takes values row by row.
    ///
    /// - Throws: ``Problem``
    init(values: [Double], of model: LoadedModel, maximumCount: Int) throws(Problem) {
        self.init(model, maximumCount: maximumCount)
        let count = values.count / max(1, names.count)
        guard count <= maximumCount else { throw Problem(.contentTooLarge, "at most \(maximumCount) rows are accepted") }
        self.values = values
        ids = Array(repeating: nil, count: count)
        try requireValid()
    }
}
