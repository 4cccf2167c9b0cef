extension Module {
    /// Moves parameters and buffers to a device (torch's `Module.to`), where they are: an optimizer that was made before goes on with
    /// them, and what it remembers follows at its next step. Frozen parameters stay frozen.
    ///
    /// ```swift
    /// let model = try Classifier().to(device)
    /// for (x, y) in try loader.to(device) { optimizer.step(mseLoss(model(x), y).gradients()) }
    /// ```
    ///
    /// - Returns: the module, which every copy of it shares.
    /// - Throws: ``/Tensor/DeviceUnavailable`` where no backend serves the device; then nothing has moved.
    @discardableResult
    public func to(_ device: Device) throws(DeviceUnavailable) -> Self {
        _ = try Backends.backend(for: device)
        for parameter in parameters + buffers { parameter.cell.update { $0 = $0.onDevice(device) } }
        return self
    }
}
