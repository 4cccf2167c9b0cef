import Diagnosis
import Testing

@Suite("Rows with diagnoses")
struct DiagnosesTests {
    @Test("The shipped data has 569 rows, 212 of them malignant, with 30 features")
    func shipped() throws {
        let diagnoses = try Diagnoses(Diagnoses.shipped())
        #expect(diagnoses.count == 569 && diagnoses.malignant == 212 && diagnoses.count(of: 0) == 357)
        #expect(diagnoses.features.count == 30 && diagnoses.measurements.shape == [569, 30])
    }
}
