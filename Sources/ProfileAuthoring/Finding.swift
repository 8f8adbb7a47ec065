//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import ProbeHistory

/// A value in the answer to a beginning call that may lead to the job: an id, or an address.
struct Finding: Sendable, Hashable {
    /// The place of the value.
    enum Source: Sendable, Hashable {
        case header(String)
        case member(MemberPath)

        /// The place for people.
        var text: String {
            switch self {
            case .header(let name): "the header \(name)"
            case .member(let place): place.description
            }
        }

        /// The words of the place.
        var words: [String] {
            switch self {
            case .header(let name): Words.split(name)
            case .member(let place): Words.split(place.name)
            }
        }
    }

    let source: Source
    /// The value as it stood in the answer.
    let text: String

    /// Finds what may be the job's id, the likeliest first.
    static func ids(in answer: SeenCall) -> [Finding] {
        var scored: [(finding: Finding, score: Int)] = []
        for leaf in answer.leaves {
            guard let text = leaf.value.plainText, (1...200).contains(text.utf8.count), !isAddress(text) else {
                continue
            }
            let words = Words.split(leaf.place.name)
            let isDeep = leaf.place.steps.count - 1
            guard let score = score(words, text) else { continue }
            scored.append((Finding(source: .member(leaf.place), text: text), score - 2 * isDeep))
        }
        for (name, value) in answer.headers where !value.isEmpty {
            let words = Words.split(name)
            let names = words.last.map { ["id", "identifier", "token"].contains($0) } == true
            guard names, !isOfRequest(words), !isAddress(value), !value.contains(" ") else { continue }
            scored.append((Finding(source: .header(name), text: value), 15))
        }
        return scored.sorted { ($0.score, $1.finding.text) > ($1.score, $0.finding.text) }.map(\.finding)
    }

    /// Finds what may be the address of the job's status, the likeliest first.
    static func addresses(in answer: SeenCall) -> [Finding] {
        var found = ["operation-location", "azure-asyncoperation", "location", "content-location"].compactMap { name in
            answer.headers[name].flatMap { $0.isEmpty ? nil : Finding(source: .header(name), text: $0) }
        }
        let members = answer.leaves.compactMap { leaf -> (Finding, Int)? in
            guard let text = leaf.value.string, isAddress(text) else { return nil }
            let words = leaf.place.words
            let isOther = words.contains {
                [
                    "cancel", "terminate", "delete", "purge", "stream", "websocket", "web", "ui", "info", "callback",
                    "webhook",
                    "send", "event", "rewind", "suspend", "resume", "restart", "docs", "html", "result", "results",
                    "output",
                    "response", "download",
                ].contains($0)
            }
            guard !isOther else { return nil }
            let isStatus = words.contains {
                ["status", "poll", "next", "get", "self", "monitor", "query", "check"].contains($0)
            }
            return (Finding(source: .member(leaf.place), text: text), isStatus ? 1 : 0)
        }
        found += members.sorted { $0.1 > $1.1 }.map(\.0)
        return found
    }

    /// Returns true for an absolute address, and for a path that begins at the root.
    static func isAddress(_ text: String) -> Bool {
        (text.hasPrefix("http://") || text.hasPrefix("https://") || text.hasPrefix("/")) && !text.contains(" ")
    }

    private static func isOfRequest(_ words: [String]) -> Bool {
        !Set(words).isDisjoint(with: ["request", "correlation", "trace", "transaction", "session", "tenant", "version"])
    }

    /// Returns the likelihood that a member is an id.
    private static func score(_ words: [String], _ text: String) -> Int? {
        let isLong = text.utf8.count >= 8 && text.contains(where: \.isNumber)
        guard let last = words.last, !isOfRequest(words) else { return nil }
        let isOther = !Set(words).isDisjoint(with: [
            "user", "owner", "account", "org", "organization", "project", "parent", "group", "by", "model", "process",
        ])
        if ["id", "uuid", "guid", "identifier", "handle"].contains(last) {
            let names = words.dropLast()
            if isOther { return 2 }
            if names.isEmpty { return 20 + (isLong ? 3 : 0) }
            return 18 + (isLong ? 3 : 0)
        }
        if ["job", "task", "token", "operation", "execution", "run", "key", "ticket"].contains(last),
            isLong || Int(text) != nil
        {
            return 10
        }
        if last == "name", text.contains("/") || isLong { return 6 }
        return nil
    }
}
