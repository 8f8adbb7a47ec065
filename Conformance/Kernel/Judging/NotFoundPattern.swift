//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The polls that were not found, as far as they show by what they have in common why.
struct NotFoundPattern {
    /// The sign that the polls show; `nil` without such polls, and where nothing sets them apart.
    let sign: EvidenceSign?
    /// The signs that the polls neither show nor exclude.
    let unknown: Set<EvidenceSign>
    /// The time at which the first of the polls was sent; `Instant.max` without any.
    let first: Instant

    /// The share of the orders of jobs that may put the affected ones first by chance.
    private static let chance = 0.05
    /// The time by which a job may become known later than another, besides twice its age.
    private static let lateness = Duration.milliseconds(500)

    /// Looks at the polls of all jobs that were not disturbed.
    init(_ observations: Observations) {
        let courses = Course.all(of: observations.jobs)
        let faulty = courses.flatMap(\.faulty)
        let affected = courses.filter { !$0.faulty.isEmpty }
        let isNamed = faulty.allSatisfy { $0.worker != nil }
        first = faulty.map(\.sent).min() ?? .max
        guard !faulty.isEmpty else {
            (sign, unknown) = (nil, EvidenceSign.ofNotFound)
            return
        }
        let others = Self.notExcluded(courses, affected)
        let sign = Self.sign(courses, affected, faulty.count, isNamed: isNamed, others: others)
        self.sign = sign
        var unknown = sign == nil ? others.union([.scattered]) : []
        if !isNamed { unknown.formUnion([.oneWorkerRight, .oneWorkerWrong, .scattered]) }
        if sign == .early, Self.areFirst(affected, of: courses) { unknown.insert(.atTheStart) }
        self.unknown = unknown
    }

    /// The signs that polls which show none do not exclude, but for having nothing in common at all.
    private static func notExcluded(_ courses: [Course], _ affected: [Course]) -> Set<EvidenceSign> {
        let mixed = affected.filter(\.isMixed)
        var signs: Set<EvidenceSign> = []
        if mixed.count < affected.count { signs.insert(.lost) }
        if mixed.isEmpty || isEarly(mixed, chance: 1) { signs.insert(.early) }
        if mixed.allSatisfy(hasOneWorkerRight) { signs.insert(.oneWorkerRight) }
        if Set(affected.flatMap { $0.faulty.map(\.worker) }).count == 1 { signs.insert(.oneWorkerWrong) }
        if areFirst(affected, of: courses) { signs.insert(.atTheStart) }
        // What is lost for good may have been removed at its end, though no poll had seen that.
        if isMostlyAfterCompletion(affected) || mixed.allSatisfy(\.isLostForGood) { signs.insert(.afterCompletion) }
        return signs
    }

    private static func sign(
        _ courses: [Course],
        _ affected: [Course],
        _ count: Int,
        isNamed: Bool,
        others: Set<EvidenceSign>
    ) -> EvidenceSign? {
        if isMostlyAfterCompletion(affected), isMoreAfterCompletion(count, courses) { return .afterCompletion }
        let mixed = affected.filter(\.isMixed)
        if isNamed, !mixed.isEmpty {
            let alone = mixed.filter(isKnownToOneWorker)
            if !isOneRightAboutAll(alone), alone.count * 3 >= mixed.count * 2,
                mixed.reduce(0, { $0 + $1.faulty.count }) * 2 >= count,
                WorkerChance.ofOneRight(
                    alone.map(Self.streaks),
                    among: mixed.count,
                    workers: Set(courses.flatMap { $0.polls.map(\.worker) }).count
                ) <= chance
            {
                return .oneWorkerRight
            }
        }
        // A job that was asked about only at an age at which others are not found either may be found later; how late
        // differs from job to job.
        let age = mixed.flatMap { course in course.faulty.map { $0.sent - course.job.acknowledged } }.max() ?? .zero
        let wholly = affected.filter { !$0.isMixed }
        let margin = age == .zero ? .zero : age + Self.lateness
        let lost = wholly.filter { course in
            course.polls.count >= 3 && course.polls.contains { $0.sent - course.job.acknowledged > age + margin }
        }
        // Jobs are counted, not polls: a lost job is asked about for as long as the plan allows.
        if lost.count * 10 >= affected.count * 6, lost.count < courses.count { return .lost }
        if isAtTheStart(courses, affected) { return .atTheStart }
        if isEarly(mixed), !isMoment(mixed, of: courses) { return .early }
        // One poll or two have no age, no job and no worker that the others could be compared with.
        guard isNamed, count > 2 else { return nil }
        if Set(affected.flatMap { $0.faulty.compactMap(\.worker) }).count == 1,
            case let workers = Set(courses.flatMap { $0.polls.compactMap(\.worker) }),
            WorkerChance.ofExcess(
                Set(affected.flatMap { $0.faulty.map(\.worker) }),
                of: workers.count,
                in: courses.flatMap(Self.streaks)
            ) <= chance
        {
            return .oneWorkerWrong
        }
        return others.isEmpty ? .scattered : nil
    }

    /// True if hardly any poll that was not found came before its job's completion.
    private static func isMostlyAfterCompletion(_ affected: [Course]) -> Bool {
        let removed = affected.reduce(0) { $0 + $1.faulty.count(where: $1.isAfterCompletion) }
        return removed * 10 >= affected.reduce(0) { $0 + $1.faulty.count } * 9
    }

    /// True if so many of the polls that were not found came after completion that it is no chance, however many polls did.
    private static func isMoreAfterCompletion(_ count: Int, _ courses: [Course]) -> Bool {
        var (removed, after, all) = (0, 0, 0)
        for course in courses {
            removed += course.faulty.count(where: course.isAfterCompletion)
            after += course.polls.count(where: course.isAfterCompletion)
            all += course.polls.count
        }
        // Nearly all that were asked about a complete job need no comparison.
        return removed * 4 >= after * 3
            || FisherExact.tail(faults: removed, of: after, allFaults: count, of: all) <= chance
    }

    private static func streaks(_ course: Course) -> [WorkerChance.Streak<String?>] {
        WorkerChance.streaks(course.polls.map { ($0.worker, $0.reading == .notFound) })
    }

    /// True if one worker found the job each time, and the others never, not even after that one had.
    private static func isKnownToOneWorker(_ course: Course) -> Bool {
        // Otherwise the job may have become known to all of them at one time.
        guard let known = course.polls.lazy.filter(\.reading.isFound).map(\.received).min(),
            course.faulty.contains(where: { $0.sent > known })
        else { return false }
        return hasOneWorkerRight(course)
    }

    /// True if one worker found the job each time, and the others never.
    ///
    /// A job that was initiated again may have been met by several.
    private static func hasOneWorkerRight(_ course: Course) -> Bool {
        let right = Set(course.polls.filter(\.reading.isFound).map(\.worker))
        guard right.count == 1 || right.isSubset(of: course.job.announcements.map(\.worker)) else { return false }
        return course.polls.allSatisfy { right.contains($0.worker) == $0.reading.isFound }
    }

    /// True if it is always the same worker that is right, even about a job that another one began: the others are wrong.
    private static func isOneRightAboutAll(_ alone: [Course]) -> Bool {
        let right = Set(alone.flatMap { $0.polls.lazy.filter(\.reading.isFound).map(\.worker) })
        return right.count == 1
            && alone.contains { course in
                let began = Set(course.job.announcements.compactMap(\.worker))
                return !began.isEmpty && right.isDisjoint(with: began)
            }
    }

    /// True if jobs that were begun later are found by every poll, and so many that it is no chance.
    private static func isAtTheStart(_ courses: [Course], _ affected: [Course]) -> Bool {
        guard areFirst(affected, of: courses), let last = affected.map(\.job.acknowledged).max() else { return false }
        let first = courses.count { $0.job.acknowledged <= last }
        return FisherExact.tail(faults: affected.count, of: first, allFaults: affected.count, of: courses.count)
            <= chance
    }

    /// True if at least two jobs were asked about again and again that were begun after all affected ones.
    private static func areFirst(_ affected: [Course], of courses: [Course]) -> Bool {
        guard let last = affected.map(\.job.acknowledged).max() else { return false }
        return courses.count { $0.job.acknowledged > last && $0.polls.count >= 3 } >= 2
    }

    /// True if polls are not found up to an age beyond which nearly all are, though many are asked.
    private static func isEarly(_ mixed: [Course], chance: Double = chance) -> Bool {
        let ages = mixed.flatMap { course in course.faulty.map { $0.sent - course.job.acknowledged } }.sorted()
        guard !ages.isEmpty else { return false }
        // A few may be late for another reason.
        return [0.9, 0.95, 1].contains { share in
            let limit = ages[min(Int(Double(ages.count) * share), ages.count - 1)]
            var (young, youngFaulty, old, oldFaulty) = (0, 0, 0, 0)
            for course in mixed {
                for poll in course.polls {
                    let isFaulty = poll.reading == .notFound
                    if poll.sent - course.job.acknowledged <= limit {
                        young += 1
                        youngFaulty += isFaulty ? 1 : 0
                    } else {
                        old += 1
                        oldFaulty += isFaulty ? 1 : 0
                    }
                }
            }
            guard youngFaulty * 4 >= young, oldFaulty * 20 <= old, old * 2 >= young else { return false }
            // Two polls among few are soon the first ones.
            let faulty = youngFaulty + oldFaulty
            let tail = FisherExact.tail(faults: youngFaulty, of: young, allFaults: faulty, of: young + old)
            return tail <= chance
        }
    }

    /// True if nothing was found for a while, and jobs that were begun at another time were found from the first poll on.
    private static func isMoment(_ mixed: [Course], of courses: [Course]) -> Bool {
        let faulty = mixed.flatMap(\.faulty)
        guard let begin = faulty.map(\.sent).min(), let end = faulty.map(\.sent).max(), faulty.count >= 3 else {
            return false
        }
        let meanwhile = courses.flatMap(\.polls).filter { (begin...end).contains($0.sent) }
        let others = courses.filter {
            $0.faulty.isEmpty && !$0.polls.isEmpty
                && ($0.job.acknowledged > end || $0.polls.allSatisfy { $0.sent < begin })
        }
        return others.count >= 2 && meanwhile.count { $0.reading == .notFound } * 10 >= meanwhile.count * 7
    }
}
