//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Finds what is a key by its place or its form: values such as `?code=…`, credentials before a host, and JWTs.
///
/// Nobody has to have named these: addresses that a deployment hands out often let in whoever knows them.
struct KeyPlaces {
    private var places: [Range<Int>] = []
    private var parameter = Parameter()
    private var authority = Authority()
    private var token = WebToken()

    /// The places of keys in a text; they may overlap.
    static func places(in text: EscapedText) -> [Range<Int>] {
        guard mayHaveKey(text.bytes) else { return [] }
        var search = Self()
        var place = 0
        // An address within an address within a JSON text has two escapes around its own.
        while let unit = text.unit(at: place, depth: 2) {
            let byte = unit.byte ?? 0xFF
            let isPercentEncoded = text.bytes[place] == UInt8(ascii: "%")
            search.parameter.take(byte, at: place..<unit.end, isPercentEncoded: isPercentEncoded, &search.places)
            search.authority.take(byte, at: place..<unit.end, &search.places)
            search.token.take(byte, at: place..<unit.end, &search.places)
            place = unit.end
        }
        search.parameter.finish(at: place, &search.places)
        search.token.finish(at: place, &search.places)
        return search.places
    }

    /// Returns false for a text without an escape and without a sign that begins or ends a key.
    private static func mayHaveKey(_ bytes: [UInt8]) -> Bool {
        var recent: (UInt8, UInt8) = (0, 0)
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "?"), UInt8(ascii: "&"), UInt8(ascii: ";"), UInt8(ascii: "#"), UInt8(ascii: "@"),
                UInt8(ascii: "%"), UInt8(ascii: "\\"):
                return true
            case UInt8(ascii: "J") where recent == (UInt8(ascii: "e"), UInt8(ascii: "y")): return true
            default: recent = (recent.1, byte)
            }
        }
        return false
    }

    /// Returns true for bytes that end every address: white space, controls, quotes and brackets.
    fileprivate static func endsAddress(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "`"),
            UInt8(ascii: "\\"):
            true
        default: false
        }
    }
}

/// A value of a query whose name says that it is a key.
private struct Parameter {
    private enum Stage {
        case outside
        /// In a name, or right before one.
        case name(isPercentEncoded: Bool)
        case value(from: Int, isPercentEncoded: Bool)
    }

    private static let longestName = 64
    private static let keys: Set<String> = ["code", "sig", "key", "pwd", "pass", "sid", "auth", "otp"]
    private static let words = [
        "token", "secret", "password", "passwd", "signature", "apikey", "credential", "session", "jwt",
    ]

    private var stage = Stage.outside
    private var name: [UInt8] = []

    mutating func take(_ byte: UInt8, at place: Range<Int>, isPercentEncoded: Bool, _ places: inout [Range<Int>]) {
        switch stage {
        case .value(let start, let wasPercentEncoded):
            // An ampersand that is escaped as addresses do it belongs to the value, unless the name came with one.
            let isNext = byte == UInt8(ascii: "&") && (!isPercentEncoded || wasPercentEncoded)
            guard isNext || byte == UInt8(ascii: "#") || KeyPlaces.endsAddress(byte) else { return }
            if start < place.lowerBound { places.append(start..<place.lowerBound) }
            begin(with: byte, isPercentEncoded)
        case .name(let wasPercentEncoded):
            if byte == UInt8(ascii: "=") {
                stage =
                    Self.isKey(name)
                    ? .value(from: place.upperBound, isPercentEncoded: wasPercentEncoded) : .outside
            } else if Self.isOfName(byte), name.count < Self.longestName {
                name.append(byte)
            } else {
                begin(with: byte, isPercentEncoded)
            }
        case .outside: begin(with: byte, isPercentEncoded)
        }
    }

    mutating func finish(at end: Int, _ places: inout [Range<Int>]) {
        if case .value(let start, _) = stage, start < end { places.append(start..<end) }
    }

    private mutating func begin(with byte: UInt8, _ isPercentEncoded: Bool) {
        switch byte {
        case UInt8(ascii: "?"), UInt8(ascii: "&"), UInt8(ascii: ";"), UInt8(ascii: "#"):
            name.removeAll(keepingCapacity: true)
            stage = .name(isPercentEncoded: isPercentEncoded)
        default: stage = .outside
        }
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "$"):
            true
        default: false
        }
    }

    private static func isKey(_ name: [UInt8]) -> Bool {
        let letters = name.filter { $0 >= UInt8(ascii: "A") && $0 != UInt8(ascii: "_") && $0 <= UInt8(ascii: "z") }
        let plain = String(decoding: letters, as: UTF8.self).lowercased()
        return keys.contains(plain) || plain.hasSuffix("key") || words.contains { plain.contains($0) }
    }
}

/// Name and password before a host.
private struct Authority {
    private static let longest = 1024

    /// The number of characters of `://` that were read.
    private var met = 0
    private var start: Int?
    private var length = 0

    mutating func take(_ byte: UInt8, at place: Range<Int>, _ places: inout [Range<Int>]) {
        if let start {
            length += 1
            if byte == UInt8(ascii: "@") {
                if start < place.lowerBound { places.append(start..<place.lowerBound) }
            } else if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
                || KeyPlaces.endsAddress(byte) || length > Self.longest
            {
                self.start = nil
            }
        }
        switch (met, byte) {
        case (_, UInt8(ascii: ":")): met = 1
        case (1, UInt8(ascii: "/")): met = 2
        case (2, UInt8(ascii: "/")):
            met = 0
            self.start = place.upperBound
            length = 0
        default: met = 0
        }
    }
}

/// Three parts of base64url, of which the first one begins as a JSON object does: RFC 7519.
private struct WebToken {
    private var recent: (UInt8, UInt8) = (0, 0)
    private var recentPlaces = (0, 0)
    private var start: Int?
    /// The number of characters of the current part.
    private var length = 0
    /// The number of complete parts.
    private var parts = 0

    mutating func take(_ byte: UInt8, at place: Range<Int>, _ places: inout [Range<Int>]) {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            length += 1
            if start == nil, byte == UInt8(ascii: "J"),
                recent == (UInt8(ascii: "e"), UInt8(ascii: "y"))
            {
                start = recentPlaces.0
                length = 0
            }
            recent = (recent.1, byte)
            recentPlaces = (recentPlaces.1, place.lowerBound)
        case UInt8(ascii: ".")
        where start != nil && length >= (parts == 0 ? 4 : parts == 1 ? 1 : 0):
            parts += 1
            length = 0
        default:
            finish(at: place.lowerBound, &places)
        }
    }

    mutating func finish(at end: Int, _ places: inout [Range<Int>]) {
        if let start, parts >= 2 { places.append(start..<end) }
        self = Self()
    }
}
