import Kindling

/// A line of the table: something whose results are checked against torch's and whose time is then taken.
struct Row: Sendable {
    let name: String
    /// Makes the operands, and what is to be measured on them.
    let prepare: @Sendable () -> Measured
}

/// What is measured.
struct Measured {
    /// Makes so many calls.
    let run: (_ calls: Int) -> Void
    /// Makes one call and tells what came of it.
    let results: () -> [Tensor]

    /// - Parameter results: what came of a call, where it doesn't return that.
    init<R>(_ call: @escaping () -> R, results: @escaping (R) -> [Tensor]) {
        run = { calls in for _ in 0..<calls { _ = call() } }
        self.results = { results(call()) }
    }

    init(_ call: @escaping () -> Tensor) { self.init(call) { [$0] } }
    init(_ call: @escaping () -> [Tensor]) { self.init(call) { $0 } }
}

extension Row {
    typealias Pair = (Tensor, Tensor)

    init(_ name: String, _ a: Input, _ body: @escaping @Sendable (Tensor) -> Tensor) {
        self.init(name: name) {
            let x = a.make(1)
            return Measured { body(x) }
        }
    }

    init(_ name: String, _ a: Input, _ b: Input, _ body: @escaping @Sendable (Tensor, Tensor) -> Tensor) {
        self.init(name: name) {
            let (x, y) = (a.make(1), b.make(2))
            return Measured { body(x, y) }
        }
    }

    init(_ name: String, _ a: Input, _ b: Input, _ c: Input, _ body: @escaping @Sendable (Tensor, Tensor, Tensor) -> Tensor) {
        self.init(name: name) {
            let (x, y, z) = (a.make(1), b.make(2), c.make(3))
            return Measured { body(x, y, z) }
        }
    }

    /// The function and its derivatives by all of its operands, for a cotangent of its result.
    static func gradients(_ name: String, _ inputs: Input..., of body: @escaping @Sendable ([Tensor]) -> Tensor) -> Row {
        Row(name: "\(name), forward + backward") {
            let operands = inputs.enumerated().map { $1.make($0 + 1) }
            let cotangent = values(body(operands).shape, 9, -1, 1)
            return Measured { vjp(of: body, at: operands, cotangent: cotangent).gradients }
        }
    }
}

/// Rows one below the other, with loops between them.
@resultBuilder
enum RowBuilder {
    static func buildExpression(_ row: Row) -> [Row] { [row] }
    static func buildExpression(_ rows: [Row]) -> [Row] { rows }
    static func buildBlock(_ rows: [Row]...) -> [Row] { rows.flatMap { $0 } }
    static func buildArray(_ rows: [[Row]]) -> [Row] { rows.flatMap { $0 } }
}

/// The sizes of what is measured in and out of the caches.
enum Size: String, CaseIterable {
    case thousand = "1e3"
    case hundredThousand = "1e5"
    case fourMillion = "4e6"

    var count: Int {
        switch self {
        case .thousand: 1000
        case .hundredThousand: 100_000
        case .fourMillion: 4_000_000
        }
    }
}
