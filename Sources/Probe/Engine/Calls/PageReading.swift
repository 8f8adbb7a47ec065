//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The reading of the pages or parts that follow a results read.
struct PageReading: Sendable {
    let requester: Requester
    let pages: Profile.Pages

    /// Reads all further pages, each of them once.
    ///
    /// - Parameters:
    ///   - first: The results read, with its raw body.
    ///   - planned: The request that was sent for it.
    /// - Throws: `CancellationError` when the run ends meanwhile.
    func read(after first: Requester.Sent, as planned: PlannedRequest) async throws {
        guard let response = first.event.outcome.response,
            response.parsed?.digest != nil || response.parsed?.listed != nil
        else { return }
        var page = planned
        page.operation = .page
        page.due = nil
        page.read = first.event.id
        var answer = Answer(body: first.rawBody ?? "", headers: response.headers)
        var base = first.event.url
        var seen: Set<String> = []
        if case .each(let places) = pages.next {
            let addresses = places.lazy.map { $0.values(in: answer) }.first { !$0.isEmpty } ?? []
            for address in addresses.prefix(ReadingLimits.pages).compactMap(\.string)
            where seen.insert(address).inserted {
                _ = try await send(page, to: address, from: base)
            }
            return
        }
        while seen.count < ReadingLimits.pages, let next = next(in: answer), seen.insert(next).inserted {
            let sent: Requester.Sent?
            if case .cursor(_, let query) = pages.next {
                page.query = [Profile.Field(name: query, value: next)]
                sent = try await requester.send(page)
            } else {
                sent = try await send(page, to: next, from: base)
            }
            guard let sent, let response = sent.event.outcome.response,
                requester.profile.results.accepts.contains(response.status)
            else { return }
            answer = Answer(body: sent.rawBody ?? "", headers: response.headers)
            base = sent.event.url
        }
    }

    private func send(_ page: PlannedRequest, to address: String, from base: String) async throws -> Requester.Sent? {
        var page = page
        do {
            page.url = try requester.renderer.follow(address, from: base)
        } catch {
            await requester.recordUnfollowed(address, for: page, because: error)
            return nil
        }
        return try await requester.send(page)
    }

    /// Returns the cursor or the address of the next page; `nil` after the last one.
    private func next(in answer: Answer) -> String? {
        let found: String? =
            switch pages.next {
            case .address(let places), .cursor(let places, _): places.first(in: answer, as: Interpreter.id)
            case .link(let relation): Self.link(relation, in: answer.headers["link"] ?? "")
            case .each: nil
            }
        guard let found, !found.isEmpty, found != pages.end else { return nil }
        return found
    }

    /// Returns the address with a relation in a `Link` header.
    ///
    /// Source: RFC 8288 §3.
    static func link(_ relation: String, in field: String) -> String? {
        for match in field.matches(of: /<([^<>]*)>((?:\s*;\s*[A-Za-z*]+\s*=\s*(?:"[^"]*"|[^",;\s]*))*)/) {
            for parameter in match.output.2.matches(of: /([A-Za-z*]+)\s*=\s*(?:"([^"]*)"|([^",;\s]*))/) {
                let value = parameter.output.2 ?? parameter.output.3 ?? ""
                guard parameter.output.1.lowercased() == "rel" else { continue }
                if value.split(separator: " ").contains(where: { $0.lowercased() == relation.lowercased() }) {
                    return String(match.output.1)
                }
            }
        }
        return nil
    }
}
