//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Synchronization

/// A double that answers requests.
package final class RunningDouble: Sendable {
    /// A request.
    package struct Request: Sendable {
        package var method: String
        /// The path with its query.
        package var path: String
        /// The header fields, names in lower case.
        package var headers: [String: String]
        package var body: String

        package init(method: String, path: String, headers: [String: String], body: String) {
            self.method = method
            self.path = path
            self.headers = headers
            self.body = body
        }
    }

    private struct Job {
        var started: Int64?
        var cancelled = false
        var polls = 0
        var calls = 0
    }

    private let double: JobDouble
    private let fault: JobDouble.Fault
    private let base: String
    /// The time that a job takes, in nanoseconds.
    private let duration: Int64
    private let now: @Sendable () -> Int64
    private let jobs = Mutex<[String: Job]>([:])

    /// Creates a double.
    ///
    /// - Parameters:
    ///   - double: The description.
    ///   - fault: The fault.
    ///   - base: The server's address.
    ///   - seconds: The time that a job takes.
    ///   - now: Returns the time, in nanoseconds.
    package init(
        _ double: JobDouble,
        _ fault: JobDouble.Fault = .none,
        base: String,
        seconds: Double = 0.6,
        now: @escaping @Sendable () -> Int64
    ) {
        self.double = double
        self.fault = fault
        self.base = base
        duration = Int64(seconds * 1e9)
        self.now = now
    }

    /// Returns the answer to a request.
    package func answer(_ request: Request) -> JobDouble.Answer {
        guard isLetIn(request) else { return JobDouble.Answer(401, #"{"error":"no token"}"#) }
        guard let (call, id) = find(request) else { return JobDouble.Answer(404, #"{"error":"no such path"}"#) }
        if call.part == .create { return create(call) }
        return jobs.withLock { jobs in
            guard var job = jobs[id] else { return filled(double.unknown, id, 0) }
            defer { jobs[id] = call.part == .delete ? nil : job }
            job.calls += 1
            if call.part == .start { job.started = job.started ?? now() }
            if call.part == .cancel, !isDone(job) { job.cancelled = true }
            if call.part == .status { job.polls += 1 }
            if fault == .forgets, call.part == .status || call.part == .results, job.calls % 3 == 0 {
                return filled(double.unknown, id, job.polls)
            }
            if job.cancelled, call.part == .status, let cancelled = double.cancelled {
                return filled(cancelled, id, job.polls)
            }
            guard isDone(job) else { return filled(call.running, id, job.polls) }
            if fault == .hasNoResults, let empty = call.empty { return filled(empty, id, job.polls) }
            return filled(call.done, id, job.polls)
        }
    }

    private func isDone(_ job: Job) -> Bool {
        guard let started = job.started, !job.cancelled else { return false }
        let age = now() - started
        let runsAgain = fault == .runsAgain && age > duration + duration / 4
        return age >= duration && !runsAgain
    }

    private func create(_ call: JobDouble.Call) -> JobDouble.Answer {
        let startsLater = double.calls.contains { $0.part == .start }
        return jobs.withLock { jobs in
            let id = makeID(jobs.count + 1)
            jobs[id] = Job(started: startsLater ? nil : now())
            return filled(call.running, id, 0)
        }
    }

    private func makeID(_ number: Int) -> String {
        let hex = (0..<32).map { _ in "0123456789abcdef".randomElement() ?? "0" }
        switch double.form {
        case .uuid: return UUID().uuidString.lowercased()
        case .hex: return String(hex)
        case .number: return String(4700 + number)
        case .after(let text): return text + String(hex)
        }
    }

    private func filled(_ answer: JobDouble.Answer, _ id: String, _ number: Int) -> JobDouble.Answer {
        func fill(_ text: String) -> String {
            text.replacing("{id}", with: id).replacing("{number}", with: String(number + 1)).replacing(
                "{base}",
                with: base
            )
        }
        return JobDouble.Answer(answer.status, fill(answer.body), headers: answer.headers.mapValues(fill))
    }

    private func isLetIn(_ request: Request) -> Bool {
        guard let access = double.access else { return true }
        if access.hasPrefix("?") {
            // In the query, or in the body of a form.
            return (request.path + "&" + request.body).contains(access.dropFirst())
        }
        let parts = access.split(separator: ":", maxSplits: 1)
        return request.headers[parts[0].lowercased()] == String(parts[1].drop { $0 == " " })
    }

    /// Finds the call that a request makes, and the id in it.
    private func find(_ request: Request) -> (JobDouble.Call, String)? {
        for call in double.calls {
            let line = call.line.split(separator: " ", maxSplits: 1).map(String.init)
            guard line[0] == request.method else { continue }
            let fields = request.headers.map { "\($0.key): \($0.value)" }.joined(separator: "\n")
            guard call.needs.allSatisfy({ fields.contains($0) || request.body.contains($0) }) else { continue }
            if line[1].contains("{id}") || line[1].contains("{any}") {
                guard let id = Self.id(line[1], in: request.path) else { continue }
                return (call, id)
            }
            guard line[1] == request.path || line[1] == String(request.path.prefix { $0 != "?" }) else { continue }
            // An API with one path for everything has the id in the body.
            let known = jobs.withLock {
                $0.keys.first { request.body.contains("\"\($0)\"") || request.body.contains(":\($0)") }
            }
            return (call, known ?? "")
        }
        return nil
    }

    /// Returns the id in a path by its pattern.
    private static func id(_ pattern: String, in path: String) -> String? {
        // Parameters that the pattern does not have are of no account.
        let wanted = pattern.split(separator: "?").map(String.init)
        let given = path.split(separator: "?", maxSplits: 1).map(String.init)
        var id: String?
        func matches(_ pattern: Substring, _ text: Substring) -> Bool {
            if pattern == "{any}" { return true }
            guard let place = pattern.firstRange(of: "{id}") else { return pattern == text }
            let (before, after) = (pattern[..<place.lowerBound], pattern[place.upperBound...])
            guard text.hasPrefix(before), text.hasSuffix(after), text.count > before.count + after.count else {
                return false
            }
            id = String(text.dropFirst(before.count).dropLast(after.count)).removingPercentEncoding
            return true
        }
        let names = wanted[0].split(separator: "/", omittingEmptySubsequences: false)
        let parts = given[0].split(separator: "/", omittingEmptySubsequences: false)
        guard names.count == parts.count, zip(names, parts).allSatisfy({ matches($0, $1) }) else { return nil }
        if wanted.count > 1 {
            let fields = given.count > 1 ? given[1].split(separator: "&") : []
            for field in wanted[1].split(separator: "&") where !fields.contains(where: { matches(field, $0) }) {
                return nil
            }
        }
        return id
    }
}
