import Glibc

/// Has the logs record how fast the run is and how much memory the process has needed: ``JSONLinesLog`` and ``TensorBoardLog``, wherever
/// they are in the list.
///
/// - `stepsPerSecond`: since they were recorded last, validation and whatever else comes between two steps included;
/// - `peakMemoryMiB`: the most memory that the process has had so far, in MiB (`VmHWM` of Linux).
///
/// They depend on the machine and the time, so a log with them is another one each time.
public struct ThroughputMonitor<Row: TrainingRow>: Callback {
    /// Of this process.
    public init() {}

    /// Adds both to what the logs record.
    public func callAsFunction(_ event: TrainingEvent<Row>, _ state: inout NoState) -> Decision {
        if event.kind != .began { return .proceed }
        var (step, time, rate) = (event.step, ContinuousClock.now, nil as Double?)
        event.run.addGauge("stepsPerSecond") { present in
            // Several logs may ask at one step.
            if present > step {
                rate = Double(present - step) / (time.duration(to: .now) / .seconds(1))
                (step, time) = (present, .now)
            }
            return rate
        }
        event.run.addGauge("peakMemoryMiB") { _ in peakMemory().map { Double($0) / 1024 } }
        return .proceed
    }
}

/// In KiB; nil where the system does not tell.
private func peakMemory() -> Int? {
    let file = open("/proc/self/status", O_RDONLY | O_CLOEXEC)
    if file < 0 { return nil }
    defer { close(file) }
    let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
        count = max(read(file, buffer.baseAddress, 4096), 0)
    }
    let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line.flatMap { Int($0.filter(\.isNumber)) }
}
