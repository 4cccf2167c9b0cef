extension Plot {
    /// How a measure changes with the number of rows that a model learns from: mean and spread.
    ///
    /// - Parameters:
    ///   - rows: how many rows there were.
    ///   - measure: what was measured.
    ///   - curves: the measure for each number of rows, such as on training and on validation rows.
    /// - Precondition: each curve has a number for each number of rows.
    public static func learningCurve(
        rows: [Int], measure: String, curves: [Curve], title: String = "Learning curve"
    ) -> Plot {
        Plot(title: title, x: Axis("training rows"), y: Axis(measure)) {
            for (number, curve) in curves.enumerated() { curve.marks(x: rows.map(Double.init), number: number, hasDots: true) }
        }
    }

    /// How a loss fell epoch by epoch, counted from 1.
    ///
    /// - Parameters:
    ///   - curves: a loss for each epoch, such as of training and of validation.
    ///   - best: the epoch whose model was kept.
    ///   - measure: what was measured.
    ///   - scale: how losses become heights.
    public static func trainingCurves(
        _ curves: [Curve], best: Int? = nil, measure: String = "loss", scale: Axis.Scale = .linear, title: String = "Training"
    ) -> Plot {
        Plot(title: title, x: Axis("epoch"), y: Axis(measure, scale: scale)) {
            for (number, curve) in curves.enumerated() {
                curve.marks(x: curve.values.indices.map { Double($0 + 1) }, number: number)
            }
            if let best { Rule(x: best, label: "best epoch: \(best)") }
        }
    }
}
