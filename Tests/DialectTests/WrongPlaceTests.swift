//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import JobDoubles
import Probe
import ProbeHistory
import Testing

@Suite(.timeLimit(.minutes(3))) struct `A profile that is right but for one place` {
    /// A part of a profile that is made wrong.
    enum Part: String, CaseIterable {
        case id
        case state
        case result
        case statusPath
        case resultsPath

        /// Makes the part of a profile wrong; returns `nil` for a profile without it.
        func spoiled(_ yaml: String) -> String? {
            let spoiled =
                switch self {
                case .id:
                    yaml.replacing(/(job_id|status_url|next): (\[[^\]]*\]|\{header: [^}]*\}|\$[^\s,}]*)/) {
                        "\($0.output.1): $.no_such_member"
                    }
                case .state: yaml.replacing(/\n  state: .*/, with: "\n  state: $.no_such_member")
                case .result: yaml.replacing(/\bresult: [^\n}]*/, with: "result: $.no_such_member")
                case .statusPath: Self.path(after: "status:", in: yaml)
                case .resultsPath: Self.path(after: "results:", in: yaml)
                }
            return spoiled == yaml ? nil : spoiled
        }

        /// Puts a component that nobody has before the path of a call.
        private static func path(after key: String, in yaml: String) -> String {
            guard let call = yaml.firstRange(of: "\n\(key)"),
                let path = yaml[call.upperBound...].firstMatch(of: /path: "?\//),
                !yaml[call.upperBound..<path.range.lowerBound].contains(/\n[a-z]/)
            else { return yaml }
            return yaml[..<path.range.upperBound] + "no_such_path/" + yaml[path.range.upperBound...]
        }
    }

    /// A profile's double with the part that is wrong.
    struct Wrong: Sendable, CustomTestStringConvertible {
        let double: JobDouble
        let part: Part
        let yaml: String
        var testDescription: String { "\(double.profile), \(part)" }
    }

    private static let wrongs: [Wrong] = JobDouble.dialects.flatMap { double in
        Part.allCases.compactMap { part in
            Profile.builtInText(double.profile).flatMap(part.spoiled).map {
                Wrong(double: double, part: part, yaml: $0)
            }
        }
    }

    @Test func `is tried in most ways`() {
        for part in Part.allCases { #expect(Self.wrongs.count { $0.part == part } >= 10, "\(part)") }
    }

    @Test(arguments: wrongs) func `accuses nobody, and says what was answered`(wrong: Wrong) async throws {
        let profile = try Profile(yaml: wrong.yaml, fileName: "wrong.yaml", parameters: wrong.double.parameters)
        let failure: ProbeFailure
        do {
            let history = try await DialectRun.history(of: wrong.double, profile: profile) { jobs in
                jobs.pollsAfterCompletion = 5
                jobs.resultReads = 5
            }
            // The same may be read at another place, too, or need not be there.
            let isNeedless = wrong.double.profile == "ogc-processes" && [.id, .result].contains(wrong.part)
            let rulings = Judge.judge(history).rulings.filter { $0.verdict.kind == .failed }
            #expect(isNeedless, "\(wrong.yaml)")
            #expect(rulings.isEmpty, "\(rulings.map { "\($0.requirement.id): \($0.finding.summary)" })")
            return
        } catch let caught as ProbeFailure {
            failure = caught
        }
        #expect(failure.code == .badProfile, "\(failure.message)")
        let message = failure.message
        #expect(
            message.contains("answered") && (message.contains("there are") || message.contains("alike")),
            "\(message)"
        )
    }
}
