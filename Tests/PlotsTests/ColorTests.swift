import Foundation
import Plots
import Testing

@Suite("Colours")
struct ColorTests {
    static let themes: [(Theme, String)] = [(.light, "light"), (.dark, "dark")]

    private func colors(_ name: String) -> [String: [Double]] {
        let theme: Theme = name == "light" ? .light : .dark
        let plot = Plot(title: "a") {
            for _ in 0..<6 { Line(x: [0, 1], y: [0, 1], label: "a") }
            Annotation("a", x: 0, y: 0)
        }
        return Picture(plot.svg(theme: theme)).colors().compactMapValues(linear)
    }

    @Test("Text has a contrast of 4.5 and all else one of 3 at least", arguments: ["light", "dark"])
    func contrasts(theme: String) throws {
        let colors = colors(theme)
        let background = try #require(colors[".bg"])
        #expect(colors.keys.filter { $0.hasPrefix(".s") }.count == 6)
        for name in ["text", ".fg", ".mu"] { #expect(contrast(try #require(colors[name]), background) >= 4.5) }
        for number in 0..<6 { #expect(contrast(try #require(colors[".s\(number)"]), background) >= 3) }
        // The strongest cell of a map is half ink, with words on it.
        let cell = zip(try #require(colors[".s0"]).map(encoded), background.map(encoded)).map { decoded(($0 + $1) / 2) }
        #expect(contrast(try #require(colors["text"]), cell) >= 4.5)
    }

    @Test("Series differ for those who see no red, no green or no blue", arguments: ["light", "dark"], Vision.all.map(\.name))
    func visions(theme: String, vision: String) throws {
        let colors = colors(theme)
        let matrix = try #require(Vision.all.first { $0.name == vision }).matrix
        let seen = try (0..<6).map { number in
            let color = try #require(colors[".s\(number)"])
            return lab(matrix.map { row in min(1, max(0, zip(row, color).reduce(0) { $0 + $1.0 * $1.1 })) })
        }
        for (index, one) in seen.enumerated() {
            for (other, another) in seen.enumerated() where other < index {
                let distance = sqrt(zip(one, another).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) })
                #expect(distance > 18, "series \(other) and \(index)")
            }
        }
    }
}

/// What of light is seen, from Machado, Oliveira and Fernandes (2009).
enum Vision {
    static let all: [(name: String, matrix: [[Double]])] = [
        ("all colours", [[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
        ("no red", [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
        ("no green", [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
        ("no blue", [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
    ]
}

private func decoded(_ value: Double) -> Double { value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4) }
private func encoded(_ value: Double) -> Double { value <= 0.0031308 ? value * 12.92 : 1.055 * pow(value, 1 / 2.4) - 0.055 }

/// The light of a colour such as #1f2328 or #fff.
private func linear(_ hex: String) -> [Double]? {
    guard hex.hasPrefix("#") else { return nil }
    let digits = hex.dropFirst().count == 3 ? hex.dropFirst().flatMap { [$0, $0] } : Array(hex.dropFirst())
    return stride(from: 0, to: 6, by: 2).map { decoded(Double(Int(String(digits[$0...$0 + 1]), radix: 16) ?? 0) / 255) }
}

private func luminance(_ color: [Double]) -> Double { 0.2126 * color[0] + 0.7152 * color[1] + 0.0722 * color[2] }

private func contrast(_ a: [Double], _ b: [Double]) -> Double {
    let both = [luminance(a), luminance(b)].sorted()
    return (both[1] + 0.05) / (both[0] + 0.05)
}

/// CIELAB under D65.
private func lab(_ color: [Double]) -> [Double] {
    let (r, g, b) = (color[0], color[1], color[2])
    let xyz = [
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047, luminance(color), (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883,
    ]
    let f = xyz.map { $0 > 0.008856 ? cbrt($0) : 7.787 * $0 + 16 / 116 }
    return [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])]
}
