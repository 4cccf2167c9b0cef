import Tensor
import Testing

/// Arguments that functions which move elements refuse, and what they say.
enum ViolatedPrecondition: String, CaseIterable, Codable {
    case reflect, crop, roll, windows, fold, diagonal, scatter, put, offsets, range, shuffle, grid

    func make() -> Tensor {
        let x = Tensor.arange(6).reshape(2, 3)
        return switch self {
        case .reflect: x.pad([3, 0], mode: .reflect)
        case .crop: x.pad([-2, -2])
        case .roll: x.roll([1], dims: [0, 1])
        case .windows: x.unfold(dim: 1, size: 4, step: 1)
        case .fold: x.fold(outputSize: 2, kernelSize: 2)
        case .diagonal: x.diagonal(dim1: 1, dim2: -1)
        case .scatter: x.scatterReduce(dim: 0, Tensor([[2, 0, 0]]), x, .max)
        case .put: x.put(Tensor([0, 6]), Tensor([1, 2]))
        case .offsets: Tensor([0, 1]).embeddingBag(.ones([2, 2]), offsets: Tensor([0, 3]))
        case .range: .arange(0, 5, step: -1)
        case .shuffle: x.unsqueeze(0).unsqueeze(0).pixelUnshuffle(2)
        case .grid: Tensor.meshgrid([x])[0]
        }
    }

    var message: String {
        switch self {
        case .reflect: "pad: padding 3 and 0 is too large for a dim of size 3 in mode reflect"
        case .crop: "pad: padding -2 and -2 leaves nothing of a dim of size 3"
        case .roll: "roll: 2 dims need as many shifts, got 1"
        case .windows: "unfold: windows of 4 do not fit in dim 1 of [2, 3]"
        case .fold: "fold: a [2, 2] image needs [N, C · 4, 1], got [1, 2, 3]"
        case .diagonal: "diagonal: dims 1 and -1 of [2, 3] must differ"
        case .scatter: "scatterReduce: index 2 is out of range for a dim of size 2"
        case .put: "put: index 6 is out of range for a dim of size 6"
        case .offsets: "embeddingBag: offsets must ascend from 0 to at most 2, got [0, 3]"
        case .range: "arange: step -1 must lead from 0 to 5"
        case .shuffle: "pixelUnshuffle: a 2 x 3 image is not divisible into blocks of 2 x 2"
        case .grid: "meshgrid: takes vectors, got [2, 3]"
        }
    }
}

@Suite("Preconditions of operations")
struct PreconditionTests {
    @Test("name the function, what was given and what was expected", arguments: ViolatedPrecondition.allCases)
    func message(refusal: ViolatedPrecondition) async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [refusal] in
            _ = refusal.make()
        }
        let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains(refusal.message), "\(text.prefix(300))")
    }
}
