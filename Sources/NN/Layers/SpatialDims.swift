/// A layer's name with the number of its spatial dims, for messages: `Conv2d`. Traps where there is no such layer.
func spatialName(_ layer: String, _ spatial: Int) -> String {
    if !(1...3).contains(spatial) { trap(layer, "needs 1 to 3 spatial dims, got \(spatial)") }
    return "\(layer)\(spatial)d"
}

/// A type's name, for messages and tables: `Conv2d`, where Swift says `Conv<2>`.
func shownName(_ type: Any.Type) -> String {
    let name = "\(type)"
    guard name.last == ">", let open = name.firstIndex(of: "<"), let spatial = Int(name[open...].dropFirst().dropLast()) else {
        return name
    }
    return "\(name[..<open])\(spatial)d"
}
