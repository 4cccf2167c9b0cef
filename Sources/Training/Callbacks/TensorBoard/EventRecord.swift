import CKernels
import Glibc

/// A record of a TensorBoard event file: an `Event` of TensorFlow, framed as a TFRecord.
enum EventRecord {
    case fileVersion
    /// The run goes on: TensorBoard then drops what it knows of this step and later ones.
    case sessionStart(step: Int)
    case summary(step: Int, [Summary])

    enum Summary {
        case scalar(tag: String, Double)
        case histogram(tag: String, Histogram)
    }

    /// The record's bytes: the length of the event, its checksum, the event, its checksum.
    ///
    /// - Parameter time: in seconds since 1970.
    func framed(at time: Double = EventRecord.now) -> [UInt8] { EventRecord.frame(event(at: time).bytes) }

    static func frame(_ data: [UInt8]) -> [UInt8] {
        let length = bytes(of: UInt64(data.count))
        return length + bytes(of: maskedChecksum(length)) + data + bytes(of: maskedChecksum(data))
    }

    private static func bytes(of integer: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: integer.littleEndian) { Array($0) }
    }

    /// A CRC32C, rotated and with an addend, as TFRecord masks it.
    private static func maskedChecksum(_ bytes: [UInt8]) -> UInt32 {
        let sum = bytes.withUnsafeBytes { kindling_crc32c(0, $0.baseAddress, $0.count) }
        return (sum >> 15 | sum << 17) &+ 0xa282_ead8
    }

    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    // The numbers are those of the fields in TensorFlow's event.proto, summary.proto and histogram.proto.

    private func event(at time: Double) -> ProtobufMessage {
        var event = ProtobufMessage()
        event.add(1, time)
        switch self {
        case .fileVersion: event.add(3, "brain.Event:2")
        case .sessionStart(let step):
            var session = ProtobufMessage()
            session.add(1, 1)
            event.add(2, step)
            event.add(7, session)
        case .summary(let step, let values):
            var summary = ProtobufMessage()
            for value in values { summary.add(1, EventRecord.message(value)) }
            event.add(2, step)
            event.add(5, summary)
        }
        return event
    }

    private static func message(_ summary: Summary) -> ProtobufMessage {
        var message = ProtobufMessage()
        switch summary {
        case .scalar(let tag, let value):
            message.add(1, tag)
            message.add(2, Float(value))
        case .histogram(let tag, let histogram):
            message.add(1, tag)
            message.add(5, EventRecord.message(histogram))
        }
        return message
    }

    private static func message(_ histogram: Histogram) -> ProtobufMessage {
        var message = ProtobufMessage()
        message.add(1, histogram.minimum)
        message.add(2, histogram.maximum)
        message.add(3, histogram.count)
        message.add(4, histogram.sum)
        message.add(5, histogram.sumOfSquares)
        message.add(6, histogram.limits)
        message.add(7, histogram.counts)
        return message
    }
}
