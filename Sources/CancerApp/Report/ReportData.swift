import Diagnosis
import Kindling

/// The section about the data.
struct ReportData {
    let origin: String
    let facts: ReportFacts
    let measurements: ReportTable

    init(_ diagnoses: Diagnoses, isShipped: Bool) {
        let (count, malignant) = (diagnoses.count, diagnoses.malignant)
        origin =
            isShipped
            ? "Breast Cancer Wisconsin (Diagnostic): measurements of cell nuclei in samples that were taken from breast tumours with a fine "
                + "needle, with the diagnosis (W. Wolberg, O. Mangasarian, N. Street and W. Street, UCI Machine Learning Repository, 1993, "
                + "doi:10.24432/C5DW2B, CC BY 4.0)."
            : "A file of measurements of cell nuclei with diagnoses. Where it comes from is not reported."
        let missing = diagnoses.measurements.isNaN().sum().item(as: Int.self)
        facts = ReportFacts([
            ("File", diagnoses.name),
            ("Patients", "\(count), one row each"),
            ("Malignant", "\(malignant) (\(ReportText.percent(Double(malignant) / Double(count))))"),
            ("Benign", "\(count - malignant) (\(ReportText.percent(1 - Double(malignant) / Double(count))))"),
            ("Measurements", "\(diagnoses.features.count) a patient"),
            ("Missing measurements", missing == 0 ? "none" : "\(missing)"),
            (
                "Content",
                "\(diagnoses.checksum) (FNV-1a, 64 bits, of names, measurements and diagnoses, however they are spelled)"
            ),
        ])
        measurements = ReportData.table(diagnoses)
    }

    /// Mean and standard deviation of each feature by class.
    private static func table(_ diagnoses: Diagnoses) -> ReportTable {
        let labels = diagnoses.labels.array(of: Double.self)
        let classes = [0.0, 1].map { label in
            let rows = labels.indices.filter { labels[$0] == label }
            let scaler = StandardScaler(fitting: diagnoses.measurements[Tensor(rows, shape: [rows.count])])
            return (mean: scaler.mean.array(of: Double.self), deviation: scaler.scale.array(of: Double.self))
        }
        let rows = diagnoses.features.enumerated().map { column, name in
            // As many digits as make four significant ones of the larger mean.
            let size = max(abs(classes[0].mean[column]), abs(classes[1].mean[column]))
            var digits = 0
            while digits < 6, size * power(digits) < 1000 { digits += 1 }
            return [name]
                + classes.map {
                    "\(ReportText.fixed($0.mean[column], digits)) (\(ReportText.fixed($0.deviation[column], digits)))"
                }
        }
        return ReportTable(
            "Mean (standard deviation) of each measurement", ["Measurement", "Benign", "Malignant"], rows)
    }

    private static func power(_ digits: Int) -> Double { (0..<digits).reduce(1) { product, _ in product * 10 } }
}
