/// A graph that a backend has made ready to run, any number of times, on one device.
///
/// A backend makes one of a ``Graph`` in ``Backend/compile(_:)``; compiled functions and training steps then call it in place of the
/// function. What it gives must be, to the bit, what the backend computes operation by operation: the first results are compared.
///
/// - Several tasks may execute at once.
/// - Random numbers come from ``RandomSource/draw()`` of the graph's sources, in their order, once in each execution.
public protocol Executable: Sendable {
    /// Computes the graph.
    ///
    /// - Parameters:
    ///   - inputs: in the order of ``Graph/inputs``, of their shapes and dtypes, on the device, with any strides.
    ///   - variables: what parameters and buffers hold, in the order of ``Graph/variables``, likewise.
    /// - Returns: ``Graph/outputs``, and what is to be written to variables, in the order of ``Graph/stores``; in memory that no later
    ///   execution writes to.
    /// - Throws: what one of ``Graph/checks`` throws, or finds an operation that checks values; nothing has been changed then.
    func execute(_ inputs: [Tensor], variables: [Tensor]) throws(InputError) -> (outputs: [Tensor], stores: [Tensor])
}
