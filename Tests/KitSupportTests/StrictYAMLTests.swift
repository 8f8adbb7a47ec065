//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import KitYAML
import Testing

@Suite struct StrictYAMLTests {
    @Test func `nodes know their texts, their quotes and their lines`() throws {
        let root = try #require(
            try StrictYAML.root(
                of: """
                    # A comment.
                    name: "12"
                    list:
                      - 1
                      - 'two'
                      - |
                        three
                        lines
                    "quoted key": {a: b}
                    """
            )
        )
        #expect(root["name"]?.scalar?.string == "12")
        #expect(root["name"]?.scalar?.isPlain == false)
        #expect(root["list"]?.sequence?.map(\.string) == ["1", "two", "three\nlines\n"])
        #expect(root["list"]?.sequence?.map(\.line) == [4, 5, 6])
        #expect(root["list"]?.sequence?[0].scalar?.isPlain == true)
        #expect(root["quoted key"]?["a"]?.string == "b")
        #expect(root.mapping?.keys.map(\.line) == [2, 3, 9])
        #expect(root["absent"] == nil)
    }

    @Test func `JSON is read as well`() throws {
        let root = try StrictYAML.root(of: #"{"a": [1, true, null, "x\u0041"], "b": {}}"#)
        #expect(root?["a"]?.sequence?.map(\.string) == ["1", "true", "null", "xA"])
        #expect(root?["b"]?.mapping?.isEmpty == true)
    }

    @Test(arguments: ["", "\n\n", "# nothing but a comment\n"])
    func `a text without a document has no root`(text: String) throws {
        #expect(try StrictYAML.root(of: text) == nil)
    }

    @Test(arguments: [
        ("a: 1\nb: 2\na: 3\n", 3, StrictYAML.Cause.duplicateKey("a")),
        ("a: 1\n\"a\": 2\n", 2, .duplicateKey("a")),
        ("a: 1\n---\nb: 2\n", 2, .syntax("a second document begins; there can be only one")),
        ("a: *b\n", 1, .syntax("the alias `*b` stands for nothing before it")),
        ("a: [1, 2\nb: 3\n", 2, .syntax("did not find expected ',' or ']'")),
        ("a: 1\nb: \u{7}\n", 2, .syntax("control characters are not allowed")),
    ])
    func `a mistake is told with its line`(text: String, line: Int, cause: StrictYAML.Cause) throws {
        let problem = try #require(throws: StrictYAML.Problem.self) { try StrictYAML.root(of: text) }
        #expect(problem.line == line)
        #expect(problem.cause == cause)
    }

    @Test func `an alias stands for its node, and not for more than there is room for`() throws {
        let root = try StrictYAML.root(of: "a: &x {b: c}\nd: *x\n")
        #expect(root?["d"] == root?["a"])

        // Each line is ten times the one before.
        let bomb = (1...9).map {
            "l\($0): &l\($0) [\([String](repeating: "*l\($0 - 1)", count: 10).joined(separator: ", "))]\n"
        }
        let problem = try #require(throws: StrictYAML.Problem.self) {
            try StrictYAML.root(of: "l0: &l0 x\n" + bomb.joined())
        }
        #expect(problem.cause == .syntax("it has more than 1000000 values"))

        let chain = (1...100).map { "l\($0): &l\($0) [*l\($0 - 1)]\n" }
        #expect(throws: StrictYAML.Problem.self) { try StrictYAML.root(of: "l0: &l0 x\n" + chain.joined()) }
    }

    @Test func `nesting has an end`() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(try StrictYAML.root(of: nested(StrictYAML.deepest)) != nil)
        #expect(throws: StrictYAML.Problem.self) { try StrictYAML.root(of: nested(StrictYAML.deepest + 1)) }
        #expect(throws: StrictYAML.Problem.self) { try StrictYAML.root(of: nested(100_000)) }
    }

    @Test func `any text is read or refused`() {
        var random = SplitMix64(seed: 7)
        let characters = Array("ab:-[]{}&*!|>'\"%@`#,? \n\t\\x0é\u{0}\u{85}\u{FEFF}~<")
        var read = 0
        for _ in 0..<20_000 {
            let length = Int.random(in: 0...24, using: &random)
            let text = String((0..<length).map { _ in characters.randomElement(using: &random) ?? "a" })
            if (try? StrictYAML.root(of: text)) != nil { read += 1 }
        }
        #expect((1000..<19_000).contains(read))
    }
}
