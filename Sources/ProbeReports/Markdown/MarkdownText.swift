//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Foreign text for GitHub's Markdown, escaped so that it has no special meaning.
///
/// A backslash does not stop a mention, a reference to an issue, or an address from becoming a link: GitHub looks for
/// those in the rendered text. Code stops them. So plain words stay prose, and anything else becomes code.
///
/// Source: GitHub Flavored Markdown Spec 0.29, sections 6.3 (code spans), 6.9 (autolinks), 4.5 (fenced code blocks).
enum MarkdownText {
    /// Returns a text for a line: prose if it is plain, else code.
    static func line(_ text: String) -> String {
        let visible = PlainText.visible(text)
        return isPlain(visible) ? visible.replacing("_", with: "\\_") : code(text)
    }

    /// Returns a text for a line as code, which is also valid in a table.
    static func code(_ text: String) -> String {
        let visible = PlainText.visible(text)
        guard !visible.isEmpty else { return "–" }
        let fence = String(repeating: "`", count: longestRun(of: "`", in: visible) + 1)
        // A space on each side is stripped, and separates a backtick at the edge from the fence.
        let padding = visible.hasPrefix("`") || visible.hasSuffix("`") || visible.allSatisfy { $0 == " " } ? " " : ""
        return "\(fence)\(padding)\(visible)\(padding)\(fence)".replacing("|", with: "\\|")
    }

    /// Returns lines as a block of code.
    static func block(_ text: String) -> String {
        let visible = PlainText.visible(text, keepsLines: true)
        let fence = String(repeating: "`", count: max(3, longestRun(of: "`", in: visible) + 1))
        return "\(fence)text\n\(visible)\n\(fence)"
    }

    /// Returns true if a text has only words and numbers without a meaning in Markdown and on GitHub.
    private static func isPlain(_ text: String) -> Bool {
        let isHarmless = text.unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || harmlessSigns.contains(scalar)
        }
        guard isHarmless, !text.contains("//"), !text.lowercased().contains("www.") else { return false }
        return text.split(separator: " ").allSatisfy { word in
            // `:tada:` is a picture, `GH-12` an issue, `{{` a template, and seven hexadecimal digits are a commit.
            !word.dropLast().contains(":") && !word.lowercased().hasPrefix("gh-") && !looksLikeCommit(word)
        }
    }

    private static let harmlessSigns = Set(" .,;:%()'’“”…–-/_={}?→·".unicodeScalars)

    private static func looksLikeCommit(_ word: Substring) -> Bool {
        word.split { !$0.isHexDigit }.contains { run in run.count >= 7 && run.contains { $0.isNumber } }
    }

    private static func longestRun(of character: Character, in text: String) -> Int {
        var longest = 0
        var run = 0
        for next in text {
            run = next == character ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }
}
