//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The recorded forms of texts that came up lately: most names and values of header fields come with every answer.
///
/// Two generations bound it: when the younger one is full, it takes the place of the older one.
struct RecentTexts: Sendable {
    /// The longest text that is kept, in bytes; longer ones hardly ever recur.
    private static let longest = 1024
    private static let mostInGeneration = 2048

    private var younger: [String: String] = [:]
    private var older: [String: String] = [:]

    /// Returns the form of a text, if it is known.
    mutating func form(of text: String) -> String? {
        if let form = younger[text] { return form }
        guard let form = older[text] else { return nil }
        keep(form, of: text)
        return form
    }

    /// Keeps the form of a text.
    mutating func keep(_ form: String, of text: String) {
        guard text.utf8.count <= Self.longest else { return }
        if younger.count >= Self.mostInGeneration {
            older = younger
            younger = [:]
        }
        younger[text] = form
    }
}
