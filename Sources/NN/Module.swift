@_exported import Autograd
@_exported import Tensor

/// A part of a model: a struct of parameters and other modules, called on an input.
///
/// Parameters are found by reading the stored properties: in modules, arrays, optionals, dictionaries with string keys,
/// tuples, enums and classes. Their names are torch's paths: `linear.weight`, `layers.0.bias`. What could hide parameters (a
/// closure, a set) is refused, never skipped.
///
/// Swift's own arrays and dictionaries are what torch's `ModuleList`, `ModuleDict`, `ParameterList` and `ParameterDict` are, with
/// the same paths: `let blocks: [Block]` has `blocks.0.weight`, `let heads: [String: Linear]` has `heads.price.weight`,
/// `let scales: [Parameter<Tensor>]` has `scales.0`.
///
/// Where torch's names are not Swift's, as `in_proj_weight`, a `customMirror` gives the children those names.
///
/// ```swift
/// struct Classifier: Module {
///     let hidden = Linear(30, 16)
///     let output = Linear(16, 1)
///
///     func callAsFunction(_ x: Tensor) -> Tensor { output(hidden(x).relu()).sigmoid() }
/// }
/// ```
public protocol Module<Input, Output>: Sendable {
    associatedtype Input = Tensor
    associatedtype Output = Tensor

    func callAsFunction(_ input: Input) -> Output
}
