//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import ProbeHistory

/// The writer of a profile from what was seen.
struct DraftWriter {
    let seen: Exploration
    let beginning: Beginning
    var text = ProfileText()
    private(set) var remarks: [String] = []

    init(seen: Exploration, beginning: Beginning) {
        self.seen = seen
        self.beginning = beginning
    }

    /// The words of the states, with their origins.
    var words: StateWords { StateWords(seen) }

    /// The numbers that tell how far a job has come.
    var progress: ProgressReading {
        ProgressReading.find(in: seen.secondPolls.count > 1 ? seen.secondPolls : seen.polls)
    }

    /// Returns the profile.
    mutating func write(name: String) -> String {
        let begin = beginning.calls.map { "\($0.method) \($0.path)" }.joined(separator: ", then ")
        text.comment("Written by `scan-probe init` from the answers of a job that was begun with \(begin).")
        text.comment("A look at one or two jobs does not see everything: read the comments, and add what is missing.")
        text.add("name: \(ProfileText.scalar(name))")
        text.add("summary: \(ProfileText.quoted("Jobs begun with \(begin)"))")
        text.skip()
        writeCredentials()
        writeInitiation()
        writeStatus()
        writeResults()
        text.skip()
        writeUnknown()
        writeReading()
        writeStates()
        writePace()
        writeOffers()
        return text.text
    }

    private mutating func writeCredentials() {
        guard let use = seen.tokenUse, use != .bearer else { return }
        text.add(
            "credentials: {header: \(ProfileText.quoted(use.text))}",
            because: "The token was refused as a bearer token, and accepted in this header."
        )
        text.skip()
    }

    // MARK: - Beginning

    private mutating func writeInitiation() {
        let isList = beginning.calls.count > 1
        text.add("initiate:")
        for (index, call) in beginning.calls.enumerated() {
            let indent = isList ? 4 : 2
            let answer = seen.begins.indices.contains(index) ? seen.begins[index] : nil
            var lines: [(line: String, reason: String?)] = [
                ("method: \(call.method)", nil), ("path: \(ProfileText.scalar(call.path))", nil),
            ]
            if index == 0 { lines += bodyLines() }
            if let headers = headerLine() { lines.append((headers, nil)) }
            if let answer, answer.status != 200 {
                lines.append(("accepts: [\(answer.status)]", "The answer was \(answer.status)."))
            }
            if let answer, let capture = captureLine(from: answer, index: index) {
                lines.append((capture, captureReason))
            }
            for (number, line) in lines.enumerated() {
                if isList, number == 0 {
                    text.add("- \(line.line)", because: line.reason, indented: 2)
                } else {
                    text.add(line.line, because: line.reason, indented: indent)
                }
            }
        }
    }

    private func bodyLines() -> [(line: String, reason: String?)] {
        guard let body = beginning.body, !body.isEmpty else { return [] }
        switch BodyForm(body) {
        case .json: return [("json: \(body.split(whereSeparator: \.isNewline).joined(separator: " "))", nil)]
        case .text: return [("text: \(ProfileText.quoted(body))", nil)]
        case .form:
            let fields = URLComponents(string: "?\(body)")?.queryItems ?? []
            let members = fields.map { "\(ProfileText.quoted($0.name)): \(ProfileText.quoted($0.value ?? ""))" }
            return [("form: {\(members.joined(separator: ", "))}", nil)]
        }
    }

    /// The headers that every call needs, in one line.
    func headerLine() -> String? {
        guard !beginning.headers.isEmpty else { return nil }
        let fields = beginning.headers.map { "\(ProfileText.scalar($0.name)): \(ProfileText.quoted($0.value))" }
        return "headers: {\(fields.joined(separator: ", "))}"
    }

    /// The values that the answer to a beginning call has to be asked for.
    private func captureLine(from answer: SeenCall, index: Int) -> String? {
        var values: [String] = []
        func isHere(_ source: Finding.Source) -> Bool {
            switch source {
            case .header(let name): answer.headers[name] != nil
            case .member(let place): answer.json.flatMap { place.follow(in: $0) } != nil
            }
        }
        func place(_ source: Finding.Source) -> String {
            switch source {
            case .header(let name): "{header: \(Self.headerName(name))}"
            case .member(let place): ProfileText.scalar(place.description)
            }
        }
        let isUsedAtOnce = beginning.calls.dropFirst(index + 1).contains { $0.path.contains("{job_id}") }
        switch seen.place {
        case .path(_, let id):
            switch id {
            case .header(let name, let pattern, _):
                if answer.headers[name] != nil {
                    values.append("job_id: {header: \(Self.headerName(name)), match: \(ProfileText.quoted(pattern))}")
                }
            case .finding(let finding):
                let isInBody = if case .member = finding.source { true } else { false }
                if isHere(finding.source), !isInBody || isUsedAtOnce || beginning.calls.count > 1 {
                    values.append("job_id: \(place(finding.source))")
                }
            }
        case .address(let finding), .moving(let finding):
            if isHere(finding.source) { values.append("status_url: \(place(finding.source))") }
        }
        if case .address(let finding, inStatus: false) = seen.results, isHere(finding.source) {
            values.append("results_url: \(place(finding.source))")
        }
        return values.isEmpty ? nil : "capture: {\(values.joined(separator: ", "))}"
    }

    private var captureReason: String {
        switch seen.place {
        case .path(_, let id): "The id stands there, such as `\(id.text.prefix(60))`."
        case .address(let finding): "The address of the status, such as `\(Self.short(finding.text))`."
        case .moving: "Every answer names the address of the next poll."
        }
    }

    /// A header's name as people write it.
    private static func headerName(_ name: String) -> String {
        ProfileText.scalar(
            name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: "-")
        )
    }

    /// An address without its query, which may have keys.
    private static func short(_ address: String) -> String {
        String(address.prefix { $0 != "?" }.prefix(80)) + (address.contains("?") ? "?…" : "")
    }

    // MARK: - Status and results

    private mutating func writeStatus() {
        text.add("status:")
        text.add("method: GET", indented: 2)
        switch seen.place {
        case .path(let path, _):
            text.add("path: \(ProfileText.quoted(path))", because: "A GET there answered about the job.", indented: 2)
        case .address: text.add("url: \"{status_url}\"", indented: 2)
        case .moving(let finding):
            text.add("url: \"{status_url}\"", indented: 2)
            if case .member(let place) = finding.source {
                text.add("capture: {status_url: \(ProfileText.scalar(place.description))}", indented: 2)
            }
        }
        if let headers = headerLine() { text.add(headers, indented: 2) }
        let statuses = Set(seen.allPolls.map(\.status).filter { $0 < 400 })
        if statuses != [200], !statuses.isEmpty { text.add("accepts: \(ProfileText.list(statuses))", indented: 2) }
        if case .status(let running, let complete) = seen.state.kind {
            text.add(
                "statuses: {running: [\(running)], complete: [\(complete)]}",
                because:
                    "No word tells the state: polls were answered \(running) while the work went on, and \(complete) at its end.",
                indented: 2
            )
        } else if case .redirect(let status) = seen.results {
            text.add("statuses: {complete: [\(status)]}", because: "The end was told by \(status).", indented: 2)
        }
        if let word = words.unknownPlace {
            let places = [words.place.map(\.description), word.description].compactMap(\.self)
            text.add(
                "read: {state: \(ProfileText.list(places))}",
                because: "About an id that no job has, the second place says so.",
                indented: 2
            )
        }
    }

    private mutating func writeResults() {
        switch seen.results {
        case .inline(let place):
            let reason =
                place == words.place
                ? "Nothing looked like results: the word for the state stands for them. `results` can be a call of its own."
                : "The last poll had the results, at \(place)."
            text.add("results: status", because: reason)
        case .whole:
            text.add("results: status", because: "The last poll's answer is the result.")
        case .redirect:
            text.add("results: status", because: "The last poll's Location leads to the results.")
            text.add("results_redirects: [303]")
        case .path(let path):
            text.add("results:", because: "A GET of this path was answered \(seen.read?.status ?? 200) after the end.")
            text.add("method: GET", indented: 2)
            text.add("path: \(ProfileText.quoted(path))", indented: 2)
            writeResultsDetails()
        case .address(let finding, let isInStatus):
            text.add("results:", because: "\(finding.source.text) has the address of the results.")
            text.add("method: GET", indented: 2)
            text.add("url: \"{results_url}\"", indented: 2)
            if isInStatus {
                remarks.append("the address of the results stands in the status: add `capture: {results_url: …}` there")
            }
            writeResultsDetails()
        }
    }

    private mutating func writeResultsDetails() {
        if let headers = headerLine() {
            text.add(headers, indented: 2)
        } else if seen.read?.json == nil {
            text.add(
                "headers: {Accept: \"application/json, */*;q=0.5\"}",
                because: "The results are no JSON.",
                indented: 2
            )
        }
        if let status = seen.read?.status, status != 200 { text.add("accepts: [\(status)]", indented: 2) }
        if let early = seen.early, early.status >= 400 || early.status == 202, !isNotFound(early.status) {
            text.add(
                "statuses: {running: [\(early.status)]}",
                because: "Before the end, results were answered \(early.status).",
                indented: 2
            )
        }
        writePages()
    }

    private mutating func writePages() {
        let items = seen.read.flatMap { read in
            read.leaves.first { $0.value.array != nil && $0.place.steps.count == 1 }?.place
                ?? (read.json?.array != nil ? MemberPath() : nil)
        }
        let suffix = items.map { ", items: \(ProfileText.scalar($0.description))" } ?? ""
        let pages: String? =
            switch seen.pages {
            case .link: "link: next"
            case .next(let place): "next: \(ProfileText.scalar(place.description))"
            case .member(let place, let query):
                "cursor: \(ProfileText.scalar(place.description)), query: \(ProfileText.scalar(query))"
            case .cursor(let header, let query, let end):
                "cursor: {header: \(Self.headerName(header))}, query: \(ProfileText.scalar(query))"
                    + (end.map { ", end: \(ProfileText.quoted($0))" } ?? "")
            case nil: nil
            }
        guard let pages else { return }
        text.add(
            "pages: {\(pages)\(suffix)}",
            because: "The results come in pages, each of which says how the next is found.",
            indented: 2
        )
    }
}
