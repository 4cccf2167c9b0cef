@_exported import Autograd
@_exported import Tensor

/// A model or a part of one: a struct of parameters and other modules, called on an input.
///
/// Parameters are found by reading the stored properties: in modules, arrays, optionals, dictionaries with string keys, tuples,
/// enums and classes. Their names are paths, as torch's: `linear.weight`, `layers.0.bias`. What could hide parameters (a
/// closure, a set) traps, and is never skipped.
///
/// Swift's arrays and dictionaries take the place of torch's `ModuleList`, `ModuleDict`, `ParameterList` and `ParameterDict`,
/// with the same paths: `let blocks: [Block]` has `blocks.0.weight`, `let heads: [String: Linear]` has `heads.price.weight`,
/// `let scales: [Parameter<Tensor>]` has `scales.0`.
///
/// Where torch's names differ from Swift's, such as `in_proj_weight`, a `customMirror` gives the children those names.
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
    /// What the module is called on: a tensor, or a tuple of several.
    associatedtype Input = Tensor
    /// What the module returns: a tensor, or a tuple of several.
    associatedtype Output = Tensor

    /// Applies the module to an input. It must not modify its arguments; parameters are read, and buffers may be updated.
    func callAsFunction(_ input: Input) -> Output
}
