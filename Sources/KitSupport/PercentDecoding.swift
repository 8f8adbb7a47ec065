//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension StringProtocol {
    /// The text with its escapes replaced by what they stand for; `nil` for a broken escape, and for what is no UTF-8.
    ///
    /// Source: RFC 3986 §2.1.
    package var percentDecoded: String? {
        guard let bytes = percentDecodedBytes(isStrict: true) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    /// The text with its escapes replaced by what they stand for; anything else stays as it is.
    package var looselyPercentDecoded: String {
        String(decoding: percentDecodedBytes(isStrict: false) ?? [], as: UTF8.self)
    }

    private func percentDecodedBytes(isStrict: Bool) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest = Array(utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = rest.prefix(2).compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
            if digits.count == 2 {
                bytes.append(UInt8(digits[0] * 16 + digits[1]))
                rest.removeFirst(2)
            } else if isStrict {
                return nil
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }
}
