import Kindling

@RowBuilder var inference: [Row] {
    Row.inference("logistic regression, one row", LogisticRegression(), uniform(1, 30))
    Row.inference("MLP 784-512-512-10, one row", MLP(), uniform(1, 784))
    Row.inference("MLP 784-512-512-10, b 128", MLP(), uniform(128, 784))
    Row.inference("CNN 28 x 28, b 64", CNN(), uniform(64, 1, 28, 28))
    Row.inference("CNN 28 x 28, one image", CNN(), uniform(1, 1, 28, 28))
    Row.inference("GPT d 128, 4 layers, T 128, one sequence", GPT(), integers(below: 256, 1, 128))
    Row.inference(
        "Transformer encoder layer d 256, 8 heads, T 128, b 8",
        TransformerEncoderLayer(256, 8, dimFeedforward: 1024, batchFirst: true),
        uniform(8, 128, 256))
}

extension Row {
    fileprivate static func inference<Model: Module<Tensor, Tensor>>(
        _ name: String, _ model: @autoclosure @escaping @Sendable () -> Model, _ input: Input
    ) -> Row {
        Row(name: "inference: \(name)") {
            let (model, x) = (model(), input.make(1))
            model.fillParameters()
            return Measured { evaluating { model(x) } }
        }
    }
}
