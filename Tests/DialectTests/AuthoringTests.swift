//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import JobDoubles
import Probe
import ProbeHistory
import ProfileAuthoring
import Synchronization
import TestSelection
import Testing

/// Profiles that are written from a look at a double, and then tried on it.
@Suite(.timeLimit(.minutes(3))) struct `A profile that is written from a look` {
    /// A double with the calls by which its jobs are begun.
    struct Look: Sendable, CustomTestStringConvertible {
        let profile: String
        let calls: [String]
        var body: String? = "{}"
        var headers: [(name: String, value: String)] = []
        /// The path of the status, where nothing leads to it.
        var status: String?
        var testDescription: String { profile }
    }

    private static let looks = [
        Look(profile: "azure-durable-functions", calls: ["POST /api/orchestrators/Report"]),
        Look(profile: "firecrawl", calls: ["POST /v1/crawl"]),
        Look(
            profile: "apify",
            calls: ["POST /v2/acts/apify~hello-world/runs"],
            status: "/v2/actor-runs/{job_id}"
        ),
        Look(profile: "replicate", calls: ["POST /v1/predictions"]),
        Look(profile: "fal", calls: ["POST /acme/fast"]),
        Look(profile: "openai-batches", calls: ["POST /v1/batches"]),
        Look(profile: "gitlab-pipelines", calls: ["POST /api/v4/projects/3/pipeline"], body: nil),
        Look(profile: "salesforce-bulk-query", calls: ["POST /services/data/v61.0/jobs/query"]),
        Look(profile: "flower", calls: ["POST /api/task/async-apply/tasks.add"]),
        Look(profile: "bentoml", calls: ["POST /report/submit"]),
        Look(
            profile: "fhir-bulk-data",
            calls: ["GET /fhir/$export"],
            body: nil,
            headers: [("Prefer", "respond-async"), ("Accept", "application/fhir+json")]
        ),
        Look(profile: "openeo", calls: ["POST /jobs", "POST /jobs/{id}/results"]),
        Look(profile: "ogc-processes", calls: ["POST /processes/hello-world/execution"]),
        Look(profile: "trino", calls: ["POST /v1/statement"], body: "SELECT 1", headers: [("X-Trino-User", "probe")]),
        Look(profile: "livy", calls: ["POST /sessions/0/statements"]),
        Look(profile: "ray-jobs", calls: ["POST /api/jobs/"]),
        Look(profile: "elasticsearch-async-search", calls: ["POST /_all/_async_search"]),
    ]

    @Test(.takesSeconds, arguments: looks) func `works without an edit`(look: Look) async throws {
        let double = try #require(JobDouble.dialects.first { $0.profile == look.profile })
        try await DoubleServer.with(double, seconds: 0.8) { address in
            try await HTTPTransport.withTransport { transport in
                let target = try Target(address)
                let draft = try await Explorer(
                    target,
                    Beginning(
                        calls: look.calls.compactMap(Beginning.Call.init),
                        body: look.body,
                        headers: look.headers,
                        status: look.status
                    ),
                    token: double.access.map { _ in JobDouble.token },
                    patience: 20,
                    transport: transport
                ).draft(named: "written")
                let told = Told()
                let assignment = Runner.Assignment(
                    target: target,
                    profile: try Profile(yaml: draft.yaml, fileName: "written.yaml"),
                    plan: Plan(name: "try"),
                    first: double.access.map { _ in .token(JobDouble.token) },
                    seed: 5
                )
                let outcome = try await Trial(assignment).run(transport: transport) { told.add($0) }
                #expect(outcome.isSuccess, "\(outcome)\n\(draft.yaml)\n\(told.lines.joined(separator: "\n"))")
                #expect(!told.lines.contains { $0.contains(JobDouble.token) })
                #expect(!draft.yaml.contains(JobDouble.token))
            }
        }
    }

    /// A server whose answers are all a success, the job's state within, and whose number of steps is another at the end.
    private static func enveloped() -> @Sendable (TestServer.Request) -> TestServer.Reply {
        let polls = Mutex<[String: Int]>([:])
        return { request in
            if request.method == "POST" {
                let id = polls.withLock { polls in
                    let id = "4f0c2b1e-0000-4000-8000-00000000000\(polls.count)"
                    polls[id] = 0
                    return id
                }
                return .response(status: 202, body: #"{"status":"success","data":{"task_id":"\#(id)"}}"#)
            }
            let id = request.path.split(separator: "/").last.map(String.init) ?? ""
            let poll = polls.withLock { polls -> Int? in
                guard let seen = polls[id] else { return nil }
                polls[id] = seen + 1
                return seen
            }
            guard let poll else { return .response(status: 404, body: #"{"status":"error"}"#) }
            let state = poll < 4 ? "queued" : poll < 7 ? "started" : "finished"
            let steps = poll < 7 ? #""current":\#(poll),"total":31"# : #""current":100,"total":100"#
            let result = poll < 7 ? "null" : #"{"report":"X"}"#
            return .response(
                status: 200,
                body:
                    #"{"status":"success","data":{"task_id":"\#(id)","task_status":"\#(state)",\#(steps),"task_result":\#(result)}}"#
            )
        }
    }

    @Test(.takesSeconds)
    func `reads the state of the job and not that of the answer, and no number of steps that changes`()
        async throws
    {
        try await TestServer.with(Self.enveloped()) { server in
            try await HTTPTransport.withTransport { transport in
                let start = try #require(Beginning.Call("POST /tasks"))
                let draft = try await Explorer(
                    try Target(server.url),
                    Beginning(calls: [start], body: "{}"),
                    patience: 20,
                    transport: transport
                ).draft(named: "written")
                #expect(draft.yaml.contains("state: $.data.task_status"), "\(draft.yaml)")
                #expect(draft.yaml.contains("result: $.data.task_result"), "\(draft.yaml)")
                #expect(draft.yaml.contains("the number of all steps changes"), "\(draft.yaml)")
                #expect(!draft.yaml.contains("total_steps:"), "\(draft.yaml)")
            }
        }
    }
}
