//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// An absolute address, taken apart without a byte of its path being changed.
///
/// A library that understands addresses also mends them, and then the recorded request is not the one that was sent.
struct RequestAddress: Sendable {
    /// The server that is asked, and the protocol that is spoken with it.
    struct Origin: Sendable, Hashable {
        var usesTLS: Bool
        /// The name or address of the host, without the brackets of an IPv6 address.
        var host: String
        var port: Int
    }

    let origin: Origin
    /// The value of the header field `Host`.
    let authority: String
    /// The path and the query as they stand in the address: the request's target.
    let target: String

    /// Takes an address apart; `nil` when it has no scheme that is spoken here, no host, or a character that would end a
    /// request's first line.
    ///
    /// Source: RFC 9112 §3.2.1; a fragment is not sent, and an empty path is sent as a slash.
    init?(_ url: String) {
        let bytes = url.utf8
        let usesTLS: Bool
        let start: String.UTF8View.Index
        if Self.begins(bytes, with: "http://") {
            (usesTLS, start) = (false, bytes.index(bytes.startIndex, offsetBy: 7))
        } else if Self.begins(bytes, with: "https://") {
            (usesTLS, start) = (true, bytes.index(bytes.startIndex, offsetBy: 8))
        } else {
            return nil
        }
        let rest = bytes[start...]
        let end = rest.firstIndex { [UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#")].contains($0) }
        guard let place = Self.place(url[start..<(end ?? rest.endIndex)], usesTLS: usesTLS) else { return nil }
        origin = Origin(usesTLS: usesTLS, host: place.host, port: place.port)
        authority = place.authority
        let sent =
            end.map { url[$0...] }.map { $0[..<($0.utf8.firstIndex(of: UInt8(ascii: "#")) ?? $0.endIndex)] } ?? ""
        guard sent.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return nil }
        target = sent.utf8.first == UInt8(ascii: "/") ? String(sent) : "/" + sent
    }

    private static func begins(_ bytes: String.UTF8View, with scheme: StaticString) -> Bool {
        guard bytes.count > scheme.utf8CodeUnitCount else { return false }
        let lower = bytes.prefix(scheme.utf8CodeUnitCount).map { (65...90).contains($0) ? $0 | 0x20 : $0 }
        return lower.elementsEqual("\(scheme)".utf8)
    }

    private static func place(_ text: Substring, usesTLS: Bool) -> (host: String, port: Int, authority: String)? {
        // Credentials do not belong into an address.
        guard !text.utf8.contains(UInt8(ascii: "@")), text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            return nil
        }
        let usual = usesTLS ? 443 : 80
        let afterHost: Substring
        let host: Substring
        if text.first == "[" {
            guard let bracket = text.firstIndex(of: "]") else { return nil }
            host = text[text.index(after: text.startIndex)..<bracket]
            afterHost = text[text.index(after: bracket)...]
        } else {
            host = text.prefix { $0 != ":" }
            afterHost = text[host.endIndex...]
        }
        guard !host.isEmpty, afterHost.isEmpty || afterHost.first == ":" else { return nil }
        let digits = afterHost.dropFirst()
        guard let port = digits.isEmpty ? usual : Int(digits), (1...65_535).contains(port) else { return nil }
        let name = text.first == "[" ? "[\(host)]" : String(host)
        return (String(host), port, port == usual ? name : "\(name):\(port)")
    }
}
