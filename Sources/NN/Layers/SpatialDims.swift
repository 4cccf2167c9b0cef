/// A layer's name with the number of its spatial dims, as messages have it: `Conv2d`. Traps where there is no such layer.
func spatialName(_ layer: String, _ spatial: Int) -> String {
    if !(1...3).contains(spatial) { trap(layer, "takes 1 to 3 spatial dims, not \(spatial)") }
    return "\(layer)\(spatial)d"
}

/// A type's name, as messages and tables have it: `Conv2d`, where Swift says `Conv<2>`.
func shownName(_ type: Any.Type) -> String {
    let name = "\(type)"
    guard name.last == ">", let open = name.firstIndex(of: "<"), let spatial = Int(name[open...].dropFirst().dropLast()) else {
        return name
    }
    return "\(name[..<open])\(spatial)d"
}
