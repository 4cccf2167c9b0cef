// Draws how time and memory grow with size: JSON from standard input to SVG on standard output.

import Foundation
import Plots

struct Growth: Decodable {
    struct Point: Decodable {
        let size: Double
        let seconds: Double
        /// The peak, in MiB.
        let memory: Double
    }

    let title: String
    let sizeName: String
    let ours: [Point], torch: [Point]
    /// How much there is to do at each size, in any unit.
    let work: [Double]
}

let growth = try JSONDecoder().decode(Growth.self, from: FileHandle.standardInput.readDataToEndOfFile())
let sizes = Axis(growth.sizeName, scale: .logarithmic, format: .quantity(""))
let sides = [("Kindling", growth.ours), ("PyTorch", growth.torch)]

// Through our last point, as far as it lies among the others.
let scale = (growth.ours.last?.seconds ?? 1) / (growth.work.last ?? 1)
let least = (growth.ours + growth.torch).map(\.seconds).min() ?? 0
let work = zip(growth.ours, growth.work).filter { $1 * scale >= least }

let time = Plot(title: growth.title, x: sizes, y: Axis("time", scale: .logarithmic, format: .quantity("s"))) {
    Line(x: work.map(\.0.size), y: work.map { $1 * scale }, label: "as the work grows", ink: .muted, dash: .dotted)
    for (name, points) in sides { Line(x: points.map(\.size), y: points.map(\.seconds), label: name, hasDots: true) }
}
let memory = Plot(title: "Peak of memory", x: sizes, y: Axis("memory in MiB", scale: .logarithmic)) {
    for (name, points) in sides { Line(x: points.map(\.size), y: points.map(\.memory), label: name, hasDots: true) }
}
print(Figure([time, memory], columns: 2).svg(width: 840, height: 340), terminator: "")
