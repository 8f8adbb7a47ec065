//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

extension NotFoundPattern {
    /// A job's conclusive polls, and from when on it was complete.
    struct Course {
        let job: ObservedJob
        /// The polls that found the job or did not.
        let polls: [Poll]
        /// The polls that did not find the job.
        let faulty: [Poll]
        /// The time from which on the job was complete, as far as that is known.
        private(set) var end: Instant

        init(_ job: ObservedJob) {
            self.job = job
            polls = job.polls.filter { $0.reading.isFound || $0.reading == .notFound }
            faulty = polls.filter { $0.reading == .notFound }
            end = job.firstComplete?.received ?? .max
        }

        /// The courses of all jobs.
        ///
        /// A job that is removed when it completes may be gone before any of its slow polls sees it complete. So one that was
        /// found and then lost for good counts as complete from the age on at which the quickest job was seen so.
        static func all(of jobs: [ObservedJob]) -> [Course] {
            var courses = jobs.map { Course($0) }
            let ages = jobs.compactMap { job in job.firstComplete.map { $0.sent - job.acknowledged } }
            guard let quickest = ages.min() else { return courses }
            for place in courses.indices {
                let course = courses[place]
                guard course.end == .max, course.isMixed, course.isLostForGood else { continue }
                courses[place].end = course.job.acknowledged + quickest
            }
            return courses
        }

        /// True if some polls found the job and others did not.
        var isMixed: Bool { !faulty.isEmpty && faulty.count < polls.count }

        /// True if no poll found the job after the first one that did not.
        var isLostForGood: Bool {
            polls.drop { $0.reading != .notFound }.allSatisfy { $0.reading == .notFound }
        }

        /// True if a poll was sent after the job's completion.
        func isAfterCompletion(_ poll: Poll) -> Bool { poll.sent >= end }
    }
}
