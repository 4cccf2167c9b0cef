import Foundation
import Kindling

/// What torch was called with, for one parameter of a call.
enum Argument {
    case null
    case boolean(Bool)
    case integer(Int)
    case floating(Double)
    case string(String)
    case list([Argument])
    /// An index of several elements.
    case tuple([Argument])
    case tensor(Tensor)
    case dtype(DType)
    case slice(Int?, Int?, step: Int?)
    case ellipsis
}

extension Argument {
    /// As `JSONSerialization` reads it: that alone tells `1` from `1.0`, which are an int64 and a float32 to torch.
    init(json: Any, tensors: [String: Tensor]) throws {
        switch json {
        case is NSNull: self = .null
        case let text as String: self = .string(text)
        case let number as NSNumber:
            switch number.objCType.pointee {
            case UInt8(ascii: "c").asCChar: self = .boolean(number.boolValue)
            case UInt8(ascii: "d").asCChar: self = .floating(number.doubleValue)
            default: self = .integer(number.intValue)
            }
        case let list as [Any]: self = .list(try list.map { try Argument(json: $0, tensors: tensors) })
        case let object as [String: Any]: self = try Argument(object: object, tensors: tensors)
        default: throw BadCase("\(json) is no argument")
        }
    }

    private init(object: [String: Any], tensors: [String: Tensor]) throws {
        switch (object.first?.key, object.first?.value) {
        case ("tensor", let key as String):
            self = .tensor(try tensors.required(key))
        case ("dtype", let name as String):
            guard let dtype = DType.allCases.first(where: { $0.description == name }) else {
                throw Unsupported("dtype \(name)")
            }
            self = .dtype(dtype)
        case ("float", let text as String):
            guard let value = Double(text) else { throw BadCase("\(text) is no number") }
            self = .floating(value)
        case ("slice", let bounds as [Any]) where bounds.count == 3:
            let parts = bounds.map { ($0 as? NSNumber)?.intValue }
            self = .slice(parts[0], parts[1], step: parts[2])
        case ("ellipsis", _): self = .ellipsis
        case ("tuple", let parts as [Any]): self = .tuple(try parts.map { try Argument(json: $0, tensors: tensors) })
        default: throw Unsupported("an argument \(object)")
        }
    }
}

extension UInt8 {
    fileprivate var asCChar: CChar { CChar(bitPattern: self) }
}
