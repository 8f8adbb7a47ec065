//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

extension DraftWriter {
    /// Returns true for a status with which ids that no job has are answered.
    func isNotFound(_ status: Int) -> Bool { notFoundStatuses.contains(status) }

    /// The HTTP statuses that say that there is no such job.
    private var notFoundStatuses: Set<Int> {
        guard let unknown = seen.unknown else { return [404, 410] }
        let seenStatuses = Set(seen.allPolls.map(\.status))
        var statuses: Set<Int> = []
        for answer in [unknown.status, unknown.results].compactMap(\.self)
        where [400, 404, 410, 422].contains(answer.status) {
            // A worker that does not know a job answers so, too; other errors of real jobs are something else.
            if answer.status == 404 || !seenStatuses.contains(answer.status) { statuses.insert(answer.status) }
        }
        return statuses
    }

    /// True if an id that no job has is told from one that has: otherwise `unknown_ids` would fail.
    private var tellsUnknown: Bool {
        guard let unknown = seen.unknown else { return false }
        return notFoundStatuses.contains(unknown.status.status) || words.unknownPlace != nil || words.unknownWord != nil
    }

    mutating func writeUnknown() {
        if let unknown = seen.unknown {
            if tellsUnknown {
                text.add(
                    "made_up_id: \(ProfileText.quoted(unknown.form))",
                    because:
                        "An id of the form of the real ones; nobody has it: it was answered \(unknown.status.status)."
                )
            } else {
                text.comment(
                    "An id that no job has was answered \(unknown.status.status), as a job that waits is: nobody can tell the two"
                        + " apart, which STAT-007 forbids. With `made_up_id: \(unknown.form)` and `unknown_ids` in `offers` the run"
                        + " says so."
                )
            }
        } else {
            text.comment("No id was found of which another could be made up, so unknown ids are not asked for.")
        }
        if !notFoundStatuses.isEmpty { text.add("statuses: {not_found: \(ProfileText.list(notFoundStatuses))}") }
        text.skip()
    }

    // MARK: - Reading

    mutating func writeReading() {
        text.add("read:")
        let ids = idPlaces
        if !ids.isEmpty {
            let reason =
                ids.count > 1
                ? "The id stands at the first place in the answer to the beginning, at the other in the status." : nil
            text.add("job_id: \(places(ids))", because: reason, indented: 2)
        }
        if let place = words.place {
            let places = [place] + words.beginPlaces
            let reason =
                Set(seen.state.words).count > 1
                ? "It changed from poll to poll: \(seen.state.words.joined(separator: ", "))." : nil
            text.add("state: \(self.places(places))", because: reason, indented: 2)
        }
        let progress = self.progress
        if let completed = progress.completed, let total = progress.total {
            if let doubt = progress.doubt {
                text.comment(
                    "\(places([completed])) of \(places([total])) is left out: \(doubt), which a run takes for a contradiction.",
                    indented: 2
                )
            } else {
                text.add("completed: \(places([completed]))", indented: 2)
                text.add("total_steps: \(places([total]))", indented: 2)
            }
        }
        if let percentage = progress.percentage { text.add("percentage: \(places([percentage]))", indented: 2) }
        switch seen.results {
        case .inline(let place):
            text.add("result: \(places([place]))", because: "It was there at the end, and not before.", indented: 2)
        case .whole, .redirect, .path, .address:
            text.add("result: $", because: "The whole answer, whatever it is.", indented: 2)
        }
        if let message = messagePlace { text.add("message: \(places([message]))", indented: 2) }
        if case .sign(let place) = seen.state.kind {
            text.add(
                "signs: {complete: \(ProfileText.scalar(place.description)), running: {absent: \(ProfileText.scalar(place.description))}}",
                because: "No word tells the state; at the end this member is there."
            )
        }
    }

    private func places(_ places: [MemberPath]) -> String {
        let texts = places.map(\.description)
        return texts.count == 1 ? ProfileText.scalar(texts[0]) : ProfileText.list(texts)
    }

    /// The places of the id in bodies: that of the beginning first.
    private var idPlaces: [MemberPath] {
        var places: [MemberPath] = []
        var id: String?
        switch seen.place {
        case .path(_, let source):
            id = source.text
            if case .finding(let finding) = source, case .member(let place) = finding.source { places.append(place) }
        case .address, .moving:
            if let finding = seen.begins.lazy.flatMap({ Finding.ids(in: $0) }).first,
                case .member(let place) = finding.source
            {
                places.append(place)
                id = finding.text
            }
        }
        guard let id else { return places }
        let isEchoed = { (place: MemberPath) in
            seen.polls.allSatisfy { poll in
                poll.status >= 400 || poll.json == nil || poll.json.flatMap { place.follow(in: $0) }?.plainText == id
            }
        }
        let answers = seen.polls.filter { $0.status < 400 && $0.json != nil }
        if places.contains(where: isEchoed) && !answers.isEmpty { return places }
        let echo = answers.last?.leaves.filter { $0.value.plainText == id && isEchoed($0.place) }
            .min { $0.place.steps.count < $1.place.steps.count }
        if let echo { places.append(echo.place) }
        return places
    }

    /// True if every answer of the status has the id at one of the places.
    private var echoesID: Bool {
        guard let id = seen.place.id else { return false }
        let answers = seen.polls.filter { $0.status < 400 }
        return !answers.isEmpty
            && answers.allSatisfy { poll in
                idPlaces.contains { place in poll.json.flatMap { place.follow(in: $0) }?.plainText == id }
            }
    }

    /// The place of the text of an error.
    private var messagePlace: MemberPath? {
        let answers = [seen.unknown?.status, seen.early].compactMap(\.self).filter { $0.status >= 400 }
        let texts = answers.flatMap(\.leaves).filter { leaf in leaf.value.string.map { !$0.isEmpty } == true }
        return ["message", "detail", "diagnostics", "description", "error", "title"].lazy.compactMap { word in
            texts.first { Words.split($0.place.name).last == word }?.place
        }.first
    }

    // MARK: - States

    mutating func writeStates() {
        let words = words
        guard words.place != nil else { return }
        let keys: [(String, Words.Meaning)] = [
            ("initiated", .waiting), ("running", .running), ("complete", .complete), ("failed", .failed),
            ("cancelled", .cancelled), ("not_found", .notFound),
        ]
        text.add("states:", because: words.reason)
        for (key, meaning) in keys {
            if let list = words.words[meaning], !list.isEmpty {
                text.add("\(key): \(ProfileText.list(list))", indented: 2)
            }
        }
    }

    // MARK: - Pace and offers

    mutating func writePace() {
        let waits = (seen.begins + seen.allPolls).compactMap { $0.headers["retry-after"] }
        if let wait = waits.first {
            text.add("heeds_retry_after: true", because: "Answers had `Retry-After: \(wait)`.")
        }
        let workers = ["x-worker", "x-served-by", "x-instance", "x-backend", "x-server-id", "x-upstream", "x-pod"]
        let names = workers.filter { name in seen.allPolls.contains { $0.headers[name] != nil } }
        if !names.isEmpty { text.add("worker_headers: \(ProfileText.list(names))") }
    }

    mutating func writeOffers() {
        var offers: [String] = []
        let progress = self.progress
        if progress.percentage != nil { offers.append("percentage") }
        if progress.completed != nil, progress.doubt == nil { offers.append("steps") }
        if echoesID { offers.append("echoed_id") }
        if tellsUnknown { offers.append("unknown_ids") }
        text.skip()
        text.add(
            "offers: [\(offers.joined(separator: ", "))]",
            because: "Each word is a promise that a run tests; these were kept by the jobs that were looked at."
        )
    }
}
