import Serialization

/// A file is refused, or what it holds is written and read again as it is.
func fuzzSafetensors(_ choices: inout Choices) {
    let file = choices.once(in: 8) ? choices.rest() : madeUpFile(&choices)
    guard let contents = try? Safetensors.read(bytes: file) else { return }
    let again: Safetensors.Contents
    do {
        again = try Safetensors.read(bytes: Safetensors.encode(contents.tensors, metadata: contents.metadata))
    } catch { fatalError("what was read cannot be written: \(error)") }
    require(again.metadata == contents.metadata, "the metadata has changed")
    require(again.tensors.count == contents.tensors.count, "there are other tensors")
    for (name, tensor) in contents.tensors {
        guard let other = again.tensors[name] else { fatalError("\(name.debugDescription) is gone") }
        require(
            other.dtype == tensor.dtype && other.shape == tensor.shape, "\(name.debugDescription) has another shape or dtype")
        require(
            tensor.withBytes { a in other.withBytes { a.elementsEqual($0) } }, "\(name.debugDescription) has other elements")
    }
}

/// A file with a header much as it should be.
private func madeUpFile(_ choices: inout Choices) -> [UInt8] {
    var (fields, offset) = ([String](), 0)
    if choices.once(in: 4) {
        fields.append("\"__metadata__\":" + choices.one(of: [#"{"a":"b"}"#, "null", "{}", "1", #"{"a":1}"#]))
    }
    for _ in 0..<choices.number(below: 5) {
        let (type, size) = choices.one(of: [
            ("F32", 4), ("F64", 8), ("I64", 8), ("I32", 4), ("U8", 1), ("BOOL", 1), ("F16", 2), ("BF16", 2), ("I8", 1),
            ("I16", 2),
            ("U16", 2), ("U32", 4), ("U64", 8), ("F8_E4M3", 1), ("C64", 8), ("NEW", 1),
        ])
        let shape = (0..<choices.number(below: 4)).map { _ in choices.number(below: 4) }
        let end = offset + shape.reduce(size, *)
        var numbers = [shape.map(String.init), ["\(offset)", "\(end)"]]
        if choices.once(in: 8) { numbers[choices.number(below: 2)].append(strange(&choices)) }
        if choices.once(in: 8), !numbers[0].isEmpty { numbers[0][0] = strange(&choices) }
        if choices.once(in: 8) { numbers[1][choices.number(below: 2)] = strange(&choices) }
        let lists = numbers.map { "[\($0.joined(separator: ","))]" }
        let more = choices.once(in: 8) ? #","x":\#(json(&choices))"# : ""
        let name = choices.one(of: ["a", "b", "c", "\\u00e9", "\\ud83d\\ude00", "\\ud800", "é", ""])
        fields.append(#""\#(name)":{"dtype":"\#(type)","shape":\#(lists[0]),"data_offsets":\#(lists[1])\#(more)}"#)
        offset = end
    }
    var header = Array("{\(fields.joined(separator: ","))}".utf8)
    while choices.once(in: 4) {
        // Not at one of its ends alone.
        let position = (choices.number(below: 256) << 8 | choices.number(below: 256)) % header.count
        header[position] = choices.byte()
    }
    var length = UInt64(header.count)
    if choices.once(in: 16) { length = choices.once(in: 2) ? choices.bits() : length ^ UInt64(choices.byte()) }
    let size = offset + (choices.once(in: 8) ? choices.number(below: 9) - 4 : 0)
    let data = (0..<max(size, 0)).map { _ in choices.once(in: 2) ? choices.byte() : UInt8(choices.number(below: 2)) }
    return withUnsafeBytes(of: length.littleEndian) { Array($0) } + header + data
}

/// A number that should not be where it is.
private func strange(_ choices: inout Choices) -> String {
    let numbers = [
        "0", "1", "4", "9223372036854775807", "9223372036854775808", "18446744073709551615", "4611686018427387904",
        "1152921504606846976", "-1", "01", "1.0", "1e3", "null", "\"1\"", "2147483648", "",
    ]
    return choices.one(of: numbers)
}

/// A value that the format does not know.
private func json(_ choices: inout Choices) -> String {
    let tokens = ["{", "}", "[", "]", ",", ":", "\"a\"", "1", "-0.5e+7", "null", "true", "false", " ", "\"\\n\"", "{}", "[]"]
    return (0..<choices.number(below: 12)).map { _ in choices.one(of: tokens) }.joined()
}
