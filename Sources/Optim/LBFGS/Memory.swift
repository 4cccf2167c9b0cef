extension LBFGS {
    /// What is remembered from move to move.
    struct Memory {
        /// The last move's gradient, direction and length.
        var gradient: Tensor?
        var direction: Tensor?
        var length = 0.0
        /// The scale of the inverse Hessian that the two-loop recursion starts from.
        var scale = 1.0
        /// The last moves, the oldest first.
        var steps: [Tensor] = []
        /// The changes of gradient over them.
        var changes: [Tensor] = []

        /// Follows the parameters to another device.
        mutating func move(to device: Device) {
            if gradient?.device ?? device == device { return }
            gradient = gradient?.onDevice(device)
            direction = direction?.onDevice(device)
            steps = steps.map { $0.onDevice(device) }
            changes = changes.map { $0.onDevice(device) }
        }

        /// Down the gradient times the inverse Hessian as far as it is known, after learning from the last move.
        mutating func direction(at gradient: Tensor, _ historySize: Int) -> Tensor {
            if let last = self.gradient, let direction = self.direction {
                learn(step: direction * length, change: gradient - last, historySize)
            }
            let curvatures = zip(steps, changes).map { 1 / $1.dot($0).item() }
            var weights = [Double](repeating: 0, count: steps.count)
            var result = -gradient
            for index in steps.indices.reversed() {
                weights[index] = steps[index].dot(result).item() * curvatures[index]
                result -= changes[index] * weights[index]
            }
            result *= scale
            for index in steps.indices {
                let weight = changes[index].dot(result).item() * curvatures[index]
                result += steps[index] * (weights[index] - weight)
            }
            return result
        }

        /// Keeps a move along which the loss curves upward.
        private mutating func learn(step: Tensor, change: Tensor, _ historySize: Int) {
            let curvature = change.dot(step).item()
            if !(curvature > 1e-10) { return }
            if steps.count >= historySize {
                steps.removeFirst(steps.count - historySize + 1)
                changes.removeFirst(changes.count - historySize + 1)
            }
            steps.append(step)
            changes.append(change)
            scale = curvature / change.dot(change).item()
        }
    }
}
