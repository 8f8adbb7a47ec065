//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import RedisClient

/// A name for one of the keys or arguments of a script, which its Lua reads as a local variable.
protocol LuaSlot: Sendable {
    /// The variable's name.
    var name: String { get }
}

extension LuaSlot where Self: RawRepresentable<String> {
    var name: String { rawValue }
}

/// A Lua script whose keys and arguments have names instead of positions.
///
/// The declaration of the slots gives the variables at the head of the script (`local result = KEYS[1]`), and the order
/// in which a call sends its values. A call answers each slot by a `switch`, so that the compiler finds a missing or a
/// surplus value.
///
/// Every script is one atomic step. Source: `Conformance/Contract/store.md#the-scan-store`.
struct LuaScript<Key: LuaSlot, Argument: LuaSlot>: Sendable {
    /// The names of the keys, in order.
    let keys: [Key]
    /// The names of the arguments, in order.
    let arguments: [Argument]
    /// The script with its functions and variables.
    let script: RedisScript

    /// Creates a script.
    ///
    /// - Parameters:
    ///   - body: The Lua that uses the slots.
    ///   - functions: The Lua functions that the body calls.
    ///   - keys: The names of the keys, in order.
    ///   - arguments: The names of the arguments, in order.
    init(_ body: [UInt8], calling functions: [LuaFunction] = [], keys: [Key], arguments: [Argument]) {
        self.keys = keys
        self.arguments = arguments
        let variables =
            Self.variables(for: keys.map(\.name), in: "KEYS")
            + Self.variables(for: arguments.map(\.name), in: "ARGV")
        script = RedisScript(
            functions.map(\.source).joined() + variables + String(decoding: body, as: UTF8.self)
        )
    }

    private static func variables(for names: [String], in table: String) -> String {
        names.enumerated().map { "local \($1) = \(table)[\($0 + 1)]\n" }.joined()
    }
}

/// The slots of a script without arguments.
extension Never: LuaSlot {
    var name: String { switch self {} }
}

extension LuaScript where Argument: CaseIterable {
    /// Creates a script whose arguments are all the cases of their type.
    init(_ body: [UInt8], calling functions: [LuaFunction] = [], keys: [Key]) {
        self.init(body, calling: functions, keys: keys, arguments: Array(Argument.allCases))
    }
}

/// The Lua functions that several scripts call.
enum LuaFunction: CaseIterable {
    case admit, head, trim, writeLookups

    /// The function's Lua.
    var source: String {
        switch self {
        case .admit: String(decoding: PackageResources.admit_lua, as: UTF8.self)
        case .head: String(decoding: PackageResources.head_lua, as: UTF8.self)
        case .trim: String(decoding: PackageResources.trim_lua, as: UTF8.self)
        case .writeLookups: String(decoding: PackageResources.write_lookups_lua, as: UTF8.self)
        }
    }
}
