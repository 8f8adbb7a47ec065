//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The store snapshots of a history by job, with the times between which each can be judged.
struct StoreSnapshots {
    /// The snapshots of one job, in the order of reading.
    struct Course {
        /// The position of the event that handed the job's id out.
        var initiation: Int
        /// The time at which its response was received.
        var acknowledged: Instant
        /// The time from which another job of the user may be the newest one.
        var newestUntil: Instant
        /// The time at which the run first removed keys of the job.
        var untouchedUntil: Instant = .max
        /// The snapshots.
        var samples: [StoreSnapshot] = []

        /// Returns true if a key of this role has to point to this job in a snapshot.
        func owns(_ role: StoredKey.Role, in sample: StoreSnapshot) -> Bool {
            role != .latestJob || sample.received < newestUntil
        }
    }

    /// The time by which a lookup key must outlive the entry.
    ///
    /// Source: `Conformance/Contract/store.md#lookup-lifetime`.
    static let buffer = Duration.seconds(600)
    /// The allowance for one write.
    static let tolerance = Duration.seconds(2)

    private(set) var courses: [Course] = []

    /// Groups the snapshots of acknowledged jobs, if there are any; O(n log n).
    init(_ history: History) {
        // Most runs have no store access, and their histories may be long.
        guard !history.samples.isEmpty else { return }
        let index = acknowledge(history.events)
        for fault in history.faults where fault.kind == .deleteLookup || fault.kind == .deleteLookups {
            // For every job, not only the target: the key of the user's latest job may have been removed with the
            // others.
            for course in courses.indices {
                courses[course].newestUntil = min(courses[course].newestUntil, fault.began)
            }
            guard let course = fault.jobID.flatMap({ index[$0] }) else { continue }
            courses[course].untouchedUntil = min(courses[course].untouchedUntil, fault.began)
        }
        for sample in history.samples.sorted(by: { $0.asked < $1.asked }) {
            guard let course = sample.jobID.flatMap({ index[$0] }) else { continue }
            courses[course].samples.append(sample)
        }
    }

    /// The snapshots by job id.
    var byJob: [String: Course] {
        Dictionary(courses.compactMap { course in course.samples.first?.jobID.map { ($0, course) } }) { one, _ in
            one
        }
    }

    private mutating func acknowledge(_ events: [Event]) -> [String: Int] {
        var index: [String: Int] = [:]
        /// The users' initiations, in the order of sending.
        var initiations: [Event.User: [(position: Int, id: String?)]] = [:]
        for position in events.indices
        where (events[position].isInitiation || events[position].intent == .burst)
            && events[position].outcome.harnessFailure == nil
        {
            let event = events[position]
            let id: String? = if case .accepted(let id) = InitiationReading(event.outcome) { id } else { nil }
            // A refused initiation has created no job; an unanswered one may create one at any time.
            if let status = event.outcome.response?.status, id == nil, status < 500 { continue }
            initiations[event.user, default: []].append((position, id))
        }
        for mine in initiations.values {
            var answered = Instant.min
            var latest: Int?
            for (position, id) in mine {
                let event = events[position]
                let known = id.flatMap { index[$0] }
                // Any initiation whose response does not carry the newest job's id may create a newer one.
                if let latest, known != latest {
                    courses[latest].newestUntil = min(courses[latest].newestUntil, event.sent)
                }
                if let id, known == nil {
                    let course = Course(
                        initiation: position,
                        acknowledged: event.received,
                        newestUntil: answered >= event.sent ? .min : .max
                    )
                    index[id] = courses.count
                    latest = courses.count
                    courses.append(course)
                }
                let isSettled = event.outcome.response?.status ?? 500 < 500
                answered = max(answered, isSettled ? event.received : .max)
            }
        }
        return index
    }
}

extension StoreSnapshot {
    /// The key of a role, if the snapshot includes it.
    func key(_ role: StoredKey.Role) -> StoredKey? { keys.first { $0.role == role } }

    /// The entry, if it existed.
    var entry: StoredKey? { key(.entry).flatMap { $0.exists ? $0 : nil } }

    /// The snapshot for people: the time it was taken, and the remaining lifetimes of its keys.
    var account: String {
        let keys = self.keys.filter { $0.role == .entry || StoredKey.Role.lookups.contains($0.role) }
            .map { "\($0.role.rawValue) \($0.lifetime)" }
        return "the sample `\(occasion.rawValue)` at +\(EventDescription.seconds(asked)) s: "
            + keys.joined(separator: ", ")
    }
}

extension StoredKey {
    /// The remaining lifetime, for people.
    var lifetime: String {
        guard exists else { return "absent" }
        return remaining.map { "\(EventDescription.seconds($0)) s" } ?? "without expiry"
    }
}
