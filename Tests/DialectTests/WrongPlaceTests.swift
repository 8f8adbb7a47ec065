//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import JobDoubles
import Probe
import ProbeHistory
import TestSelection
import Testing

@Suite(.timeLimit(.minutes(3))) struct `A profile that is right but for one place` {
    /// A part of a profile that is made wrong.
    enum Part: String, CaseIterable {
        case id
        case state
        case result
        case statusPath
        case resultsPath
        case startPath
        case headerName
        case headerPattern
        case sign
        case statusQuery
        case progress
        case statusMethod
        case resultsMethod
        case startMethod
        case nextAddress

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
                case .startPath: Self.path(after: "initiate:", in: yaml)
                case .headerName:
                    yaml.replacing(/(job_id|[a-z]+_url|next): \{header: [A-Za-z-]+/) {
                        "\($0.output.1): {header: X-No-Such"
                    }
                    .replacing(/id_header: "[A-Za-z-]+:/, with: "id_header: \"X-No-Such:")
                case .headerPattern:
                    yaml.replacing(/(job_id|[a-z]+_url): \{header: ([A-Za-z-]+)[^}]*\}/) {
                        "\($0.output.1): {header: \($0.output.2), match: \"*/no-such-path/{}\"}"
                    }.replacing("*/jobs/{job_id}", with: "*/no-such-path/{job_id}")
                case .sign:
                    yaml.replacing(/\nsigns: .*/) { $0.output.replacing(/\$\.[A-Za-z_]+/, with: "$.no_such_member") }
                case .statusQuery:
                    yaml.replacing(/\nstatus: .*query: \{/) { "\($0.output)no_such_" }
                case .progress:
                    yaml.replacing(/\n  (percentage|completed|total_steps): .*/) {
                        "\n  \($0.output.1): $.no_such_member"
                    }
                case .statusMethod: Self.method(after: "status:", in: yaml)
                case .resultsMethod: Self.method(after: "results:", in: yaml)
                case .startMethod: Self.method(after: "initiate:", in: yaml)
                case .nextAddress:
                    yaml.replacing(/\nstatus:(\n  .*)+?\n  capture: \{[a-z_]+: \$\.[A-Za-z_]+/) {
                        $0.output.0.replacing(/\$\.[A-Za-z_]+$/, with: "$.no_such_member")
                    }
                }
            return spoiled == yaml ? nil : spoiled
        }

        /// Exchanges the method of a call for another one.
        private static func method(after key: String, in yaml: String) -> String {
            guard let call = yaml.firstRange(of: "\n\(key)"),
                let method = yaml[call.upperBound...].firstMatch(of: /method: (GET|POST)/),
                !yaml[call.upperBound..<method.range.lowerBound].contains(/\n[a-z]/)
            else { return yaml }
            let other = method.output.1 == "GET" ? "POST" : "PUT"
            return yaml[..<method.range.lowerBound] + "method: \(other)" + yaml[method.range.upperBound...]
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
        for part in Part.allCases {
            let isOfAll = [Part.id, .state, .result, .statusPath, .resultsPath, .startPath].contains(part)
            #expect(Self.wrongs.count { $0.part == part } >= (isOfAll ? 10 : 1), "\(part)")
        }
    }

    @Test(.takesSeconds, arguments: wrongs) func `accuses nobody, and says what was answered`(wrong: Wrong) async throws
    {
        let profile = try Profile(yaml: wrong.yaml, fileName: "wrong.yaml", parameters: wrong.double.parameters)
        let failure: ProbeFailure
        do {
            let history = try await DialectRun.history(of: wrong.double, profile: profile) { jobs in
                jobs.pollsAfterCompletion = 5
                jobs.resultReads = 5
            }
            // The same may be read at another place, too, or need not be there.
            let isNeedless =
                switch wrong.part {
                case .id, .headerName, .headerPattern: wrong.double.profile == "ogc-processes"
                case .result: ["ogc-processes", "azure-resource-manager"].contains(wrong.double.profile)
                case .state: wrong.double.profile == "trino"
                case .sign, .statusQuery, .progress: true
                default: false
                }
            let rulings = Judge.judge(history).rulings.filter { $0.verdict.kind == .failed }
            #expect(isNeedless, "\(wrong.yaml)")
            #expect(rulings.isEmpty, "\(rulings.map { "\($0.requirement.id): \($0.finding.summary)" })")
            return
        } catch let caught as ProbeFailure {
            failure = caught
        }
        // Where nothing begins, it may be the address that is wrong.
        #expect(
            failure.code == ([.startPath, .startMethod].contains(wrong.part) ? .badTarget : .badProfile),
            "\(failure.message)"
        )
        let message = failure.message
        let says = ["there are", "alike", "to every initiation", "is answered"].contains { message.contains($0) }
        #expect(message.contains("answered") && says, "\(message)")
    }
}
