import Runtime

/// Ends the program over a programmer's mistake, naming the operation, what is wrong, and the caller's file and line.
///
/// ```swift
/// if x.rank != 2 { trap("radialBasis", "takes [batch, features], got \(x.shape)") }
/// // Fatal error: radialBasis: takes [batch, features], got [3] (at main.swift:41)
/// ```
///
/// The line is found on the stack: the first frame that is not the library's own. So no function carries a file and a line along,
/// operators can say it too, and in an operation composed of others it is still the caller's. A stripped binary loses the line, not the
/// message. What data from outside can cause should throw an error instead, such as an ``InputError``.
///
/// - Parameters:
///   - operation: what was called, as the caller wrote it.
///   - problem: what must hold and what was got, with shapes.
public func trap(_ operation: String, _ problem: String) -> Never {
    fatalError("\(operation): \(problem)" + (callSite().map { " (at \($0))" } ?? ""))
}

/// The file and line that called into the library, nil where the binary does not tell.
package func callSite() -> String? {
    let ours = #filePath.components(droppingLast: 3)  // Sources/Tensor/Core/Trap.swift -> Sources
    guard let frames = try? Backtrace.capture().symbolicated()?.frames else { return nil }
    for frame in frames {
        guard let location = frame.symbol?.sourceLocation, location.line > 0 else { continue }
        if location.path.hasPrefix(ours) && !location.path.contains("App/") { continue }
        return "\(location.path.split(separator: "/").last ?? ""):\(location.line)"
    }
    return nil
}

extension String {
    fileprivate func components(droppingLast count: Int) -> String {
        "/" + split(separator: "/").dropLast(count).joined(separator: "/") + "/"
    }
}
