import FoundationEssentials

extension RiskAssessment {
    /// The assessment of a row of measurements.
    init(_ row: MeasuredRow, _ estimate: RiskEstimate, by model: any RiskModel, at date: Date) {
        let wording = EstimateWording(estimate, threshold: model.threshold)
        var contained: [Observation] = []
        basis = row.values.map { value in
            if let reference = value.reference { return reference }
            let id = value.containedID ?? "observation-\(contained.count + 1)"
            contained.append(Observation(id: id, value, of: row.subject))
            return Reference("#" + id)
        }
        self.contained = contained.isEmpty ? nil : contained
        text = Narrative([wording.summary, EstimateWording.disclaimer].joined(separator: " "))
        status = row.values.contains { $0.status == "preliminary" } ? "preliminary" : "final"
        method = CodeableConcept(
            coding: [AssessmentCode.classifier.coding], text: "\(model.name), version \(model.version)")
        code = AssessmentCode.malignancy.concept
        subject = row.subject
        occurrenceDateTime = date.formatted(.iso8601)
        prediction = [Prediction(estimate, wording)]
        let notes = row.notes + wording.warnings + [EstimateWording.disclaimer]
        note = notes.map(Annotation.init)
    }
}

extension RiskAssessment.Prediction {
    init(_ estimate: RiskEstimate, _ wording: EstimateWording) {
        outcome = AssessmentCode.malignant.concept
        if let interval = estimate.interval {
            `extension` = [PointEstimate(valueDecimal: .percent(estimate.probability))]
            probabilityDecimal = nil
            probabilityRange = QuantityRange(low: .percent(interval.low), high: .percent(interval.high))
        } else {
            (`extension`, probabilityRange) = (nil, nil)
            probabilityDecimal = .percent(estimate.probability)
        }
        qualitativeRisk = CodeableConcept(
            coding: [QualitativeRisk(probability: estimate.probability).coding], text: nil)
        rationale = ([wording.summary] + [wording.drivers].compactMap(\.self)).joined(separator: " ")
    }
}
