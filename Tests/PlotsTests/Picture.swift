import Foundation
import FoundationXML
import Plots

/// An SVG as a reader of XML sees it.
final class Picture: NSObject, XMLParserDelegate {
    struct Text: Equatable {
        let words: String
        let x: Double, y: Double
        let anchor: String
    }

    struct Path {
        let lines: [[SIMD2<Double>]]
        let attributes: [String: String]
        /// The class of the group that it is in.
        let ink: String
    }

    private(set) var root: [String: String] = [:]
    private(set) var texts: [Text] = []
    private(set) var paths: [Path] = []
    private(set) var title = "", summary = "", css = ""
    private(set) var problem: String?
    private var groups: [String] = []
    private var element = "", content = ""
    private var attributes: [String: String] = [:]

    init(_ svg: String) {
        super.init()
        let parser = XMLParser(data: Data(svg.utf8))
        parser.delegate = self
        if !parser.parse() { problem = parser.parserError.map { "\($0), line \(parser.lineNumber)" } ?? "not well-formed" }
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String] = [:]
    ) {
        (element, content, self.attributes) = (name, "", attributes)
        if name == "svg" { root = attributes }
        if name == "g" { groups.append(attributes["class"] ?? "") }
        if name == "path" {
            paths.append(Path(lines: polylines(attributes["d"] ?? ""), attributes: attributes, ink: groups.last ?? ""))
        }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { content += string }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        switch name {
        case "g": groups.removeLast()
        case "title": title = content
        case "desc": summary = content
        case "style": css = content
        case "text":
            texts.append(
                Text(
                    words: content, x: Double(attributes["x"] ?? "") ?? .nan, y: Double(attributes["y"] ?? "") ?? .nan,
                    anchor: attributes["text-anchor"] ?? ""))
        default: break
        }
    }

    /// The labels at the ticks of the horizontal axis.
    var xLabels: [String] {
        let ticks = texts.filter { $0.anchor == "middle" }
        let rows = Dictionary(grouping: ticks, by: \.y)
        return (rows.max { ($0.value.count, $0.key) < ($1.value.count, $1.key) }?.value ?? []).map(\.words)
    }

    /// The labels at the ticks of the vertical axis.
    var yLabels: [String] { texts.filter { $0.anchor == "end" }.map(\.words) }

    /// The lines of data that are drawn in the colour of a series.
    func lines(ofSeries number: Int) -> [[SIMD2<Double>]] {
        paths.last { $0.ink == "s\(number)" && $0.attributes["fill"] == "none" }?.lines ?? []
    }

    /// The colours of the classes, by theme.
    func colors() -> [String: String] {
        var colors: [String: String] = [:]
        for rule in css.split(separator: "}") {
            let parts = rule.split(separator: "{")
            if parts.count == 2, let value = parts[1].split(separator: ":").last, let name = parts[0].split(separator: " ").last
            {
                colors[String(name)] = String(value)
            }
        }
        return colors
    }
}

/// The lines of a path's data, of the commands that plots use.
private func polylines(_ data: String) -> [[SIMD2<Double>]] {
    var lines: [[SIMD2<Double>]] = []
    var command: Character = "M"
    var numbers: [Double] = []
    var number = ""
    func endNumber() {
        if let value = Double(number) { numbers.append(value) }
        number = ""
    }
    func endCommand() {
        endNumber()
        switch command {
        case "M": if numbers.count == 2 { lines.append([SIMD2(numbers[0], numbers[1])]) }
        case "l":
            for index in stride(from: 0, to: numbers.count - 1, by: 2) {
                // Tenths are added up as the integers that they are.
                let spot = (lines.last?.last ?? .zero) + SIMD2(numbers[index], numbers[index + 1])
                lines[lines.count - 1].append((spot * 10).rounded(.toNearestOrEven) / 10)
            }
        default: break
        }
        numbers = []
    }
    for character in data {
        if character.isLetter {
            endCommand()
            command = character
        } else if character == " " || character == "-" {
            endNumber()
            if character == "-" { number = "-" }
        } else {
            number.append(character)
        }
    }
    endCommand()
    return lines
}
