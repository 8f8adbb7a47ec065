//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitYAML
import ProbeHistory

/// The keys of a profile that would have no effect, which is a mistake.
struct IdleKeys {
    private let profile: Profile
    private let top: ConfigurationMapping

    init(_ profile: Profile, _ top: ConfigurationMapping) {
        self.profile = profile
        self.top = top
    }

    /// Rejects the first such key.
    func refuse() throws(ProbeFailure) {
        try refuseIdleBodies()
        try refuseUnusedNames()
        try refuseUnknownNamesInPlaces()
    }

    private func refuseIdleBodies() throws(ProbeFailure) {
        guard top.has("bodies") else { return }
        let first = profile.preparations.first ?? profile.initiate
        let line = top.line(of: "bodies")
        if first.body != nil {
            throw top.file.failure(line: line, "`bodies` has no effect beside the body of `initiate`: give one of them")
        }
        if ["GET", "HEAD"].contains(first.method) {
            throw top.file.failure(line: line, "`bodies` has no effect: a \(first.method) has no body")
        }
    }

    /// Rejects parameters and captured values that nothing uses.
    private func refuseUnusedNames() throws(ProbeFailure) {
        let used = Self.names(in: .mapping(top.mapping), butFor: "parameters")
        for parameter in profile.parameters where !used.contains(parameter.name) {
            throw top.file.failure(
                line: (try? top.child("parameters"))?.line(of: parameter.name) ?? top.line(of: "parameters"),
                "the parameter `\(parameter.name)` has no effect: `{\(parameter.name)}` stands nowhere"
            )
        }
        for (key, call) in profile.namedCalls {
            for capture in call.captures where capture.name != "job_id" && !used.contains(capture.name) {
                throw top.file.failure(
                    line: top.line(of: key),
                    "`\(key).capture.\(capture.name)` has no effect: `{\(capture.name)}` stands nowhere"
                )
            }
        }
    }

    /// Rejects names in places that stand for nothing, such as `$.jobs['{jobid}']`.
    private func refuseUnknownNamesInPlaces() throws(ProbeFailure) {
        let known = profile.namedCalls.flatMap { $0.call.captures.map(\.name) } + ["job_id"]
        for (key, places) in profile.allPlaces {
            for place in places {
                for name in CallText.names(in: place.path?.description ?? "") where !known.contains(name) {
                    throw top.file.failure(
                        line: top.line(of: key),
                        "unknown placeholder `{\(name)}` in a path of `\(key)`\(Suggestion.clause(for: name, among: known))"
                    )
                }
            }
        }
    }

    private static func names(in node: Node, butFor excluded: String? = nil) -> Set<String> {
        switch node {
        case .scalar(let scalar): Set(CallText.names(in: scalar.string))
        case .sequence(let sequence): sequence.reduce(into: []) { $0.formUnion(names(in: $1)) }
        case .mapping(let mapping):
            mapping.reduce(into: []) { if $1.key.string != excluded { $0.formUnion(names(in: $1.value)) } }
        }
    }
}

extension Profile {
    /// The calls about jobs, with the key of each.
    var namedCalls: [(key: String, call: Endpoint)] {
        preparations.map { ("initiate", $0) } + [("initiate", initiate), ("status", status)]
            + (resultsAreStatus ? [] : [("results", results)])
            + [("cancel", cancel), ("delete", delete), ("list", list?.endpoint)].compactMap { key, call in
                call.map { (key, $0) }
            }
    }

    /// All places, with the key of each.
    var allPlaces: [(key: String, places: [Place])] {
        let paths = [("read", read)] + namedCalls.compactMap { key, call in call.read.map { (key, $0) } }
        return paths.map { ($0, $1.all) } + [("signs", signs.map(\.place))]
            + namedCalls.map { ($0, $1.captures.flatMap(\.places)) } + (list.map { [("list", $0.ids)] } ?? [])
    }
}

extension Profile.Paths {
    fileprivate var all: [Place] {
        jobID + userID + state + completed + totalSteps + found + percentage + total + opportunities + result + pollURL
            + resultsURL + message
    }
}
