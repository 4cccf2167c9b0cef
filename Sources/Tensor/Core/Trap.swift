import Runtime

/// Ends the program over a programmer's mistake, naming the operation, what is wrong, and the caller's file and line.
///
/// The place is found on the stack: the first frame that is not the library's own. So no function carries a file and a
/// line along, operators can say it too, and in an operation made of others the place is still the caller's.
package func trap(_ operation: String, _ problem: String) -> Never {
    fatalError("\(operation): \(problem)" + (callSite().map { " (at \($0))" } ?? ""))
}

/// The file and line that called into the library, nil where the binary does not tell.
package func callSite() -> String? {
    let ours = #filePath.components(droppingLast: 3)  // Sources/Tensor/Core/Trap.swift -> Sources
    guard let frames = try? Backtrace.capture().symbolicated()?.frames else { return nil }
    for frame in frames {
        guard let place = frame.symbol?.sourceLocation, place.line > 0 else { continue }
        if place.path.hasPrefix(ours) && !place.path.contains("App/") { continue }
        return "\(place.path.split(separator: "/").last ?? ""):\(place.line)"
    }
    return nil
}

extension String {
    fileprivate func components(droppingLast count: Int) -> String {
        "/" + split(separator: "/").dropLast(count).joined(separator: "/") + "/"
    }
}
