import Clinical
import StrictJSON
import Testing

@Suite("FHIR: R4's invariants")
struct InvariantTests {
    @Test("What the service says keeps R4's invariants", arguments: try Sample.all())
    func answers(sample: Sample) async throws {
        let response = try await sample.response()
        #expect(response.status == sample.status)
        #expect(R4.broken(try response.json()) == [])
    }

    @Test(
        "The invariants are checked",
        arguments: [
            ("ele-1", #"{"a":{}}"#), ("ele-1", #"{"a":[]}"#), ("ele-1", #"{"a":""}"#), ("ele-1", #"{"a":null}"#),
            ("ext-1", #"{"extension":[{"url":"u"}]}"#), ("txt-2", #"{"div":"<div></div>"}"#),
            ("qty-3", #"{"value":1,"code":"%"}"#),
            ("rng-2", #"{"low":{"value":2},"high":{"value":1}}"#),
            ("ras-1", #"{"probabilityRange":{"low":{"value":2,"code":"1"}}}"#),
            ("ras-2", #"{"probabilityDecimal":100.5}"#), ("obs-6", #"{"dataAbsentReason":{"text":"x"},"valueString":"x"}"#),
            (
                "obs-7",
                #"{"resourceType":"Observation","code":{"coding":[{"code":"a"}]},"valueInteger":1,"component":[{"code":{"coding":[{"code":"a"}]}}]}"#
            ),
            ("ref-1", ##"{"resourceType":"RiskAssessment","basis":[{"reference":"#a"}],"contained":[{"id":"b"}]}"##),
            ("id", #"{"resourceType":"Observation","id":"a b"}"#), ("dom-2", #"{"contained":[{"contained":[1]}]}"#),
            ("dom-3", #"{"contained":[{"id":"a"}]}"#),
            ("dom-4", #"{"contained":[{"meta":{"versionId":"1"}}]}"#), ("dom-5", #"{"contained":[{"meta":{"security":[1]}}]}"#),
            ("dom-6", #"{"resourceType":"RiskAssessment"}"#), ("bdl-1", #"{"resourceType":"Bundle","total":1}"#),
            ("bdl-2", #"{"resourceType":"Bundle","entry":[{"search":1}]}"#),
            ("bdl-3", #"{"resourceType":"Bundle","entry":[{"request":1}]}"#),
            ("bdl-4", #"{"resourceType":"Bundle","entry":[{"response":1}]}"#),
            ("bdl-5", #"{"resourceType":"Bundle","entry":[{"fullUrl":"u"}]}"#),
            ("bdl-7", #"{"resourceType":"Bundle","entry":[{"fullUrl":"u"},{"fullUrl":"u"}]}"#),
            ("bdl-8", #"{"resourceType":"Bundle","entry":[{"fullUrl":"u/_history/1"}]}"#),
            ("bdl-9...12", #"{"resourceType":"Bundle","type":"document"}"#),
            ("csd-0", #"{"resourceType":"CodeSystem","name":"a b"}"#),
            ("csd-1", #"{"resourceType":"CodeSystem","concept":[{"code":"a"},{"code":"a"}]}"#),
        ])
    func checker(invariant: String, json: String) throws {
        #expect(R4.broken(try JSONValue(text: json)).contains(invariant))
    }
}
