/// Ends the program over a programmer's mistake, saying what was called and what is wrong.
func trap(_ operation: String, _ problem: String) -> Never {
    fatalError("\(operation): \(problem)")
}
