extension HeaderParser {
    /// Skips a JSON value of any kind and depth, without recursion.
    mutating func skipValue() throws(SafetensorsError) {
        // For each open array or object, whether it is an object.
        var open: [Bool] = []
        repeat {
            if skip("{") {
                if !skip("}") {
                    open.append(true)
                    try skipKey()
                    continue
                }
            } else if skip("[") {
                if !skip("]") {
                    open.append(false)
                    continue
                }
            } else {
                try skipScalar()
            }
            // A value has ended, and possibly the arrays and objects that it is the last element of.
            while let isObject = open.last {
                if skip(",") {
                    if isObject { try skipKey() }
                    break
                }
                try expect(isObject ? "}" : "]")
                open.removeLast()
            }
        } while !open.isEmpty
    }

    private mutating func skipKey() throws(SafetensorsError) {
        _ = try string()
        try expect(":")
    }

    /// A string, a number, `null`, `true` or `false`.
    private mutating func skipScalar() throws(SafetensorsError) {
        if skip(word: "null") || skip(word: "true") || skip(word: "false") { return }
        if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
            _ = try string()
            return
        }
        skipIf("-")
        let start = position
        try skipDigits(expected: "a value")
        if position - start > 1 && bytes[start] == UInt8(ascii: "0") { throw fail(expected: "a number without leading zeros") }
        if skipIf(".") { try skipDigits(expected: "a digit") }
        if skipIf("e") || skipIf("E") {
            if !skipIf("+") { skipIf("-") }
            try skipDigits(expected: "a digit")
        }
    }

    private mutating func skipDigits(expected: String) throws(SafetensorsError) {
        let start = position
        while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
        if position == start { throw fail(expected: expected) }
    }

    /// Skips a character if it is the next one, without whitespace before it.
    @discardableResult
    private mutating func skipIf(_ character: Unicode.Scalar) -> Bool {
        let isNext = position < bytes.count && bytes[position] == UInt8(ascii: character)
        if isNext { position += 1 }
        return isNext
    }
}
