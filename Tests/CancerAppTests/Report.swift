/// What `train --json` prints.
struct Report: Decodable, Equatable {
    struct Feature: Decodable, Equatable {
        let name: String
        let weight: Double
    }

    struct Baseline: Decodable, Equatable {
        let epochs: Int
        let trainAccuracy: Double
        let testAccuracy: Double
    }

    let epochs: Int
    let bestEpoch: Int
    let steps: Int
    let trainAccuracy: Double
    let testAccuracy: Double
    let auc: Double
    let confusion: [[Int]]
    let sensitivity: Double
    let specificity: Double
    let losses: [Double]
    let topFeatures: [Feature]
    /// The one thing that two runs do not share.
    var trainSeconds: Double
    let baseline: Baseline

    /// What a training comes to, whatever time it takes.
    static func of(_ arguments: String, in folder: Folder? = nil) throws -> Report {
        let folder = try folder ?? Folder()
        var report: Report = try App.succeed(arguments + " --json", in: folder).decode()
        report.trainSeconds = 0
        return report
    }
}
