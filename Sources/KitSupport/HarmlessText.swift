//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension Unicode.Scalar {
    /// True unless it is a control, direction or invisible character, which could clear a screen or fake a verdict.
    package var isHarmless: Bool {
        if isASCII { return value >= 0x20 && value != 0x7F }
        return switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: true
        }
    }
}

extension StringProtocol {
    /// Returns the text with control, direction and invisible characters escaped, for example as `\u{202e}`.
    ///
    /// - Parameter keepsLines: True if line feeds are kept.
    /// - Returns: The text, safe to print in a terminal.
    package func harmless(keepingLines keepsLines: Bool = false) -> String {
        func isKept(_ scalar: Unicode.Scalar) -> Bool { keepsLines && scalar == "\n" || scalar.isHarmless }
        guard !unicodeScalars.allSatisfy(isKept) else { return String(self) }
        var safe = ""
        for scalar in unicodeScalars {
            if isKept(scalar) {
                safe.unicodeScalars.append(scalar)
            } else {
                safe += "\\u{\(String(scalar.value, radix: 16))}"
            }
        }
        return safe
    }
}
