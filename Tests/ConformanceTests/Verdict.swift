/// What became of one case.
enum Verdict {
    case passed
    case failed(String)
    case skipped(String)

    /// Failed where there is a difference, else passed.
    init(difference: String?) { self = difference.map(Verdict.failed) ?? .passed }

    /// What `body` says; skipped where it asks for what is not there, and failed where it throws anything else.
    init(_ body: () throws -> Verdict) {
        do {
            self = try body()
        } catch let missing as Unsupported {
            self = .skipped("\(missing)")
        } catch {
            self = .failed("\(error)")
        }
    }
}

/// A file of cases.
protocol CaseFile {
    var count: Int { get }

    /// What case `index` is called within the file; nil where the file is one case.
    func id(_ index: Int) -> String?

    func verdict(_ index: Int) throws -> Verdict
}

/// What a case asks for and Kindling does not have: the case is skipped.
struct Unsupported: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// A case file that does not read as one: the case fails.
struct BadCase: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
