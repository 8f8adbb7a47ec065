//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
import KitSupport
import ProbeHistory

/// Keeps account of what a run's evidence takes, and cuts the bodies for which there is no room.
struct EvidenceMeter: Sendable {
    /// The memory of an event besides its texts, and the size of its keys in a line of the history, in bytes.
    private static let event = 512
    /// The part of a budget that whole bodies may take.
    private static let bodies = 4

    let budget: EvidenceBudget
    private var memory = 0
    private var disk = 0
    private var bodyMemory = 0
    private var bodyDisk = 0
    /// The number of bodies that were cut.
    private(set) var cutBodies = 0

    init(budget: EvidenceBudget) {
        self.budget = budget
    }

    /// True if memory or disk is used up.
    var isUsedUp: Bool { memory >= budget.memory || disk >= budget.disk }

    /// Takes an event into account, and returns it as it is kept.
    mutating func admit(_ event: Event) -> Event {
        guard case .answered(var response) = event.outcome, let body = response.body,
            body.utf8.count > ReadingLimits.smallBody
        else {
            add(Self.size(of: event))
            return event
        }
        let size = body.utf8.count
        let written = Self.writtenSize(of: body)
        // Results are judged by their content, and so half of the room is theirs.
        let isResult = event.operation == .results && response.parsed?.digest != nil
        let share = isResult ? Self.bodies : 2 * Self.bodies
        let fits =
            bodyMemory + size <= budget.memory / share && bodyDisk + written <= budget.disk / share
        var kept = event
        if fits {
            bodyMemory += size
            bodyDisk += written
        } else {
            cutBodies += 1
            response.bodyDigest = "sha256:" + SHA256.hash(data: Array(body.utf8)).hexadecimal
            response.body = String(body.unicodeScalars.prefix(ReadingLimits.excerpt)) + "…"
            kept.outcome = .answered(response)
        }
        add(Self.size(of: kept))
        return kept
    }

    /// Takes a sample into account.
    mutating func admit(_ sample: StoreSnapshot) {
        add(
            sample.keys.reduce((Self.event, Self.event)) { size, key in
                let bytes = key.key.utf8.count + (key.digest?.utf8.count ?? 0) + 100
                return (size.0 + bytes, size.1 + bytes)
            }
        )
    }

    /// Takes a text of a log or a command into account.
    mutating func admit(_ text: String) {
        add((Self.event + text.utf8.count, Self.event + Self.writtenSize(of: text)))
    }

    private mutating func add(_ size: (memory: Int, disk: Int)) {
        self.memory += size.memory
        self.disk += size.disk
    }

    /// Returns the size of an event in memory and in the history's file.
    private static func size(of event: Event) -> (memory: Int, disk: Int) {
        var memory = self.event
        var disk = self.event
        func count(_ text: String?) {
            guard let text else { return }
            memory += text.utf8.count
            disk += writtenSize(of: text)
        }
        // Mostly shared with other events in memory, but in each line of the file.
        for text in [event.url, event.jobID, event.requestBody] { disk += text.map(writtenSize) ?? 0 }
        switch event.outcome {
        case .unanswered(let failure): count(failure.message)
        case .answered(let response):
            count(response.body)
            for (name, value) in response.headers {
                count(name)
                count(value)
            }
            let parsed = response.parsed
            for text in [
                parsed?.stateWord, parsed?.jobID, parsed?.userID, parsed?.pollURL, parsed?.resultsURL, parsed?.message,
            ] { count(text) }
        }
        return (memory, disk)
    }

    /// Returns the number of bytes of a text in JSON.
    private static func writtenSize(of text: String) -> Int {
        text.utf8.reduce(0) { size, byte in
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), 0x08, 0x09, 0x0A, 0x0C, 0x0D: size + 2
            case 0..<0x20: size + 6
            default: size + 1
            }
        }
    }
}
