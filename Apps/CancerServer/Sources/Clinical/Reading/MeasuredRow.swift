/// A subject's measurements, one for each of a model's features.
struct MeasuredRow {
    let subject: Reference
    /// In the order of the model's features.
    let values: [MeasuredValue]
    /// What was passed over.
    let notes: [String]
}

/// The Observations of one subject.
struct SubjectGroup {
    let subject: Reference
    private(set) var observations: [ReadObservation]

    /// The Observations by subject, in the order in which subjects first appear.
    static func groups(_ observations: [ReadObservation]) -> [SubjectGroup] {
        var groups: [SubjectGroup] = []
        var indices: [String: Int] = [:]
        for observation in observations {
            guard let subject = observation.subject else { continue }
            if let index = indices[subject.key] {
                groups[index].observations.append(observation)
            } else {
                indices[subject.key] = groups.count
                groups.append(SubjectGroup(subject: subject, observations: [observation]))
            }
        }
        return groups
    }

    /// The subject's row, or why there is none.
    func row(_ features: [NucleusMeasurement]) -> Result<MeasuredRow, RowProblems> {
        var issues = Issues()
        var values: [NucleusMeasurement: MeasuredValue] = [:]
        var own = 0
        for observation in observations {
            issues.append(observation.issues)
            switch observation.content {
            case .foreign: continue
            case .nothing: break
            case .value(let value):
                if let first = values[value.measurement] {
                    issues.error(
                        .duplicate, "\(value.measurement.feature) is there twice, the first time at \(first.path)",
                        at: value.path)
                } else {
                    values[value.measurement] = value
                }
            }
            own += 1
        }
        guard own > 0 else {
            issues.error(
                .notFound, "\(quoted(subject.key)) has no Observation with a code of \(Canonical.measurements)",
                at: observations.first?.path)
            return .failure(RowProblems(issues: issues, isEmpty: true))
        }
        // What is there but wrong is not missing, too.
        if !issues.hasErrors {
            for feature in features where values[feature] == nil {
                issues.error(
                    .required, "\(quoted(subject.key)) has no usable Observation of \(feature.feature)",
                    coding: Coding(system: Canonical.measurements, code: feature.code, display: feature.feature), at: nil)
            }
        }
        if issues.hasErrors { return .failure(RowProblems(issues: issues, isEmpty: false)) }
        let foreign = observations.count - own
        let notes =
            issues.list.compactMap(\.details.text)
            + (foreign > 0 ? ["\(foreign) Observations with codes of other systems were not used."] : [])
        return .success(MeasuredRow(subject: subject, values: features.compactMap { values[$0] }, notes: notes))
    }
}

/// Why there is no row.
struct RowProblems: Error {
    let issues: Issues
    /// Whether nothing was measured at all.
    let isEmpty: Bool
}
