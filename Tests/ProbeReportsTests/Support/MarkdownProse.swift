//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Markdown without its code, according to CommonMark: the rest may be taken for markup, mentions and links.
enum MarkdownProse {
    static func prose(of markdown: String) -> String {
        var prose: [String] = []
        var fence: Int?
        for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
            let ticks = line.prefix { $0 == "`" }.count
            if let open = fence {
                // Only a line of ticks alone closes a block.
                if ticks >= open, line.dropFirst(ticks).allSatisfy({ $0 == " " }) { fence = nil }
            } else if ticks >= 3, !line.dropFirst(ticks).contains("`") {
                fence = ticks
            } else {
                prose.append(withoutSpans(line))
            }
        }
        return prose.joined(separator: "\n")
    }

    /// Removes the code spans of a line: each begins and ends with the same number of ticks.
    private static func withoutSpans(_ line: Substring) -> String {
        var text = ""
        var rest = line
        while let start = rest.firstIndex(of: "`") {
            text += rest[..<start]
            let ticks = rest[start...].prefix { $0 == "`" }.count
            var search = rest[start...].dropFirst(ticks)
            var end: Substring.Index?
            while let next = search.firstIndex(of: "`") {
                let run = search[next...].prefix { $0 == "`" }.count
                search = search[next...].dropFirst(run)
                if run == ticks {
                    end = search.startIndex
                    break
                }
            }
            if end == nil { text += rest[start...].prefix(ticks) }
            rest = rest[(end ?? rest.index(start, offsetBy: ticks))...]
        }
        return text + rest
    }
}
