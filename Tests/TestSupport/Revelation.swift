//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation

/// A search for secrets that undoes every encoding there is, one after the other; it shares nothing with the redactor.
package enum Revelation {
    /// Finds the first of some secrets that a text reveals.
    package static func first(of secrets: [String], in text: String) -> String? {
        var known: Set<Data> = [Data(text.utf8)]
        var variants = known
        for _ in 0..<3 {
            variants = Set(variants.flatMap { [percentDecoded($0), jsonDecoded($0), htmlDecoded($0)] })
                .subtracting(known)
            known.formUnion(variants)
        }
        for variant in known {
            if let secret = secrets.first(where: { variant.range(of: Data($0.utf8)) != nil }) { return secret }
        }
        for variant in [Data(text.utf8), jsonDecoded(Data(text.utf8)), percentDecoded(Data(text.utf8))] {
            for decoded in base64Decoded(variant) {
                if let secret = secrets.first(where: { decoded.range(of: Data($0.utf8)) != nil }) { return secret }
            }
        }
        return nil
    }

    private static func percentDecoded(_ data: Data) -> Data {
        decoded(data) { bytes, place in
            if bytes[place] == UInt8(ascii: "+") { return ([0x20], 1) }
            guard bytes[place] == UInt8(ascii: "%"), let value = hex(bytes, place + 1, 2) else { return nil }
            return ([UInt8(value)], 3)
        }
    }

    private static func jsonDecoded(_ data: Data) -> Data {
        decoded(data) { bytes, place in
            guard bytes[place] == UInt8(ascii: "\\"), place + 1 < bytes.count else { return nil }
            let next = bytes[place + 1]
            if "\"\\/".utf8.contains(next) { return ([next], 2) }
            guard next == UInt8(ascii: "u"), let unit = hex(bytes, place + 2, 4) else { return nil }
            if let scalar = Unicode.Scalar(unit) { return (Array(String(scalar).utf8), 6) }
            guard let low = hex(bytes, place + 8, 4), (0xDC00..<0xE000).contains(low), unit < 0xDC00,
                let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
            else { return nil }
            return (Array(String(scalar).utf8), 12)
        }
    }

    private static func htmlDecoded(_ data: Data) -> Data {
        let names = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "sol": "/"]
        return decoded(data) { bytes, place in
            guard bytes[place] == UInt8(ascii: "&"),
                let end = bytes[place...].prefix(12).firstIndex(of: UInt8(ascii: ";"))
            else { return nil }
            let name = String(decoding: bytes[place + 1..<end], as: UTF8.self)
            if let character = names[name] { return (Array(character.utf8), end + 1 - place) }
            let value = name.hasPrefix("#x") ? UInt32(name.dropFirst(2), radix: 16) : UInt32(name.dropFirst())
            guard name.hasPrefix("#"), let value, let scalar = Unicode.Scalar(value) else { return nil }
            return (Array(String(scalar).utf8), end + 1 - place)
        }
    }

    private static func base64Decoded(_ data: Data) -> [Data] {
        let alphabet = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_".utf8)
        return data.split { !alphabet.contains($0) }.filter { $0.count >= 10 }.flatMap { run -> [Data] in
            let usual = String(decoding: run, as: UTF8.self).replacing("-", with: "+").replacing("_", with: "/")
            return (0..<4).compactMap { offset in
                var part = String(usual.dropFirst(offset))
                // A lone character at the end has no whole byte.
                if part.count % 4 == 1 { part.removeLast() }
                return Data(base64Encoded: part + String(repeating: "=", count: (4 - part.count % 4) % 4))
            }
        }
    }

    private static func decoded(_ data: Data, _ unit: ([UInt8], Int) -> (bytes: [UInt8], length: Int)?) -> Data {
        let escapes: [UInt8] = Array("%+\\&".utf8)
        let bytes = Array(data)
        var result: [UInt8] = []
        var place = 0
        while place < bytes.count {
            if escapes.contains(bytes[place]), let (decoded, length) = unit(bytes, place) {
                result += decoded
                place += length
            } else {
                result.append(bytes[place])
                place += 1
            }
        }
        return Data(result)
    }

    private static func hex(_ bytes: [UInt8], _ place: Int, _ count: Int) -> UInt32? {
        guard place + count <= bytes.count else { return nil }
        return UInt32(String(decoding: bytes[place..<place + count], as: UTF8.self), radix: 16)
    }
}
