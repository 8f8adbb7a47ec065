//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import ProbeHistory

/// Finds information leaks in error bodies: keys, addresses, stack traces.
///
/// Text that the request contains already is an echo, not a leak.
enum Leak {
    private static let phrases: [(text: String, meaning: String)] =
        [
            ("traceback", "a stack trace"), (".swift:", "a stack trace"), (".py\"", "a stack trace"),
            ("stack trace", "a stack trace"), ("stacktrace", "a stack trace"), ("goroutine ", "a stack trace"),
            (".java:", "a stack trace"), ("(/usr/", "a path of the server"), ("(/app/", "a path of the server"),
            ("fatal error:", "a crash"), ("opportunity_scan_", "a key of the store"),
            ("opportunity_user_", "a key of the store"), ("scan_lifecycle:", "a key of the store"),
            ("redis", "the name of the store"), ("localhost:", "an address"),
        ] + roots.map { (" at /\($0)/", "a path of the server") }

    /// The folders that paths of a server begin with; an error may well name a path of the API.
    private static let roots = [
        "usr", "app", "home", "var", "opt", "srv", "root", "tmp", "etc", "users", "workspace", "mnt",
    ]

    /// All phrases, which are looked for in one pass: bodies are many, and some of them are pages.
    private static let automaton = TextAutomaton(phrases.map(\.text))

    /// Describes the first leak in a body; `nil` when there is none.
    static func first(in body: String, knownFrom event: Event) -> String? {
        let found = automaton.find(in: body)
        let mayHaveAddress = self.mayHaveAddress(body)
        // Most bodies contain nothing suspicious, whatever the request was.
        guard !found.isEmpty || mayHaveAddress else { return nil }
        // An echo may be percent-decoded or not.
        let request = [event.url, event.jobID ?? "", event.requestBody ?? ""].joined(separator: "\n").lowercased()
        let known = request + "\n" + request.looselyPercentDecoded.lowercased()
        let echoed = Set(automaton.find(in: known))
        if let number = found.first(where: { !echoed.contains($0) }) {
            return "\(phrases[number].meaning) (`\(phrases[number].text)`)"
        }
        return mayHaveAddress ? address(in: body.lowercased(), known: known) : nil
    }

    /// Returns true if the text has a part of any address: `0x`, or a full stop after a digit.
    private static func mayHaveAddress(_ text: String) -> Bool {
        var isAfterDigit = false
        var isAfterZero = false
        for byte in text.utf8 {
            if isAfterDigit && byte == UInt8(ascii: ".") || isAfterZero && byte | 32 == UInt8(ascii: "x") {
                return true
            }
            isAfterZero = byte == UInt8(ascii: "0")
            isAfterDigit = byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
        }
        return false
    }

    /// A memory address, or an address in a private network.
    private static func address(in text: String, known: String) -> String? {
        for bytes in text.utf8.split(whereSeparator: { !isPartOfAddress($0) }) {
            let word = Substring(bytes)
            guard let meaning = meaning(of: word), !known.contains(word) else { continue }
            return "\(meaning) (`\(word)`)"
        }
        return nil
    }

    private static func isPartOfAddress(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
        case UInt8(ascii: "."), UInt8(ascii: "x"): true
        default: false
        }
    }

    /// The kind of an address; `nil` for any other word.
    private static func meaning(of word: Substring) -> String? {
        if word.hasPrefix("0x"), word.utf8.count >= 8, word.dropFirst(2).allSatisfy(\.isHexDigit) {
            return "an address in memory"
        }
        return isPrivateAddress(word) ? "an address" : nil
    }

    private static func isPrivateAddress(_ word: Substring) -> Bool {
        // A full stop may end the sentence.
        let parts = word.split(separator: ".", omittingEmptySubsequences: true).map { UInt8($0) }
        guard parts.count == 4, let first = parts[0], let second = parts[1], parts[2] != nil, parts[3] != nil
        else { return false }
        return first == 10 || first == 127 || (first == 192 && second == 168)
            || (first == 172 && (16...31).contains(second))
    }
}
