import FoundationEssentials

/// A moment as the pages write it, in UTC.
struct Timestamp: Sendable {
    /// For people: `1 Dec 2026, 07:15` or `01.12.2026, 07:15`.
    let text: String
    /// For programs: `2026-12-01T07:15:00Z`.
    let iso: String

    init(_ date: Date, _ language: Language) {
        iso = date.formatted(.iso8601)
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: date)
        func two(_ n: Int?) -> String { String((n ?? 0) + 100).suffix(2).description }
        let (year, month, day) = (parts.year ?? 0, parts.month ?? 1, parts.day ?? 1)
        let time = two(parts.hour) + ":" + two(parts.minute)
        text =
            switch language {
            case .english: "\(day) \(Timestamp.months[month - 1]) \(year), \(time)"
            case .german: "\(two(day)).\(two(month)).\(year), \(time)"
            }
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
