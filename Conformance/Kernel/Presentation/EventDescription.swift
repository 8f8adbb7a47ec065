//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// Describes events in one line: the request and its outcome.
enum EventDescription {
    /// Describes an event, such as `+12.440 s GET /status/scan_0123… on connection 7 → 404 not_found`.
    static func line(_ event: Event, nouns: Nouns) -> String {
        var request =
            "+\(seconds(event.sent)) s \(event.method) \(address(event)) on connection \(event.connection)"
        if let worker = event.outcome.response?.worker { request += " (worker \(short(worker)))" }
        return "\(request) → \(outcome(event, nouns))"
    }

    /// Describes an event that another one contradicts, such as `event 17 had said complete`.
    static func reference(_ event: Event, nouns: Nouns) -> String {
        "event \(event.id), received at +\(seconds(event.received)) s, had said \(said(event, nouns))"
    }

    /// An id shortened to a length that still distinguishes ids for people.
    static func shortened(_ id: String) -> String { id.count > 16 ? "\(id.prefix(13))…" : id }

    /// The seconds of a run up to an instant, with three decimals.
    static func seconds(_ instant: Instant) -> String { seconds(instant - .start) }

    /// A duration in seconds with three decimals.
    static func seconds(_ duration: Duration) -> String {
        // A history may have been recorded by a clock that was set back.
        let milliseconds = ((duration < .zero ? .zero - duration : duration) + .microseconds(500)).wholeMilliseconds
        let sign = duration < .zero && milliseconds > 0 ? "-" : ""
        let fraction = String(milliseconds % 1000)
        return "\(sign)\(milliseconds / 1000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)"
    }

    /// A share in percent with one decimal, rounded down so that 100.0 means all.
    static func percent(_ part: Int, of whole: Int) -> String {
        let tenths = whole == 0 ? 0 : part * 1000 / whole
        return "\(tenths / 10).\(tenths % 10) %"
    }

    private static func address(_ event: Event) -> String {
        var path = Substring(event.url)
        if let scheme = path.firstRange(of: "://") {
            path = path[scheme.upperBound...]
            path = path.firstIndex(of: "/").map { path[$0...] } ?? "/"
        }
        guard let id = event.jobID, id.count > 16, let range = path.firstRange(of: id) else {
            return short(path, to: 200)
        }
        return "\(path[..<range.lowerBound])\(id.prefix(13))…\(path[range.upperBound...])"
    }

    /// Truncates text of unlimited length from a deployment, by scalars, since one character may have any number of
    /// them.
    private static func short(_ text: some StringProtocol, to limit: Int = 60) -> String {
        let scalars = text.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex) else {
            return String(text)
        }
        let rest = scalars[end...].count
        return rest == 0 ? String(text) : "\(String(text[..<end]))… (\(rest) more characters)"
    }

    private static func outcome(_ event: Event, _ nouns: Nouns) -> String {
        switch event.outcome {
        case .answered(let response): "\(response.status) \(said(event, nouns))"
        case .unanswered(let failure):
            "\(failure.kind.rawValue.replacing("_", with: " ")) after \(seconds(event.received - event.sent)) s"
        }
    }

    private static func said(_ event: Event, _ nouns: Nouns) -> String {
        guard let response = event.outcome.response else { return "nothing" }
        guard let parsed = response.parsed else { return "a body that is not JSON" }
        var words: [String] = []
        if let word = parsed.stateWord ?? parsed.state?.word(nouns) { words.append(short(word)) }
        if let progress = parsed.progress, let completed = progress.completed {
            words.append("\(completed)/\(progress.total.map(String.init) ?? "?")")
        }
        if let listed = parsed.listed { words.append("\(listed) \(nouns.item.many)") }
        if words.isEmpty, let message = parsed.message { words.append("“\(short(message))”") }
        return words.isEmpty ? "a body without a state" : words.joined(separator: " ")
    }
}
