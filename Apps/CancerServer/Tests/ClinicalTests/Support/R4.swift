import StrictJSON

/// Invariants of R4, as its StructureDefinitions state them, for the types that this service writes.
///
/// - `ele-1`: no element is empty. `ext-1`: an extension has a value or extensions, not both.
/// - `txt-2`: a narrative says something (`txt-1`, the XHTML, is the checker's).
/// - `qty-3`: a unit's code has a system. `rng-2`: a range's low is at most its high.
/// - `ref-1`: a local reference leads to a contained resource.
/// - `dom-2`, `dom-3`, `dom-4`, `dom-5`, `dom-6`: contained resources, narrative.
/// - `obs-6`, `obs-7`: Observations. `ras-1`, `ras-2`: probabilities are percentages.
/// - `bdl-1`, `bdl-2`, `bdl-3`, `bdl-4`, `bdl-5`, `bdl-7`, `bdl-8`, `bdl-9`...`bdl-12`: bundles.
/// - `csd-0`, `csd-1`: code systems. `id`: what the id of a resource may look like.
enum R4 {
    /// The invariants that a value or something in it breaks.
    static func broken(_ value: JSONValue) -> Set<String> {
        var broken: Set<String> = []
        for part in value.descendants {
            for (key, holds) in rules where !holds(part) { broken.insert(key) }
        }
        return broken
    }

    private typealias Rule = (key: String, holds: @Sendable (JSONValue) -> Bool)

    private static func isResource(_ value: JSONValue, _ type: String) -> Bool { value["resourceType"]?.string == type }
    private static func contained(_ value: JSONValue) -> [JSONValue] { value["contained"]?.elements ?? [] }
    private static func entries(_ value: JSONValue) -> [JSONValue] {
        isResource(value, "Bundle") ? value["entry"]?.elements ?? [] : []
    }
    private static func references(_ value: JSONValue) -> [String] { value.descendants.compactMap { $0["reference"]?.string } }
    private static func codes(_ value: JSONValue?) -> [String] {
        (value?["coding"]?.elements ?? []).compactMap { $0["code"]?.string }
    }

    private static let rules: [Rule] = [
        (
            "ele-1",
            {
                switch $0 {
                case .null: false
                case .string(let string): !string.isEmpty
                case .array(let elements): !elements.isEmpty
                case .object(let members): !members.isEmpty
                case .bool, .number: true
                }
            }
        ),
        (
            "ext-1",
            { value in
                (value["extension"]?.elements ?? []).allSatisfy { ext in
                    ext["url"] != nil && ext.members.contains { $0.name.hasPrefix("value") } != (ext["extension"] != nil)
                }
            }
        ),
        (
            "txt-2",
            { value in value["div"].map { $0.string?.split(separator: ">").contains { $0.first != "<" } == true } ?? true }
        ),
        (
            "qty-3",
            { value in value["value"]?.number == nil || value["code"] == nil || value["system"] != nil }
        ),
        (
            "rng-2",
            { value in
                guard let low = value["low"]?["value"]?.number, let high = value["high"]?["value"]?.number else { return true }
                return low <= high
            }
        ),
        (
            "ras-1",
            { value in
                guard let range = value["probabilityRange"] else { return true }
                return [range["low"], range["high"]].allSatisfy {
                    $0 == nil || ($0?["code"]?.string == "%" && $0?["system"]?.string == "http://unitsofmeasure.org")
                }
            }
        ),
        ("ras-2", { value in value["probabilityDecimal"].map { ($0.number ?? 101) <= 100 } ?? true }),
        ("obs-6", { value in value["dataAbsentReason"] == nil || !value.members.contains { $0.name.hasPrefix("value") } }),
        (
            "obs-7",
            { value in
                guard isResource(value, "Observation"), value.members.contains(where: { $0.name.hasPrefix("value") }) else {
                    return true
                }
                return (value["component"]?.elements ?? []).allSatisfy {
                    Set(codes($0["code"])).isDisjoint(with: codes(value["code"]))
                }
            }
        ),
        (
            "ref-1",
            { value in
                guard value["resourceType"] != nil, !isResource(value, "Bundle"), value["contained"] != nil else { return true }
                let ids = Set(contained(value).compactMap { $0["id"]?.string })
                return references(value).filter { $0.hasPrefix("#") }.allSatisfy { ids.contains(String($0.dropFirst())) }
            }
        ),
        (
            "id",
            { value in
                guard value["resourceType"] != nil, let id = value["id"]?.string else { return true }
                return (1...64).contains(id.utf8.count)
                    && id.utf8.allSatisfy {
                        Character(Unicode.Scalar($0)).isLetter || (45...46).contains($0) || (48...57).contains($0)
                    }
            }
        ),
        ("dom-2", { value in contained(value).allSatisfy { $0["contained"] == nil } }),
        (
            "dom-3",
            { value in
                let local = Set(references(value))
                return contained(value).allSatisfy { local.contains("#" + ($0["id"]?.string ?? "")) }
            }
        ),
        (
            "dom-4",
            { value in contained(value).allSatisfy { $0["meta"]?["versionId"] == nil && $0["meta"]?["lastUpdated"] == nil } }
        ),
        ("dom-5", { value in contained(value).allSatisfy { $0["meta"]?["security"] == nil } }),
        (
            "dom-6",
            { value in
                // A contained Observation has none; the resource that contains it has.
                guard let type = value["resourceType"]?.string, type != "Bundle", type != "Observation" else { return true }
                return value["text"]?["div"] != nil
            }
        ),
        ("bdl-1", { value in !isResource(value, "Bundle") || value["total"] == nil }),
        ("bdl-2", { value in entries(value).allSatisfy { $0["search"] == nil } }),
        ("bdl-3", { value in entries(value).allSatisfy { $0["request"] == nil } }),
        ("bdl-4", { value in entries(value).allSatisfy { $0["response"] == nil } }),
        ("bdl-5", { value in entries(value).allSatisfy { $0["resource"] != nil } }),
        (
            "bdl-7",
            { value in
                let urls = entries(value).compactMap { $0["fullUrl"]?.string }
                return Set(urls).count == urls.count
            }
        ),
        ("bdl-8", { value in entries(value).allSatisfy { $0["fullUrl"]?.string?.contains("/_history/") != true } }),
        // Documents and messages have rules of their own.
        ("bdl-9...12", { value in !isResource(value, "Bundle") || value["type"]?.string == "collection" }),
        (
            "csd-0",
            { value in
                guard isResource(value, "CodeSystem"), let name = value["name"]?.string else { return true }
                return name.first?.isUppercase == true && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
            }
        ),
        (
            "csd-1",
            { value in
                guard isResource(value, "CodeSystem") else { return true }
                let codes = (value["concept"]?.elements ?? []).compactMap { $0["code"]?.string }
                return Set(codes).count == codes.count
            }
        ),
    ]
}
