import Kindling

@RowBuilder var inference: [Row] {
    Row.inferences("logistic regression, one row", LogisticRegression(), uniform(1, 30))
    Row.inferences("MLP 784-512-512-10, one row", MLP(), uniform(1, 784))
    Row.inferences("MLP 784-512-512-10, b 128", MLP(), uniform(128, 784))
    Row.inferences("CNN 28 x 28, b 64", CNN(), uniform(64, 1, 28, 28))
    Row.inferences("CNN 28 x 28, one image", CNN(), uniform(1, 1, 28, 28))
    Row.inferences("GPT d 128, 4 layers, T 128, one sequence", GPT(), integers(below: 256, 1, 128))
    Row.inferences(
        "Transformer encoder layer d 256, 8 heads, T 128, b 8",
        TransformerEncoderLayer(256, 8, dimFeedforward: 1024, batchFirst: true),
        uniform(8, 128, 256))
}

extension Row {
    /// A model's prediction, as it is written and compiled.
    fileprivate static func inferences<Model: Module<Tensor, Tensor>>(
        _ name: String, _ model: @autoclosure @escaping @Sendable () -> Model, _ input: Input
    ) -> [Row] {
        [false, true].map { isCompiled in
            Row(name: "inference: \(name)" + (isCompiled ? ", compiled" : "")) {
                let (model, x) = (model(), input.make(1))
                model.fillParameters()
                let compiled = model.compiled(for: x)
                return Measured { isCompiled ? compiled(x) : evaluating { model(x) } }
            }
        }
    }
}
