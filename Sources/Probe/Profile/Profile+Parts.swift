//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitYAML
import ProbeHistory

extension Profile.Login {
    init(_ mapping: ConfigurationMapping, _ templates: ProfileTemplates) throws(ProbeFailure) {
        let names = ["email", "user", "password"]
        let surroundings = Profile.Endpoint.Surroundings(templates: templates, names: names)
        endpoint = try Profile.Endpoint(
            mapping,
            surroundings,
            keys: Profile.Endpoint.keys,
            extraKeys: ["body", "token", "user_id", "basic"]
        )
        isBasic = mapping.has("basic") ? try mapping.bool("basic") : false
        if mapping.has("body") {
            // The older name of `json`.
            let key = try mapping.name("json", or: "body")
            endpoint.body = .json(JSONValue(try mapping.child(key).node).canonicalText)
        }
        guard isBasic || endpoint.texts.contains(where: { CallText.names(in: $0).contains("password") }) else {
            throw mapping.file.failure(
                line: mapping.line,
                "`\(mapping.path)` sends no password: `{password}` is needed in `json`, `form` or `text`, or `basic: true`"
            )
        }
        token = try mapping.places("token")
        userID = try mapping.optionalPlaces("user_id")
    }
}

extension Profile.Paths {
    /// Places of nothing.
    init() {
        (jobID, userID, state, completed, totalSteps, found, percentage) = ([], [], [], [], [], [], [])
        (total, opportunities, result, pollURL, resultsURL, message) = ([], [], [], [], [], [])
    }

    /// Reads places.
    ///
    /// - Parameters:
    ///   - mapping: The keys.
    ///   - others: The places of what the keys do not name.
    /// - Throws: ``ProbeFailure`` with file, line and key.
    init(_ mapping: ConfigurationMapping, over others: Self = Self()) throws(ProbeFailure) {
        try mapping.allow(only: [
            "job_id", "scan_id", "user_id", "state", "completed", "total_steps", "found", "percentage", "total",
            "items", "opportunities", "result", "poll_url", "results_url", "message",
        ])
        func places(_ key: String, _ other: [Place]) throws(ProbeFailure) -> [Place] {
            mapping.has(key) ? try mapping.places(key) : other
        }
        jobID = try places(try mapping.name("job_id", or: "scan_id"), others.jobID)
        userID = try places("user_id", others.userID)
        state = try places("state", others.state)
        completed = try places("completed", others.completed)
        totalSteps = try places("total_steps", others.totalSteps)
        found = try places("found", others.found)
        percentage = try places("percentage", others.percentage)
        total = try places("total", others.total)
        opportunities = try places(try mapping.name("items", or: "opportunities"), others.opportunities)
        result = try places("result", others.result)
        pollURL = try places("poll_url", others.pollURL)
        resultsURL = try places("results_url", others.resultsURL)
        message = try places("message", others.message)
    }
}

extension Profile.Pages {
    init(_ mapping: ConfigurationMapping) throws(ProbeFailure) {
        try mapping.allow(only: ["next", "link", "cursor", "query", "end", "each", "items"])
        let ways = ["next", "link", "cursor", "each"].filter(mapping.has)
        guard ways.count == 1, let way = ways.first else {
            throw mapping.file.failure(
                line: mapping.line,
                "`\(mapping.path)` needs exactly one of `next`, `link`, `cursor` and `each`"
            )
        }
        for key in ["query", "end"] where mapping.has(key) && way != "cursor" {
            throw mapping.file.failure(
                line: mapping.line(of: key),
                "`\(mapping.name(of: key))` has no effect without `cursor`"
            )
        }
        switch way {
        case "next": next = .address(try mapping.places("next"))
        case "link": next = .link(try mapping.string("link"))
        case "each": next = .each(try mapping.places("each"))
        default: next = .cursor(try mapping.places("cursor"), query: try mapping.string("query"))
        }
        end = try mapping.optionalString("end")
        items = try mapping.optionalPlaces("items")
    }
}

extension Profile.TokenScheme {
    init(_ top: ConfigurationMapping) throws(ProbeFailure) {
        self.init()
        guard try top.name("credentials", or: "token_header") == "credentials" else {
            carrier = try Self.header("token_header", in: top)
            return
        }
        guard let node = top.node("credentials") else { return }
        switch node.scalar?.string {
        case "bearer": return
        case "basic": carrier = .basic
        case .some:
            throw top.wrongType(
                "credentials",
                node,
                "`bearer`, `basic`, or a mapping with one of `header`, `query` and `cookie`"
            )
        case nil:
            let mapping = try top.child("credentials")
            try mapping.allow(only: ["header", "query", "cookie", "basic", "token", "refused"])
            let carriers = ["header", "query", "cookie", "basic"].filter(mapping.has)
            guard carriers.count < 2 else {
                throw mapping.file.failure(
                    line: mapping.line(of: carriers[1]),
                    "`\(mapping.name(of: carriers[0]))` and `\(mapping.name(of: carriers[1]))` are two ways: give one"
                )
            }
            switch carriers.first {
            case "header"?: carrier = try Self.header("header", in: mapping)
            case "query"?: carrier = .query(try mapping.string("query"))
            case "cookie"?: carrier = .cookie(try mapping.string("cookie"))
            case "basic"?: if try mapping.bool("basic") { carrier = .basic }
            default: break
            }
            if mapping.has("token") {
                guard let kind = Kind(rawValue: try mapping.string("token")) else {
                    throw mapping.wrongType("token", try mapping.require("token"), "jwt or opaque")
                }
                self.kind = kind
            }
            if mapping.has("refused") { refused = Set(try mapping.ints("refused", in: 100...599)) }
        }
    }

    private static func header(_ key: String, in mapping: ConfigurationMapping) throws(ProbeFailure) -> Carrier {
        let parts = try mapping.string(key).split(separator: ":", maxSplits: 1)
        guard parts.count == 2, parts[1].contains("{token}") else {
            throw mapping.wrongType(key, try mapping.require(key), "a header such as `Authorization: Bearer {token}`")
        }
        return .header(name: String(parts[0]), value: String(parts[1].drop(while: \.isWhitespace)))
    }
}

extension ConfigurationMapping {
    /// The mapping as a node.
    var node: Node { .mapping(mapping) }

    /// Returns a list of HTTP statuses; none when the key is absent.
    func statuses(_ key: String, in bounds: ClosedRange<Int> = 100...599) throws(ProbeFailure) -> Set<Int> {
        self.node(key) == nil ? [] : Set(try self.ints(key, in: bounds))
    }

    /// Returns the meanings of HTTP statuses.
    func meanings() throws(ProbeFailure) -> [Int: Profile.Meaning] {
        let states: [(String, Profile.Meaning)] = [
            ("initiated", .state(.initiated)), ("running", .state(.scanning)), ("complete", .state(.complete)),
            ("failed", .state(.failed)), ("cancelled", .state(.cancelled)), ("not_found", .state(.notFound)),
            ("throttled", .throttled),
        ]
        try allow(only: states.map(\.0) + ["scanning"])
        var meanings: [Int: Profile.Meaning] = [:]
        var owners: [Int: String] = [:]
        for (name, meaning) in states {
            let key = name == "running" ? try self.name(name, or: "scanning") : name
            for status in try statuses(key).sorted() {
                if let owner = owners[status] {
                    throw file.failure(
                        line: line(of: key),
                        "\(status) stands in `\(self.name(of: key))` and in `\(self.name(of: owner))`: it can mean one of them"
                    )
                }
                owners[status] = key
                meanings[status] = meaning
            }
        }
        return meanings
    }

    /// Returns a number of requests for some time, such as `30/minute`.
    func quota(_ key: String) throws(ProbeFailure) -> Profile.Quota? {
        guard let node = node(key) else { return nil }
        let windows: [String: Duration] = ["second": .seconds(1), "minute": .seconds(60), "hour": .seconds(3600)]
        let parts = try string(key).split(separator: "/").map { $0.trimmingPrefix(while: \.isWhitespace) }
        guard parts.count == 2, let count = Int(parts[0].filter { !$0.isWhitespace }), count > 0,
            let window = windows[String(parts[1])]
        else { throw wrongType(key, node, "a number for each second, minute or hour, such as 30/minute") }
        return Profile.Quota(count: count, window: window)
    }
}
