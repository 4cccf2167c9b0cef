import Kindling

/// The arguments of one call, asked for by position or by keyword. What nobody asked for is left over: an entry of the
/// vocabulary that ignores an argument does not pass for one that obeys it.
final class Call {
    private let positional: [Argument]
    private let keywords: [String: Argument]
    private var unreadPositions: Set<Int>
    private var unreadKeywords: Set<String>

    init(positional: [Argument], keywords: [String: Argument]) {
        self.positional = positional
        self.keywords = keywords
        unreadPositions = Set(positional.indices)
        unreadKeywords = Set(keywords.keys)
    }

    /// What was passed and never asked for.
    var leftOver: [String] { unreadPositions.sorted().map { "argument \($0)" } + unreadKeywords.sorted() }

    /// Where no position is given, the argument is a keyword only.
    subscript(_ position: Int?, _ name: String) -> Argument? {
        if let value = keywords[name] {
            unreadKeywords.remove(name)
            return value
        }
        guard let position, positional.indices.contains(position) else { return nil }
        unreadPositions.remove(position)
        return positional[position]
    }

    /// All positional arguments from one on.
    func rest(from position: Int) -> [Argument] {
        guard position < positional.count else { return [] }
        unreadPositions.subtract(position..<positional.count)
        return Array(positional[position...])
    }

    /// Arguments that mean nothing here: where a tensor lives and how it is laid out.
    func ignore(_ names: String...) { unreadKeywords.subtract(names) }

    // MARK: Tensors

    func tensor(_ position: Int = 0, _ name: String = "input") throws -> Tensor {
        guard let tensor = try optionalTensor(position, name) else { throw Unsupported("without \(name)") }
        return tensor
    }

    func optionalTensor(_ position: Int?, _ name: String) throws -> Tensor? {
        switch self[position, name] {
        case .tensor(let tensor): tensor
        case nil, .null: nil
        case let other?: throw Unsupported("\(name) = \(other)")
        }
    }

    /// A list of tensors, or tensors one after the other.
    func tensors(_ position: Int = 0, _ name: String = "tensors") throws -> [Tensor] {
        let arguments = if case .list(let list)? = self[position, name] { list } else { rest(from: position) }
        return try arguments.map {
            guard case .tensor(let tensor) = $0 else { throw Unsupported("\(name) has \($0)") }
            return tensor
        }
    }

    /// A tensor, or a number as a tensor without dims, which yields to the first argument as torch's numbers do.
    func operand(_ position: Int?, _ name: String = "other") throws -> Tensor {
        guard let operand = try optionalOperand(position, name) else { throw Unsupported("without \(name)") }
        return operand
    }

    func optionalOperand(_ position: Int?, _ name: String) throws -> Tensor? {
        if case .tensor(let tensor)? = self[position, name] { return tensor }
        guard let number = try optionalNumber(position, name) else { return nil }
        let dtype = try tensor().dtype
        if case .floating = number.scalar, dtype.isFloatingPoint { return .full([], number, dtype: dtype) }
        return .full([], number)
    }

    // MARK: Numbers

    func optionalNumber(_ position: Int?, _ name: String) throws -> Number? {
        switch self[position, name] {
        case .integer(let value): Number(scalar: .integer(value))
        case .floating(let value): Number(scalar: .floating(value))
        case .boolean(let value): Number(scalar: .boolean(value))
        case nil, .null: nil
        case let other?: throw Unsupported("\(name) = \(other)")
        }
    }

    func number(_ position: Int?, _ name: String) throws -> Number {
        guard let number = try optionalNumber(position, name) else { throw Unsupported("without \(name)") }
        return number
    }

    func number(_ position: Int?, _ name: String, or standard: Int) throws -> Number {
        try optionalNumber(position, name) ?? Number(scalar: .integer(standard))
    }

    func real(_ position: Int?, _ name: String, or standard: Double? = nil) throws -> Double {
        guard let value = try optionalNumber(position, name)?.double ?? standard else { throw Unsupported("without \(name)") }
        return value
    }

    func optionalInt(_ position: Int?, _ name: String) throws -> Int? {
        switch self[position, name] {
        case .integer(let value): value
        case .tensor(let tensor) where tensor.count == 1 && !tensor.dtype.isFloatingPoint: tensor.item(as: Int.self)
        case nil, .null: nil
        case let other?: throw Unsupported("\(name) = \(other)")
        }
    }

    func int(_ position: Int?, _ name: String, or standard: Int? = nil) throws -> Int {
        guard let value = try optionalInt(position, name) ?? standard else { throw Unsupported("without \(name)") }
        return value
    }

    func flag(_ position: Int?, _ name: String, or standard: Bool = false) throws -> Bool {
        switch self[position, name] {
        case .boolean(let value): value
        case nil, .null: standard
        case let other?: throw Unsupported("\(name) = \(other)")
        }
    }

    // MARK: Sizes and names

    /// One integer or a list of them; nil where there is none.
    func optionalInts(_ position: Int?, _ name: String) throws -> [Int]? {
        switch self[position, name] {
        case .integer(let value): [value]
        case .list(let list):
            try list.map {
                guard case .integer(let value) = $0 else { throw Unsupported("\(name) has \($0)") }
                return value
            }
        case nil, .null: nil
        case let other?: throw Unsupported("\(name) = \(other)")
        }
    }

    /// The dims to work along: none means all of them.
    func dims(_ position: Int?, _ name: String = "dim") throws -> [Int] { try optionalInts(position, name) ?? [] }

    /// Sizes as a list, or one after the other.
    func shape(_ position: Int, _ name: String = "size") throws -> Shape {
        guard case .integer? = self[position, name] else { return Shape(try dims(position, name)) }
        return Shape(
            try rest(from: position).map {
                guard case .integer(let size) = $0 else { throw Unsupported("\(name) has \($0)") }
                return size
            })
    }

    func dtype(_ position: Int? = nil, _ name: String = "dtype") throws -> DType? {
        switch self[position, name] {
        case .dtype(let dtype): dtype
        case nil, .null: nil
        case let other?: throw Unsupported("\(name) = \(other)")
        }
    }

    func text(_ position: Int?, _ name: String, or standard: String) throws -> String {
        switch self[position, name] {
        case .string(let text): text
        case nil, .null: standard
        case let other?: throw Unsupported("\(name) = \(other)")
        }
    }
}

/// A number whose kind is known at run time, beside a tensor.
struct Number: Scalar {
    let scalar: ScalarValue

    var double: Double {
        switch scalar {
        case .boolean(let value): value ? 1 : 0
        case .integer(let value): Double(value)
        case .floating(let value): value
        }
    }
}
