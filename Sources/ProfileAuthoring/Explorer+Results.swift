//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import Probe
import ProbeHistory

extension Explorer {
    /// Finds the results of a job that has ended.
    ///
    /// - Returns: Their place, and the answer with them where they have a call of their own.
    func findResults(
        _ begins: [SeenCall],
        _ place: StatusPlace,
        _ polls: [SeenCall],
        _ state: StateReading
    ) async throws -> (ResultsPlace, SeenCall?) {
        guard let last = polls.last else { return (.whole, nil) }
        if last.status == 303 { return (.redirect(303), nil) }
        let inline = ResultsPlace.inline(in: polls, state: state, id: place.id)
        if case .status = state.kind {
            // An answer that is the result may have any members; a list under a usual name is one all the same.
            if let list = inline.first(where: { $0.isStrong && last.json.flatMap($0.place.follow)?.array != nil }) {
                return (.inline(list.place), nil)
            }
            return (.whole, nil)
        }
        if let strong = inline.first(where: \.isStrong) { return (.inline(strong.place), nil) }
        for (answer, isInStatus) in [(last, true)] + begins.map({ ($0, false) }) {
            for finding in Finding.resultsAddresses(in: answer) {
                guard let reference = caller.reference(of: finding.text, in: answer) else { continue }
                let call = try await caller.send("GET", reference, isQuiet: true)
                guard call.isSuccess, !call.isPage else { continue }
                if case .path(_, let source) = place, case .finding(let id) = source,
                    case .path(let path, _) = StatusPlace.path(finding, reference: reference, ids: [id])
                {
                    return (.path(path), call)
                }
                return (.address(finding, inStatus: isInStatus), call)
            }
        }
        if case .path(let path, let source) = place {
            for path in UsualPaths.results(beside: path) {
                // Several times: workers that share nothing know a job by turns.
                for _ in 0..<3 {
                    let call = try await caller.send("GET", StatusPlace.reference(path, id: source.text), isQuiet: true)
                    if call.isSuccess, !call.isPage, call.body != last.body { return (.path(path), call) }
                    // A path that is not there is said so by every worker in the same words.
                    guard call.status == 404 || call.status == 409, polls.contains(where: { $0.status == 404 }) else {
                        break
                    }
                }
            }
        }
        return (.inline(inline.first?.place ?? ResultsPlace.leftOver(in: polls, state: state) ?? MemberPath()), nil)
    }

    /// Finds the way from the first page of results to the next one.
    func findPages(_ first: SeenCall) async throws -> Exploration.Pages? {
        if first.headers["link"]?.contains(/rel="?next"?/) == true { return .link }
        for leaf in first.leaves {
            guard let text = leaf.value.string, !text.isEmpty else { continue }
            let words = leaf.place.words
            guard words.contains("next") || words.contains("cursor") || words.last == "continuation" else { continue }
            if Finding.isAddress(text) { return .next(leaf.place) }
            if let query = try await query(for: text, words: Words.split(leaf.place.name), after: first) {
                return .member(leaf.place, query: query.name)
            }
        }
        for (name, value) in first.headers.sorted(by: { $0.key < $1.key }) where !value.isEmpty {
            let words = Words.split(name)
            guard !Set(words).isDisjoint(with: ["locator", "cursor", "continuation", "next"]), value != "null" else {
                continue
            }
            guard let (query, second) = try await query(for: value, words: words, after: first) else { continue }
            var last = second
            for _ in 0..<100 {
                guard let next = last.headers[name], !next.isEmpty, next != "null" else { break }
                last = try await caller.send("GET", Self.adding(query, next, to: first.reference))
            }
            return .cursor(header: name, query: query, end: last.headers[name])
        }
        return nil
    }

    /// Finds the parameter of the query that leads to the second page.
    private func query(
        for value: String,
        words: [String],
        after first: SeenCall
    ) async throws -> (name: String, page: SeenCall)? {
        let own = words.last.map { [$0] } ?? []
        for name in own + ["cursor", "locator", "page_token", "next", "continuation"] {
            let call = try await caller.send("GET", Self.adding(name, value, to: first.reference), isQuiet: true)
            if call.isSuccess, call.body != first.body { return (name, call) }
        }
        return nil
    }

    private static func adding(_ name: String, _ value: String, to reference: String) -> String {
        AddressText.append("\(name)=\(AddressText.escape(value))", to: reference)
    }

    /// Asks for an id that no job has.
    func askForUnknown(_ seen: Exploration) async throws -> Exploration.Unknown? {
        guard case .path(let path, let source) = seen.place, let made = MadeUpID(like: source.text) else { return nil }
        let status = try await caller.send("GET", StatusPlace.reference(path, id: made.sample))
        var results: SeenCall?
        if case .path(let path) = seen.results {
            results = try await caller.send("GET", StatusPlace.reference(path, id: made.sample))
        }
        return Exploration.Unknown(form: made.form, status: status, results: results)
    }
}

extension Finding {
    /// Finds what may be the address of the job's results.
    static func resultsAddresses(in answer: SeenCall) -> [Finding] {
        answer.leaves.compactMap { leaf in
            guard let text = leaf.value.string, isAddress(text) else { return nil }
            let words = Set(leaf.place.words)
            let isResults = !words.isDisjoint(with: ["result", "results", "output", "response", "download"])
            return isResults ? Finding(source: .member(leaf.place), text: text) : nil
        }
    }
}
