import StrictJSON

/// A tensor of the Open Inference Protocol, in JSON.
struct InferenceTensor {
    let name: String
    let shape: [Int]
    let datatype: String
    /// Row by row.
    let values: [Double]

    /// The datatypes of numbers, with the largest whole number that each holds exactly; nil for those of fractions.
    private static let integerRanges: [String: ClosedRange<Double>?] = [
        "UINT8": 0...255, "UINT16": 0...65535, "UINT32": 0...4_294_967_295, "UINT64": 0...9_007_199_254_740_992,
        "INT8": -128...127, "INT16": -32768...32767, "INT32": -2_147_483_648...2_147_483_647,
        "INT64": -9_007_199_254_740_992...9_007_199_254_740_992, "FP16": nil, "FP32": nil, "FP64": nil,
    ]

    /// Reads one input of a request, whose data is flat or nested as the shape says.
    ///
    /// - Throws: ``Problem``
    init(_ json: JSONValue) throws(Problem) {
        func fail(_ problem: String) -> Problem { Problem(.badRequest, problem) }
        guard case .string(let name)? = json["name"] else { throw fail("an input needs a name") }
        guard case .string(let datatype)? = json["datatype"] else {
            throw fail("input \(name.debugDescription) needs a datatype")
        }
        guard case .array(let sizes)? = json["shape"] else { throw fail("input \(name.debugDescription) needs a shape") }
        guard let range = Self.integerRanges[datatype] else {
            throw fail("input \(name.debugDescription): datatype \(datatype.debugDescription) does not hold numbers")
        }
        var shape: [Int] = []
        var count = 1
        for size in sizes {
            guard case .number(let number) = size, let size = Int(exactly: number), size >= 0 else {
                throw fail("input \(name.debugDescription): a shape has whole numbers from 0 on")
            }
            let product = count.multipliedReportingOverflow(by: size)
            guard !product.overflow else { throw fail("input \(name.debugDescription): the shape is too large") }
            count = product.partialValue
            shape.append(size)
        }
        guard case .array(let data)? = json["data"] else { throw fail("input \(name.debugDescription) needs data") }
        var values: [Double] = []
        if data.contains(where: { if case .array = $0 { true } else { false } }) {
            try Self.append(data, shape[...], name, to: &values)
        } else {
            for element in data { values.append(try Self.number(element, name)) }
        }
        guard values.count == count else {
            throw fail("input \(name.debugDescription): shape \(shape) has \(count) elements, the data \(values.count)")
        }
        if let range, let wrong = values.first(where: { !range.contains($0) || $0 != $0.rounded() }) {
            throw fail("input \(name.debugDescription): \(wrong) is no \(datatype)")
        }
        (self.name, self.shape, self.datatype, self.values) = (name, shape, datatype, values)
    }

    private static func number(_ json: JSONValue, _ name: String) throws(Problem) -> Double {
        guard case .number(let number) = json else {
            throw Problem(.badRequest, "input \(name.debugDescription): data must be numbers")
        }
        return number
    }

    private static func append(
        _ data: [JSONValue], _ shape: ArraySlice<Int>, _ name: String, to values: inout [Double]
    ) throws(Problem) {
        guard let size = shape.first, data.count == size else {
            throw Problem(.badRequest, "input \(name.debugDescription): the data is not nested as its shape says")
        }
        for element in data {
            if shape.count == 1 {
                values.append(try number(element, name))
            } else if case .array(let inner) = element {
                try append(inner, shape.dropFirst(), name, to: &values)
            } else {
                throw Problem(.badRequest, "input \(name.debugDescription): the data is not nested as its shape says")
            }
        }
    }
}
