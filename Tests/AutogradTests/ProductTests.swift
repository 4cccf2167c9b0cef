import Autograd
import GradientTesting
import Testing

struct ProductTests {
    private let matrix = Tensor([[1.0, 2, 0.5], [-1, 0.25, 3]], dtype: .float64)
    private let point = Tensor([0.3, -1.2, 0.7], dtype: .float64)

    private func linearMap(_ x: Tensor) -> Tensor { matrix.matmul(x) }

    private func cubic(_ x: Tensor) -> Tensor { (x * x * x).sum() + (x[0] * x[1]).square() }

    @Test("A linear map's vjp, jvp and Jacobian are its matrix's")
    func linear() {
        let cotangent = Tensor([2.0, -1], dtype: .float64), tangent = Tensor([1.0, 0.5, -2], dtype: .float64)
        let pulled = vjp(of: { linearMap($0[0]) }, at: [point], cotangent: cotangent).gradients[0]
        #expect(pulled.allClose(cotangent.matmul(matrix)))
        let pushed = jvp(of: { linearMap($0[0]) }, at: [point], tangents: [tangent])
        #expect(pushed.tangent.allClose(matrix.matmul(tangent)))
        #expect(pushed.value.allClose(matrix.matmul(point)))
        #expect(jacobian(of: linearMap, at: point).allClose(matrix))
    }

    @Test("A jvp is the directional derivative")
    func directional() {
        let tangent = Tensor([0.2, 1.5, -0.4], dtype: .float64)
        let function: ([Tensor]) -> Tensor = { ($0[0].sin() * $0[0].exp()).softmax(dim: 0) }
        let step = 1e-6
        let measured = (function([point + step * tangent]) - function([point - step * tangent])) / (2 * step)
        #expect(jvp(of: function, at: [point], tangents: [tangent]).tangent.allClose(measured, relative: 1e-6))
    }

    @Test("A Hessian is the Jacobian of the gradient, and hvp its product with a vector")
    func hessians() {
        let vector = Tensor([1.0, -0.5, 2], dtype: .float64)
        let full = hessian(of: cubic, at: point)
        #expect(full.shape == [3, 3])
        #expect(full.allClose(full.t()))
        #expect(full[2, 2].item() == 6 * 0.7)
        #expect(hvp(of: cubic, at: point, vector: vector).allClose(full.matmul(vector)))
    }

    @Test("Where nothing depends on the tensor, the products are zero")
    func constant() {
        let one = Tensor([1.0], dtype: .float64)
        #expect(jacobian(of: { _ in one }, at: point).allClose(.zeros([1, 3], dtype: .float64)))
        #expect(jvp(of: { _ in one }, at: [point], tangents: [point]).tangent.item() == 0)
        #expect(hessian(of: { ($0 * 2).sum() }, at: point).allClose(.zeros([3, 3], dtype: .float64)))
    }

    @Test("Products are differentiable themselves")
    func nested() throws {
        try checkGradients(
            of: { jvp(of: { $0[0].exp() * $0[0] }, at: [$0[0]], tangents: [$0[1]], createGraph: true).tangent },
            at: [point, Tensor([1.0, 2, 3])], order: 1)
    }
}
