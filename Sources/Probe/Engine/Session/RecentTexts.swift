//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport

/// The recorded forms of texts that came up lately: most names and values of header fields come with every answer.
///
/// Two generations bound it: when the younger one is full, it takes the place of the older one.
struct RecentTexts: Sendable {
    /// The longest text that is kept, in bytes; longer ones hardly ever recur.
    private static let longest = 1024
    private static let mostInGeneration = 2048

    /// A text and its form; the text stands there too, since texts of other bytes can be equal strings.
    private typealias Known = (text: String, form: String)

    private var younger: [String: Known] = [:]
    private var older: [String: Known] = [:]

    /// Returns the form of a text, if it is known.
    mutating func form(of text: String) -> String? {
        if let known = younger[text] { return Self.isExactly(known, text) ? known.form : nil }
        guard let known = older[text], Self.isExactly(known, text) else { return nil }
        keep(known.form, of: text)
        return known.form
    }

    /// Keeps the form of a text.
    mutating func keep(_ form: String, of text: String) {
        guard text.utf8.count <= Self.longest else { return }
        if younger.count >= Self.mostInGeneration {
            older = younger
            younger = [:]
        }
        younger[text] = (text, form)
    }

    private static func isExactly(_ known: Known, _ text: String) -> Bool { known.text.hasSameBytes(as: text) }
}
