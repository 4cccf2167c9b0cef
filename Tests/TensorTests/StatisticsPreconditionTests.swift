import Tensor
import Testing

/// Arguments that activations, statistics and searches refuse, and what they say.
enum ViolatedStatisticsPrecondition: String, CaseIterable, Codable {
    case activation, halves, channels, clamp, polygamma, diff, points, quantile, kth, table, tableDType, median, rows, bins

    func make() -> Tensor {
        let x = Tensor.arange(6, dtype: .float32).reshape(2, 3)
        return switch self {
        case .activation: Tensor([1, 2]).gelu()
        case .halves: x.glu()
        case .channels: x.prelu(Tensor([1.0, 2]))
        case .clamp: x.clamp(min: Tensor([1.0, 2]))
        case .polygamma: x.polygamma(-1)
        case .diff: Tensor(1.0).diff()
        case .points: x.trapezoid(x: Tensor([1.0, 2]))
        case .quantile: x.quantile(1.5)
        case .kth: x.kthValue(4).values
        case .table: x.searchSorted(Tensor([1.0]))
        case .tableDType: Tensor([1, 2]).searchSorted(Tensor([1.0]))
        case .median: Tensor.ones([2, 0]).median(dim: 1).values
        case .rows: x.cdist(.ones([2, 2]))
        case .bins: x.histc(bins: 3, min: 2, max: 1)
        }
    }

    var message: String {
        switch self {
        case .activation: "gelu: takes floating-point tensors, got int64"
        case .halves: "glu: the size of dim 1 of [2, 3] must be even"
        case .channels: "prelu: a weight of float32 [2, 3] needs 1 or 3 elements, got float32 [2]"
        case .clamp: "clamp: bounds [2] and [] do not broadcast with [2, 3]"
        case .polygamma: "polygamma: the order must not be negative, got -1"
        case .diff: "diff: a scalar has no dims"
        case .points: "trapezoid: 2 points do not match dim 1 of [2, 3]"
        case .quantile: "quantile: q must be in [0, 1]"
        case .kth: "kthValue: k = 4 is out of range for dim 1 of [2, 3]"
        case .table: "searchSorted: all sizes but the last of values [1] and sorted tensor [2, 3] must be equal"
        case .tableDType: "searchSorted: operands must have one dtype, got float32 and int64"
        case .median: "median: dim 1 of [2, 0] is empty"
        case .rows: "cdist: needs rows of one size, got [2, 3] and [2, 2]"
        case .bins: "histc: the bounds must be finite and ascend, got 2.0 and 1.0"
        }
    }
}

@Suite("Preconditions of statistics")
struct StatisticsPreconditionTests {
    @Test("name the function, what was given and what was expected", arguments: ViolatedStatisticsPrecondition.allCases)
    func message(refusal: ViolatedStatisticsPrecondition) async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [refusal] in
            _ = refusal.make()
        }
        let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains(refusal.message), "\(text.prefix(300))")
    }
}
