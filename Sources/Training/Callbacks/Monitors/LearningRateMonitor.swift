/// Has the logs record the learning rate of each optimizer: ``JSONLinesLog`` and ``TensorBoardLog``, wherever they are in the list.
///
/// The names are `learningRate/optimizer`, and `learningRate/optimizer.0`, `learningRate/optimizer.1`, ... where an optimizer has several
/// groups. A rate that the table of ``CSVLog`` or ``Progress`` should have is a column of the row.
public struct LearningRateMonitor<Row: TrainingRow>: Callback {
    /// Of all optimizers among the run's parts.
    public init() {}

    /// Adds the rates to what the logs record.
    public func callAsFunction(_ event: TrainingEvent<Row>, _ state: inout NoState) -> Decision {
        if event.kind != .began { return .proceed }
        for (name, optimizer) in event.run.optimizers {
            let groups = optimizer.groups.indices
            for index in groups {
                event.run.addGauge("learningRate/\(name)" + (groups.count > 1 ? ".\(index)" : "")) { _ in
                    optimizer.groups[index].learningRate
                }
            }
        }
        return .proceed
    }
}
