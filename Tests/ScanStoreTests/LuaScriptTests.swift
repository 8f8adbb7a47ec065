//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import RedisClient
import Testing

@testable import ScanRedis

/// The slots that scripts declare agree with the Lua that uses them.
@Suite struct LuaScriptTests {
    @Test(arguments: Script.all) func `a script uses every slot that it declares, and no variable that it does not`(
        script: Script
    ) {
        let (unused, undeclared) = script.disagreements
        #expect(unused.isEmpty && undeclared.isEmpty)
    }

    @Test func `a slot that is missing or unused is found`() {
        enum Slot: String, LuaSlot {
            case first, second
        }
        let body = Array("local sum = first + second\nreturn sum -- of both".utf8)
        #expect(Script("one", LuaScript<Slot, Slot>(body, keys: [.first], arguments: [])).disagreements.1 == ["second"])
        let unused = Array("return redis.call('GET', first) -- second".utf8)
        #expect(
            Script("two", LuaScript<Slot, Slot>(unused, keys: [.first, .second], arguments: [])).disagreements.0 == [
                "second"
            ]
        )
    }

    @Test func `the slots are local variables, keys before arguments, each in the order of its declaration`() {
        #expect(
            InitiationScripts.countAttempt.script.source.contains(
                "local rate = KEYS[1]\nlocal attempt = ARGV[1]\nlocal limit = ARGV[2]\nlocal window = ARGV[3]\n"
            )
        )
    }

    @Test func `Redis compiles every script`() async throws {
        try await withRedisStore { fixture in
            let redis = try #require(fixture.redis)
            for script in Script.all {
                let reply = try await redis.client.send(.scriptLoad(script.script))
                #expect(reply.string == script.script.digest)
            }
        }
    }
}

/// A script with the names of its slots.
struct Script: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let script: RedisScript
    let slots: [String]

    init<Key, Argument>(_ name: String, _ script: LuaScript<Key, Argument>) {
        testDescription = name
        self.script = script.script
        slots = script.keys.map(\.name) + script.arguments.map(\.name)
    }

    static let all = [
        Script("history", DiagnosticsScripts.history), Script("lifecycle", DiagnosticsScripts.lifecycle),
        Script("clear", DiagnosticsScripts.clear), Script("register", InitiationScripts.register),
        Script("repair", InitiationScripts.repair), Script("withdraw", InitiationScripts.withdraw),
        Script("countAttempt", InitiationScripts.countAttempt), Script("lease", WorkScripts.lease),
        Script("renew", WorkScripts.renew), Script("write", WorkScripts.write), Script("leave", WorkScripts.leave),
        Script("handBack", WorkScripts.handBack),
    ]

    /// The slots that the script's body does not use, and the variables that neither a slot nor the Lua declares.
    var disagreements: (unused: [String], undeclared: [String]) {
        // Without comments and strings.
        let lua = script.source.replacing(/--[^\n]*|'(?:\\.|[^'\\])*'/, with: "''")
        let body = lua.split(separator: /local \w+ = (?:KEYS|ARGV)\[\d+\]\n/).last ?? ""
        let used = Self.variables(in: String(body))
        var declared = Self.lua.union(slots)
        let declarations = [
            lua.matches(of: /local (?!function)([\w, ]+)/).map(\.output.1),
            lua.matches(of: /for ([\w, ]+) in/).map(\.output.1),
            lua.matches(of: /function (\w+\([\w, ]*)\)/).map(\.output.1),
        ]
        for names in declarations.joined() { declared.formUnion(Self.variables(in: String(names))) }
        return (slots.filter { !used.contains($0) }, Self.variables(in: lua).subtracting(declared).sorted())
    }

    /// The names in some Lua, but for those of fields, which follow a dot.
    private static func variables(in lua: String) -> Set<String> {
        Set(lua.matches(of: /(\.\.\s*|\.)?\b([A-Za-z_]\w*)/).filter { $0.output.1 != "." }.map { String($0.output.2) })
    }

    /// The words of the language and of its library.
    private static let lua: Set<String> = [
        "and", "do", "else", "elseif", "end", "for", "function", "if", "in", "local", "not", "or", "return", "then",
        "nil", "true", "false", "ipairs", "math", "redis", "string", "tonumber", "unpack", "KEYS", "ARGV",
    ]
}
