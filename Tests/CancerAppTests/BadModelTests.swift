import Kindling
import Testing

@Suite("A problem with a model file is reported in one line")
struct BadModelTests {
    static let cases: [BadFile] = [
        BadFile("missing", ": no such file") { nil },
        BadFile("empty", ": truncated: expected at least 8 bytes, found 0") { [] },
        BadFile("a text", ": not a safetensors file: the header has 7598539516275681636 bytes, expected at most 100000000") {
            Array(Wisconsin.text.utf8)
        },
        BadFile("a header longer than the file", ": truncated: expected at least 1000008 bytes, found \(size)") {
            [0x40, 0x42, 0x0f, 0, 0, 0, 0, 0] + (try Model.bytes()[8...])
        },
        BadFile(
            "a header longer than any memory",
            ": not a safetensors file: the header has 18446744073709551615 bytes, expected at most 100000000"
        ) { Array(repeating: 255, count: 8) + (try Model.bytes()[8...]) },
        BadFile(
            "a byte short",
            ", tensor \"members.0.linear.weight\": truncated: expected at least \(size) bytes, found \(size - 1)"
        ) {
            try Model.bytes().dropLast(1)
        },
        BadFile("a byte long", ": 1 bytes after the last tensor") { try Model.bytes() + [0] },
        BadFile("offsets that overlap", ", tensor \"range.minimum\": its data begins at 232, expected 240") {
            try Model.replaced("[240,480]", with: "[232,472]")
        },
        BadFile("an offset beyond the end", ", tensor \"range.minimum\": data_offsets 240 to 999999 must span 240 bytes") {
            try Model.replaced("[240,480]", with: "[240,999999]")
        },
        BadFile("a list for a header", ": not a safetensors header: expected '{' at byte 0") {
            try Model.replaced("{\"__metadata__\"", with: "[\"__metadata__\"")
        },
        BadFile(
            "a shape beyond all memory",
            ", tensor \"members.0.linear.weight\": the size in bytes of shape [9223372036854775807, 30] overflows"
        ) { try Model.replaced("[1,30]", with: "[9223372036854775807,30]") },
        BadFile("a quote too few", ": not a safetensors header: expected ':' at byte 17") {
            try Model.replaced("\"__metadata__\"", with: "\"__metadata__")
        },
        BadFile("another format", ": not a model of this app") { try Model.changed { $0.metadata = [:] } },
        BadFile("another version", ": format version \"3\", expected \"1\" or \"2\"") {
            try Model.changed { $0.metadata["version"] = "3" }
        },
        BadFile("no version", ": format version \"\", expected \"1\" or \"2\"") {
            try Model.changed { $0.metadata["version"] = nil }
        },
        BadFile("no features", ": no list of features") { try Model.changed { $0.metadata["features"] = "mean radius" } },
        BadFile("fewer features", ": scaler.mean has shape [30], expected [1]") {
            try Model.changed { $0.metadata["features"] = "[\"mean radius\"]" }
        },
        BadFile("no threshold", ": no threshold between 0 and 1") {
            try Model.changed { $0.metadata["threshold"] = "nan" }
        },
        BadFile("no scaler", ": no scaler") { try Model.changed { $0.tensors["scaler.mean"] = nil } },
        BadFile("a scale of 0", ": scaler: the scale of column 0 is 0.0, expected a positive number") {
            try Model.changed { $0.tensors["scaler.scale"] = .zeros([30], dtype: .float64) }
        },
        BadFile("another shape", misfit("shape  linear.weight  [1, 29], expected [1, 30]")) {
            try Model.changed { $0.tensors["members.0.linear.weight"] = .zeros([1, 29]) }
        },
        BadFile("no bias", misfit("missing  linear.bias  [1]")) {
            try Model.changed { $0.tensors["members.0.linear.bias"] = nil }
        },
        BadFile("one tensor more", misfit("unexpected  linear.offset  [1]")) {
            try Model.changed { $0.tensors["members.0.linear.offset"] = .zeros([1]) }
        },
        BadFile("no number of members", ": no number of members") { try Model.changed { $0.metadata["members"] = nil } },
        BadFile(
            "a member more than there are",
            ": member 1: the state does not fit LogisticRegression: missing  linear.weight  [1, 30] missing  linear.bias    [1]"
        ) { try Model.changed { $0.metadata["members"] = "2" } },
        BadFile("another tensor", ": unexpected tensor \"members.1.linear.bias\"") {
            try Model.changed { $0.tensors["members.1.linear.bias"] = .zeros([1]) }
        },
        BadFile("weights that are not finite", ": members.0.linear.weight has elements that are not finite") {
            try Model.changed { $0.tensors["members.0.linear.weight"] = .full([1, 30], Double.nan) }
        },
        BadFile("weights that are not finite in float32", ": members.0.linear.weight has elements that are not finite") {
            try Model.changed { $0.tensors["members.0.linear.weight"] = .full([1, 30], 1e300, dtype: .float64) }
        },
    ]

    /// Of the model's file.
    private static let size = (try? Model.bytes().count) ?? 0

    private static func misfit(_ what: String) -> String { ": the state does not fit LogisticRegression: \(what)" }

    @Test(arguments: cases, ["predict", "evaluate --data data", "explain"])
    func refused(_ file: BadFile, command: String) throws {
        let folder = try Folder(["data": Wisconsin.text])
        if let bytes = try file.bytes() { try folder.write(bytes, to: "model") }
        let result = try App.run(command + " --model model", in: folder, input: Wisconsin.text)
        expectFailure(result, "model\(file.message)")
    }

    @Test("A folder is not a model")
    func folder() throws {
        expectFailure(try App.run("predict --model .", in: Folder()), ".: cannot be read: it is not a regular file")
    }
}
