/// What is fed with random choices.
public enum FuzzTarget: String, CaseIterable, Sendable {
    case safetensors, csv, scalers

    /// Ends the process where a reader does what it must not.
    public func run(_ bytes: [UInt8]) {
        var choices = Choices(bytes)
        switch self {
        case .safetensors: fuzzSafetensors(&choices)
        case .csv: fuzzCSV(&choices)
        case .scalers: fuzzScalers(&choices)
        }
    }
}

/// libFuzzer's entry: the first byte says which target.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    let targets = FuzzTarget.allCases
    targets[Int(bytes.first ?? 0) % targets.count].run(Array(bytes.dropFirst()))
    return 0
}

func require(_ condition: Bool, _ what: @autoclosure () -> String) { if !condition { fatalError(what()) } }
