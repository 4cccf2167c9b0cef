// More points than pixels make a picture large, not better. What is left out here lies between points that are kept, in the same pixels;
// the extremes are always kept.

/// At most about as many points as a screen can show of one mark.
private let most = 4000

/// A line with the first, the lowest, the highest and the last point of each pixel's column (Jugel et al., 2014).
func thinned(line: [Spot], within bounds: Rectangle) -> [Spot] {
    if Double(line.count) <= max(4 * bounds.width, 64) { return line }
    let columns = chunks(line) { $0.x.rounded(.down) == $1.x.rounded(.down) }.flatMap { extremes(line, $0) }.map { line[$0] }
    if columns.count <= 2 * most { return columns }
    // A line that runs to and fro: the extremes of equally long stretches.
    let length = columns.count / (most / 3) + 1
    return stride(from: 0, to: columns.count, by: length).flatMap { extremes(columns, $0..<min($0 + length, columns.count)) }
        .map { columns[$0] }
}

/// Dots of which no two lie within the same small square, the smallest squares that leave few enough; and the outermost ones.
func thinned(dots: [Spot]) -> [Spot] {
    if dots.count <= most { return dots }
    let outermost = Set(extremes(dots, dots.indices))
    var kept = Array(dots.indices)
    var side = 1.0
    while true {
        var taken: Set<SIMD2<Int32>> = []
        kept = kept.filter { index in
            let square = SIMD2(Int32(dots[index].x / side), Int32(dots[index].y / side))
            return taken.insert(square).inserted || outermost.contains(index)
        }
        if kept.count <= most + 6 { return kept.map { dots[$0] } }
        side *= 1.5
    }
}

/// Intervals with one for each pixel that has several: the whole of them.
func thinned(columns: [Frame.Stretch]) -> [Frame.Stretch] {
    if columns.count <= 1000 { return columns }
    return chunks(columns) { $0.place.rounded(.down) == $1.place.rounded(.down) }.map { chunk in
        columns[chunk].dropFirst().reduce(columns[chunk.lowerBound]) { whole, next in
            // Down is greater: the lower end is the greater number where intervals are vertical.
            whole.low >= whole.high
                ? (whole.place, max(whole.low, next.low), min(whole.high, next.high))
                : (whole.place, min(whole.low, next.low), max(whole.high, next.high))
        }
    }
}

/// Bars with one for each half pixel that has several: the greatest of them.
func thinned(boxes: [Rectangle]) -> [Rectangle] {
    if boxes.count <= 1000 { return boxes }
    func corner(_ box: Rectangle) -> Spot { Spot((box.left * 2).rounded(.down), (box.bottom * 2).rounded(.down)) }
    func whole(_ boxes: ArraySlice<Rectangle>) -> Rectangle {
        boxes.dropFirst().reduce(boxes[boxes.startIndex]) { whole, next in
            Rectangle(
                left: min(whole.left, next.left), top: min(whole.top, next.top), right: max(whole.right, next.right),
                bottom: max(whole.bottom, next.bottom))
        }
    }
    let columns = chunks(boxes) { corner($0) == corner($1) }.map { whole(boxes[$0]) }
    // Bars up and down in turn have corners that differ.
    let length = columns.count / most + 1
    return stride(from: 0, to: columns.count, by: length).map { whole(columns[$0..<min($0 + length, columns.count)]) }
}

/// Neighbours that belong together.
private func chunks<Element>(_ elements: [Element], _ belong: (Element, Element) -> Bool) -> [Range<Int>] {
    var chunks: [Range<Int>] = []
    var start = 0
    for index in elements.indices where index + 1 == elements.count || !belong(elements[index], elements[index + 1]) {
        chunks.append(start..<index + 1)
        start = index + 1
    }
    return chunks
}

/// The first, the last and the outermost spots of a stretch, in their order.
private func extremes(_ spots: [Spot], _ chunk: Range<Int>) -> [Int] {
    if chunk.count <= 6 { return Array(chunk) }
    var (left, right, top, bottom) = (chunk.lowerBound, chunk.lowerBound, chunk.lowerBound, chunk.lowerBound)
    for index in chunk {
        if spots[index].x < spots[left].x { left = index }
        if spots[index].x > spots[right].x { right = index }
        if spots[index].y < spots[top].y { top = index }
        if spots[index].y > spots[bottom].y { bottom = index }
    }
    let kept = [chunk.lowerBound, left, right, top, bottom, chunk.upperBound - 1].sorted()
    return kept.enumerated().filter { $0.offset == 0 || kept[$0.offset - 1] != $0.element }.map(\.element)
}
