//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The words by which APIs name states and members.
enum Words {
    /// Splits a name into its words in lower case: `runtimeStatus`, `task_status` and `task-status` have two each.
    static func split(_ name: String) -> [String] {
        var words: [String] = []
        var word = ""
        var previous: Character?
        for character in name {
            let begins = character.isUppercase && previous?.isLowercase == true
            if begins || !(character.isLetter || character.isNumber) {
                if !word.isEmpty { words.append(word.lowercased()) }
                word = ""
            }
            if character.isLetter || character.isNumber { word.append(character) }
            previous = character
        }
        if !word.isEmpty { words.append(word.lowercased()) }
        return words
    }

    /// A meaning of a state's word.
    enum Meaning: Sendable, Hashable, Comparable {
        case waiting
        case running
        case complete
        case cancelled
        case failed
        case notFound

        /// True if nothing follows.
        var isFinal: Bool { self == .complete || self == .failed || self == .cancelled }
    }

    /// Returns the meaning of a word by its language; `nil` for a word that says nothing by itself.
    static func meaning(of word: String) -> Meaning? {
        let words = Self.split(word)
        guard !words.isEmpty, words.count <= 4 else { return nil }
        let all = words.joined()
        if ["notfound", "unknown", "missing", "nosuchjob", "doesnotexist"].contains(all) { return .notFound }
        if words.first == "not" || words.first == "un" || words.first == "upload" { return .waiting }
        if words.contains(where: cancelled.contains) { return .cancelled }
        if words.contains(where: failed.contains) { return .failed }
        if words.contains(where: waiting.contains) { return .waiting }
        if words.contains(where: running.contains) || ["inprogress", "onprogress"].contains(all) { return .running }
        if words.contains(where: complete.contains) { return .complete }
        // English makes what goes on end in -ing.
        return words.contains { $0.count > 5 && $0.hasSuffix("ing") } ? .running : nil
    }

    private static let cancelled: Set = [
        "cancelled", "canceled", "revoked", "dismissed", "terminated", "stopped", "killed", "aborted",
    ]
    private static let failed: Set = [
        "failed", "failure", "fail", "error", "errored", "fatal", "crashed", "dead", "timeout", "timedout", "expired",
        "rejected", "invalid", "exception",
    ]
    private static let waiting: Set = [
        "pending", "queued", "queue", "enqueued", "waiting", "accepted", "created", "submitted", "scheduled",
        "deferred",
        "new", "received", "initiated", "starting", "start", "planning", "preparing", "registered", "initializing",
    ]
    private static let running: Set = [
        "running", "started", "progress", "processing", "working", "executing", "active", "busy", "retry", "ongoing",
        "continued",
    ]
    private static let complete: Set = [
        "complete", "completed", "done", "finished", "finish", "success", "succeeded", "successful", "ready", "ok",
        "available", "ended", "executed", "processed", "fulfilled", "terminal",
    ]

    /// Returns true if a member's words say that it holds a state.
    static func nameState(_ words: [String]) -> Bool {
        words.last.map { ["status", "state", "phase"].contains($0) } == true
            || words.contains("status") || words.contains("state")
    }

    /// Returns true if a member's words say that it holds results.
    static func nameResults(_ words: [String]) -> Bool {
        words.last.map {
            [
                "result", "results", "output", "outputs", "data", "files", "file", "response", "rows", "assets",
                "artifacts",
                "artifact", "items", "records", "answer", "value", "payload", "report", "documents", "content",
            ].contains($0)
        } ?? false
    }

    /// Returns true if a member's words say that it is about the course of the work and no part of its results.
    static func nameCourse(_ words: [String]) -> Bool {
        words.contains {
            [
                "at", "time", "date", "timestamp", "created", "updated", "started", "completed", "finished", "duration",
                "elapsed", "progress", "percent", "percentage", "message", "error", "errors", "log", "logs", "status",
                "state",
                "phase", "id", "worker", "host", "expires", "total", "count", "metrics", "stats", "credits", "retries",
                "links",
                "traceback", "info",
            ].contains($0)
        }
    }
}
