import Clinical
import Foundation
import StrictJSON
import Testing

@Suite("FHIR: code systems")
struct CodeSystemTests {
    @Test("Each column of the data has a code")
    func columns() throws {
        let file = URL(filePath: #filePath).appending(path: "../../../../../Sources/CWisconsin/wdbc.csv").standardized
        let header = try String(contentsOf: file, encoding: .utf8).prefix { !$0.isNewline }
        #expect(["diagnosis"] + NucleusMeasurement.all.map(\.feature) == header.split(separator: ",").map(String.init))
    }

    @Test("The measurements are served with their codes, names and definitions")
    func measurements() throws {
        let response = FHIRService.codeSystem("breast-mass-measurement")
        #expect(response.status == 200)
        let json = try response.json()
        #expect(json["url"]?.string == Canonical.measurements)
        #expect(json["concept"]?.elements.count == 30)
        #expect(json["concept"]?[10]?["code"]?.string == "radius-error")
        #expect(json["concept"]?[10]?["display"]?.string == "radius error")
        #expect(
            json["concept"]?[10]?["definition"]?.string
                == "Standard error over the nuclei: distance from the centre to the points of the contour")
    }

    @Test("The capabilities name the operation, whose definition is served")
    func capabilities() throws {
        let json = try FHIRService.test(StubModel(probability: 0.5)).capabilities().json()
        #expect(json["fhirVersion"]?.string == "4.0.1")
        let operation = json["rest"]?[0]?["resource"]?[0]?["operation"]?[0]
        let definition = try FHIRService.operationDefinition("assess").json()
        #expect(operation?["name"]?.string == definition["code"]?.string)
        #expect(operation?["definition"]?.string == definition["url"]?.string)
        #expect(FHIRService.operationDefinition("other").status == 404)
    }

    @Test("Every code system is served under its name; others are not found")
    func names() throws {
        #expect(FHIRService.codeSystems == ["breast-mass-measurement", "breast-mass-assessment", "override-reason"])
        for name in FHIRService.codeSystems { #expect(FHIRService.codeSystem(name).status == 200) }
        let response = FHIRService.codeSystem("nothing")
        #expect(response.status == 404)
        #expect(try response.issues() == ["error: not-found at nowhere"])
    }
}
