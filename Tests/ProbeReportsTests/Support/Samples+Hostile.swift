//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

extension Samples {
    /// A text with all kinds of characters that a renderer could fail on.
    ///
    /// A combining mark follows the quote: together they are one character that is not a quote.
    static let hostile =
        "<script>alert(1)</script> \"\u{301} onload=alert(2) x=' ]]> </style><img src=http://evil.example/x.png>"
        + " @octocat #1 GH-2 https://evil.example www.evil.example [link](http://evil.example) ![i](x) **bold** `tick`"
        + " a|b 0123456789abcdef0123456789abcdef01234567"
        + " \u{1B}[2J\u{1B}]0;title\u{7} \u{202E}gnirts\u{2066}\u{200B}\u{FEFF}\u{2028}\u{0}\u{8}\r\n| x | y |\n# title\n```\n</details>"
        + "\u{FFFD}\u{FFFE} &amp; {{x}} $(id)"

    /// A text of a megabyte.
    static let megabyte = String(repeating: "<b>&@0123456789 ", count: 1 << 16)

    /// Returns the history of a deployment with the text in every field: states, ids, headers, messages, bodies,
    /// addresses.
    static func history(saying text: String) -> History {
        let json = JSONValue.string(text).canonicalText
        // A few megabytes test as much as a hundred.
        let isLong = text.utf8.count > 100_000
        var history = Self.history(polls: 60) { index in
            guard !isLong || index % 12 < 3 else { return Self.notFound }
            let parsed = ParsedFields(
                state: index % 2 == 0 ? .unrecognised : .notFound,
                stateWord: text,
                jobID: text,
                message: text
            )
            return Response(
                status: index % 2 == 0 ? 200 : 404,
                headers: ["server": text, "x-request-id": text],
                body: index % 3 == 0 ? text : "{\"status\": \(json), \"list\": [1, 2, 3]}",
                bodyBytes: text.utf8.count,
                worker: index % 5 == 0 ? nil : text + "\(index % 3)",
                parsed: parsed
            )
        }
        for index in history.events.indices where index % (isLong ? 21 : 7) == 3 {
            history.events[index].outcome = .unanswered(.init(kind: .notHTTP, message: text))
            history.events[index].url += text
            history.events[index].requestBody = text
        }
        history.events[0].job = text
        history.header.target += text
        return history
    }
}
