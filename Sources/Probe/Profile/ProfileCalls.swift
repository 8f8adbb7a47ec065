//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitYAML
import ProbeHistory

/// The calls of a profile as they are read, one after the other: each may use what those before it capture.
struct ProfileCalls {
    var preparations: [Profile.Endpoint] = []
    var initiate: Profile.Endpoint
    var idHeader: IDHeader?
    var status: Profile.Endpoint
    var results: Profile.Endpoint
    var resultsAreStatus = false
    var resultsMayBeEmpty = false
    var pages: Profile.Pages?
    var cancel: Profile.Endpoint?
    var delete: Profile.Endpoint?
    var list: Profile.Listing?
    /// True if no HTTP status is named in the way of version 1.1.
    let readsWordsInAnyError: Bool

    init(_ top: ConfigurationMapping, _ templates: ProfileTemplates, read: Profile.Paths) throws(ProbeFailure) {
        let shared = try Self.meanings(top)
        var surroundings = Profile.Endpoint.Surroundings(templates: templates, read: read)
        let steps = try Self.steps(top)
        // A beginning is about no job yet: of the statuses at the top only the throttling ones speak of it.
        surroundings.meanings = shared.filter { $0.value == .throttled }
        var calls: [Profile.Endpoint] = []
        var idHeader: IDHeader?
        for step in steps {
            let call = try Profile.Endpoint(step, surroundings, extraKeys: ["id_header"])
            calls.append(call)
            if idHeader == nil { idHeader = try Self.idHeader(step) }
            surroundings.names += call.captures.map(\.name)
            if idHeader != nil || !read.jobID.isEmpty { surroundings.names.append("job_id") }
        }
        if !surroundings.names.contains("job_id") { surroundings.names.append("job_id") }
        self.initiate = calls.removeLast()
        preparations = calls
        self.idHeader = idHeader
        surroundings.meanings = shared
        let statusMapping = try top.child("status")
        status = try Profile.Endpoint(statusMapping, surroundings, isOfJob: true)
        surroundings.names += status.captures.map(\.name)
        (results, resultsAreStatus) = (status, true)
        var hasOwnStatuses = statusMapping.has("statuses") || steps.contains { $0.has("statuses") }
        if let mapping = try Self.results(top) {
            resultsMayBeEmpty = mapping.has("may_be_empty") ? try mapping.bool("may_be_empty") : false
            pages = mapping.has("pages") ? try Profile.Pages(mapping.child("pages")) : nil
            hasOwnStatuses = hasOwnStatuses || mapping.has("statuses")
            if mapping.has("in") {
                try mapping.allow(only: ["in", "may_be_empty", "pages", "read"])
                guard try mapping.string("in") == "status" else {
                    throw mapping.wrongType(
                        "in",
                        try mapping.require("in"),
                        "status, the only other call that can have the results"
                    )
                }
                if mapping.has("read") {
                    results.read = try Profile.Paths(mapping.child("read"), over: status.read ?? read)
                }
                results.captures = []
            } else {
                // A status that means *complete* says so of polls; results are complete when they are there.
                surroundings.meanings = shared.filter { $0.value != .state(.complete) }
                results = try Profile.Endpoint(
                    mapping,
                    surroundings,
                    isOfJob: true,
                    extraKeys: ["may_be_empty", "pages"]
                )
                resultsAreStatus = false
            }
        }
        surroundings.meanings = shared
        cancel = top.has("cancel") ? try Profile.Endpoint(top.child("cancel"), surroundings, isOfJob: true) : nil
        delete = top.has("delete") ? try Profile.Endpoint(top.child("delete"), surroundings, isOfJob: true) : nil
        if top.has("list") {
            let mapping = try top.child("list")
            list = Profile.Listing(
                endpoint: try Profile.Endpoint(mapping, surroundings, keys: Profile.Endpoint.keys, extraKeys: ["ids"]),
                ids: try mapping.places("ids")
            )
        }
        readsWordsInAnyError = !top.has("statuses") && !hasOwnStatuses
    }

    /// The calls that begin a job: one, or a list.
    private static func steps(_ top: ConfigurationMapping) throws(ProbeFailure) -> [ConfigurationMapping] {
        let node = try top.require("initiate")
        guard let sequence = node.sequence else { return [try top.child("initiate")] }
        var steps: [ConfigurationMapping] = []
        for (index, element) in sequence.enumerated() {
            guard let mapping = element.mapping else {
                throw top.wrongType("initiate", element, "a call, or a list of calls")
            }
            steps.append(
                ConfigurationMapping(
                    file: top.file,
                    path: "initiate[\(index)]",
                    mapping: mapping,
                    line: element.line
                )
            )
        }
        guard !steps.isEmpty else { throw top.wrongType("initiate", node, "a call, or a list of calls") }
        return steps
    }

    /// The keys of the results, unless they are in the status and nothing else is said of them.
    private static func results(_ top: ConfigurationMapping) throws(ProbeFailure) -> ConfigurationMapping? {
        try top.require("results").scalar?.string == "status" ? nil : top.child("results")
    }

    private static func meanings(_ top: ConfigurationMapping) throws(ProbeFailure) -> [Int: Profile.Meaning] {
        let older: [(key: String, state: JobState)] = [
            ("not_found_statuses", .notFound), ("pending_statuses", .scanning), ("complete_statuses", .complete),
        ]
        var meanings: [Int: Profile.Meaning] = [:]
        var owners: [Int: String] = [:]
        for (key, state) in older {
            for status in try top.statuses(key).sorted() {
                if let owner = owners[status] {
                    throw top.file.failure(
                        line: top.line(of: key),
                        "\(status) stands in `\(key)` and in `\(owner)`: it can mean one of them"
                    )
                }
                owners[status] = key
                meanings[status] = .state(state)
            }
        }
        var saysThrottled = false
        if top.has("statuses") {
            let mapping = try top.child("statuses")
            saysThrottled = mapping.has("throttled")
            for (status, meaning) in try mapping.meanings() {
                if let owner = owners[status], meanings[status] != meaning {
                    throw top.file.failure(
                        line: top.line(of: "statuses"),
                        "\(status) stands in `statuses` and in `\(owner)`: it can mean one of them"
                    )
                }
                meanings[status] = meaning
            }
        }
        if !saysThrottled, meanings[429] == nil { meanings[429] = .throttled }
        return meanings
    }

    private static func idHeader(_ initiate: ConfigurationMapping) throws(ProbeFailure) -> IDHeader? {
        guard let node = initiate.node("id_header") else { return nil }
        let text = try initiate.inJobTerms(try initiate.string("id_header"), at: "id_header")
        guard let header = IDHeader(text) else {
            throw initiate.wrongType("id_header", node, "a header that ends in the id, such as `Location: */{job_id}`")
        }
        return header
    }
}
