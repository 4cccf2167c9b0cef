import Kindling

/// Images of other sizes, and elements at points between.
let interpolation: [String: Function] = [
    "nn.functional.affine_grid": { c in
        try [.affineGrid(c.tensor(), size: c.shape(1), alignCorners: c.flag(2, "align_corners"))]
    },
    "nn.functional.grid_sample": { c in
        try [
            c.tensor().gridSample(
                c.tensor(1, "grid"),
                mode: c.name(2, "mode", [("bilinear", .bilinear), ("nearest", .nearest), ("bicubic", .bicubic)]),
                padding: c.name(3, "padding_mode", [("zeros", .zeros), ("border", .border), ("reflection", .reflection)]),
                alignCorners: c.flag(4, "align_corners"))
        ]
    },
    "nn.functional.interpolate": { c in
        let alignCorners: Bool? = if case .boolean(let flag)? = c[4, "align_corners"] { flag } else { nil }
        return try [
            c.tensor().interpolate(
                size: c.optionalInts(1, "size"), scaleFactor: c.scaleFactor(),
                mode: c.name(3, "mode", interpolationModes), alignCorners: alignCorners,
                recomputeScaleFactor: c.flag(5, "recompute_scale_factor"), antialias: c.flag(6, "antialias"))
        ]
    },
    "nn.functional.upsample_bilinear": { c in
        try [
            c.tensor().interpolate(
                size: c.optionalInts(1, "size"), scaleFactor: c.scaleFactor(), mode: .bilinear, alignCorners: true)
        ]
    },
    "nn.functional.upsample_nearest": { c in
        try [c.tensor().interpolate(size: c.optionalInts(1, "size"), scaleFactor: c.scaleFactor())]
    },
]

private let interpolationModes: [(String, InterpolationMode)] = [
    ("nearest", .nearest), ("nearest-exact", .nearestExact), ("linear", .linear), ("bilinear", .bilinear),
    ("trilinear", .trilinear), ("bicubic", .bicubic), ("area", .area),
]

extension Call {
    /// What a name stands for; the first one where there is none.
    fileprivate func name<T>(_ position: Int?, _ name: String, _ table: [(String, T)]) throws -> T {
        let text = try text(position, name, or: table[0].0)
        guard let entry = table.first(where: { $0.0 == text }) else { throw Unsupported("\(name) \(text)") }
        return entry.1
    }

    fileprivate func scaleFactor() throws -> ScaleFactor? {
        switch self[2, "scale_factor"] {
        case .list(let list)?:
            ScaleFactor(
                try list.map {
                    switch $0 {
                    case .integer(let value): Double(value)
                    case .floating(let value): value
                    case let other: throw Unsupported("scale_factor has \(other)")
                    }
                })
        default: try optionalNumber(2, "scale_factor").map { ScaleFactor($0.double) }
        }
    }
}
