//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation

@testable import Probe

/// The random spellings of a secret that a deployment may send back.
struct EncodedSecret {
    private static let ascii = Array(" !\"#$%&'()*+,-./0123456789:;<=>?@ABCXYZ[\\]^_`abcxyz{|}~")
    private static let beyond: [Character] = ["é", "ß", "中", "😀", "ö"]

    /// Makes a secret, of visible ASCII alone where a header has to carry it.
    static func secret(from random: inout SeededRandom, forHeader: Bool) -> String {
        let length = Int.random(in: 8...40, using: &random)
        var text = forHeader ? "t" : "p"
        while text.count < length {
            let isBeyond = !forHeader && Int.random(in: 0..<12, using: &random) == 0
            text.append((isBeyond ? beyond : ascii).randomElement(using: &random) ?? "x")
        }
        return text + "z"
    }

    /// Spells a secret in one of the ways of JSON, addresses, HTML and base64, or in several of them.
    static func spell(_ secret: String, from random: inout SeededRandom) -> String {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: secret
        case 1: percent(secret, &random)
        case 2: html(secret, &random)
        case 3: json(secret, &random)
        case 4: base64(secret, &random)
        case 5: percent(base64(secret, &random), &random)
        case 6: json(percent(secret, &random), &random)
        default: html(json(secret, &random), &random)
        }
    }

    /// Writes a text as the content of a JSON string, any of its characters escaped.
    static func json(_ text: String, _ random: inout SeededRandom) -> String {
        text.unicodeScalars.map { scalar in
            let short: [Unicode.Scalar: String] = ["\"": "\\\"", "\\": "\\\\", "/": "\\/"]
            let mustEscape = scalar == "\"" || scalar == "\\" || scalar.value < 0x20
            guard mustEscape || Int.random(in: 0..<3, using: &random) == 0 else { return String(scalar) }
            if let escaped = short[scalar], Bool.random(using: &random) { return escaped }
            return String(scalar).utf16.map { unit in
                let digits = String(unit, radix: 16, uppercase: Bool.random(using: &random))
                return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
            .joined()
        }
        .joined()
    }

    private static func percent(_ text: String, _ random: inout SeededRandom) -> String {
        text.map { character in
            if character == " ", Bool.random(using: &random) { return "+" }
            let mustEscape = character == "%" || character == "+"
            guard mustEscape || Bool.random(using: &random) else { return String(character) }
            return String(character).utf8.map { byte in
                let digits = String(byte, radix: 16, uppercase: Bool.random(using: &random))
                return "%" + (digits.count == 1 ? "0" : "") + digits
            }
            .joined()
        }
        .joined()
    }

    private static func html(_ text: String, _ random: inout SeededRandom) -> String {
        let names: [Unicode.Scalar: String] = ["&": "amp", "<": "lt", ">": "gt", "\"": "quot", "'": "apos", "/": "sol"]
        return text.unicodeScalars.map { scalar in
            if let name = names[scalar], Bool.random(using: &random) { return "&\(name);" }
            switch Int.random(in: scalar == "&" ? 0..<2 : 0..<4, using: &random) {
            case 0: return "&#\(scalar.value);"
            case 1: return "&#x\(String(scalar.value, radix: 16, uppercase: Bool.random(using: &random)));"
            default: return String(scalar)
            }
        }
        .joined()
    }

    private static func base64(_ text: String, _ random: inout SeededRandom) -> String {
        let before = String(repeating: "u", count: Int.random(in: 0...5, using: &random))
        let after = String(repeating: "v", count: Int.random(in: 0...5, using: &random))
        let encoded = Data((before + text + after).utf8).base64EncodedString()
        guard Bool.random(using: &random) else { return encoded }
        return encoded.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
