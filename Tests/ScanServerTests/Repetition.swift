//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ConformanceMutantList
import Synchronization
import Testing

/// The repetition of a probe that did not decide what it should.
///
/// An accusation is never repeated. Requirements that the catalogue marks as timed may be missed once: a busy machine can
/// let a fault miss its target, or hide a delay.
enum Repetition {
    /// A result other than the expected one.
    struct Miss: CustomStringConvertible {
        /// The requirements that were neither failed nor passed as they should be.
        let undecided: [String]
        /// The requirements that were failed and should not be.
        let accused: [String]
        /// The difference in a sentence.
        let description: String
        /// The prober's output.
        let log: String

        /// A flag that is true if nothing was accused and everything undecided rests on times.
        var mayBeRepeated: Bool {
            accused.isEmpty && undecided.allSatisfy { Catalogue.builtIn[$0]?.isTimed == true }
        }
    }

    /// The number of repetitions of a test run; more are a defect of a test or a check.
    private static let limit = 2
    private static let count = Mutex(0)

    /// Probes, and once more where a timed requirement was missed; both outputs are attached.
    ///
    /// - Parameter probe: Returns the difference from the expected result, if any.
    /// - Throws: The error of the probe.
    static func once(_ probe: () async throws -> Miss?) async throws {
        guard let miss = try await probe() else { return }
        guard miss.mayBeRepeated else {
            Issue.record("\(miss)\n\(miss.log)")
            return
        }
        let number = count.withLock { count in
            count += 1
            return count
        }
        Attachment.record(miss.log, named: "repetition-\(number)-first.txt")
        Issue.record("Repetition \(number): \(miss)", severity: .warning)
        #expect(number <= limit, "more than \(limit) repetitions in a run of the tests")
        let second = try await probe()
        Attachment.record(second?.log ?? "as expected\n", named: "repetition-\(number)-second.txt")
        if let second { Issue.record("Repetition \(number), the second attempt: \(second)\n\(second.log)") }
    }
}

extension Repetition.Miss {
    init(_ misjudgement: Misjudgement, log: String) {
        self.init(
            undecided: misjudgement.missing,
            accused: misjudgement.excess,
            description: misjudgement.description,
            log: log
        )
    }
}
