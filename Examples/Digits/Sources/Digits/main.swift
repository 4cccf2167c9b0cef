// A small convolutional network learns handwritten digits; a fifth of them is held out.
//
//     swift run -c release --package-path Examples/Digits
//
// With a folder, which may be a new one, the training can be stopped by Ctrl-C, and goes on when it is started again:
//
//     swift run -c release --package-path Examples/Digits Digits runs/digits

import Kindling

let folder = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
let (tensors, _) = try Safetensors.read("/\(folder)/Data/digits.safetensors")
guard let pixels = tensors["images"], let labels = tensors["labels"]?.to(.int64) else { fatalError("the file has no digits") }
let images = (pixels / 16).unsqueeze(1)

let generator = Generator(seed: 1)
let split = try stratifiedSplit(labels, testFraction: 0.2, generator: generator)
let (train, test) = (TensorDataset(images, labels).rows(split.train), TensorDataset(images, labels).rows(split.test))

let model = Sequential {
    Conv2d(1, 32, 3, padding: 1, bias: false, generator: generator)
    BatchNorm2d(32)
    ReLU()
    MaxPool2d(2)
    Conv2d(32, 64, 3, padding: 1, bias: false, generator: generator)
    BatchNorm2d(64)
    ReLU()
    MaxPool2d(2)
    Flatten()
    Dropout(0.3, generator: generator)
    Linear(256, 10, generator: generator)
}
print(model.summary(for: images[0..<1]))

let batches = DataLoader(train, batchSize: 32, shuffle: true, dropLast: true, generator: generator)
let optimizer = Adam(model.parameters, learningRate: 0.003)
let scheduler = Scheduler(optimizer, CosineAnnealingLR(period: 12))

struct Row: TrainingRow { var loss = Mean(), right = 0.0 }

let run = try TrainingRun<Row>(in: CommandLine.arguments.dropFirst().first, stoppingOn: [.interrupt]) {
    Saved("model", model)
    Saved("optimizer", optimizer)
    Saved("scheduler", scheduler)
} callbacks: {
    Progress()
}
let result = try run.fit(through: 12, batches, loss: \.loss) { images, labels in
    let loss = crossEntropy(model(images), labels, labelSmoothing: 0.1)
    optimizer.step(loss.gradients())
    return loss
} epochEnd: { row in
    scheduler.step()
    row.right = share(of: test)
}
if result.stop == nil {
    print("a row a digit, a column what it was taken for:")
    let predictions = evaluating { model(test.features).argmax(dim: 1) }
    print(confusionMatrix(predictions: predictions, labels: test.labels, classes: 10))
}

/// Of the images, how many the model reads right.
func share(of digits: TensorDataset) -> Double {
    evaluating { accuracy(model(digits.features).argmax(dim: 1), digits.labels) }
}
