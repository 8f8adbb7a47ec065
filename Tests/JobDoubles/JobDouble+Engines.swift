//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension JobDouble {
    /// Engines of queries, and schedulers.
    static let engineDialects: [JobDouble] = [
        JobDouble(
            "elasticsearch-async-search",
            ids: .hex,
            [
                Call(.delete, "DELETE /_async_search/{id}", json(#"{"acknowledged":true}"#)),
                Call(.create, "POST /_all/_async_search", json(#"{"id":"{id}","is_running":true,"response":{}}"#)),
                Call(
                    .status,
                    "GET /_async_search/{id}",
                    json(#"{"id":"{id}","is_running":true,"response":{}}"#),
                    done: json(#"{"id":"{id}","is_running":false,"response":{"hits":{"total":1}}}"#),
                    empty: json(#"{"id":"{id}","is_running":false,"response":{}}"#)
                ),
            ]
        ),
        JobDouble(
            "trino",
            ids: .after("20260101_"),
            unknown: Answer(404, "Query not found", headers: ["content-type": "text/plain"]),
            [
                Call(
                    .create,
                    "POST /v1/statement",
                    needs: ["x-trino-user"],
                    json(#"{"id":"{id}","nextUri":"{base}/v1/statement/queued/{id}/y/1","stats":{"state":"QUEUED"}}"#)
                ),
                Call(
                    .status,
                    "GET /v1/statement/queued/{id}/y/{any}",
                    json(
                        #"{"id":"{id}","nextUri":"{base}/v1/statement/executing/{id}/y/{number}","stats":{"state":"RUNNING","progressPercentage":10.0}}"#
                    )
                ),
                // The word says that it is finished before the last answer, and rows do not come with the last one.
                Call(
                    .status,
                    "GET /v1/statement/executing/{id}/y/{any}",
                    json(
                        #"{"id":"{id}","nextUri":"{base}/v1/statement/executing/{id}/y/{number}","columns":[{"name":"n"}],"data":[[1]],"stats":{"state":"FINISHED","progressPercentage":100.0}}"#
                    ),
                    done: json(
                        #"{"id":"{id}","columns":[{"name":"n"}],"stats":{"state":"FINISHED","progressPercentage":100.0}}"#
                    ),
                    empty: json(#"{"id":"{id}","stats":{"state":"FINISHED","progressPercentage":100.0}}"#)
                ),
            ]
        ),
        JobDouble(
            "livy",
            ids: .number,
            unknown: json(#"{"msg":"Statement not found"}"#, 404),
            cancelled: json(#"{"id":{id},"state":"cancelled","output":null}"#),
            [
                Call(
                    .create,
                    "POST /sessions/0/statements",
                    json(#"{"id":{id},"state":"waiting","output":null}"#, 201)
                ),
                Call(
                    .status,
                    "GET /sessions/0/statements/{id}",
                    json(#"{"id":{id},"state":"running","output":null}"#),
                    done: json(#"{"id":{id},"state":"available","output":{"status":"ok","data":{"text/plain":"2"}}}"#),
                    empty: json(#"{"id":{id},"state":"available","output":null}"#)
                ),
                Call(.cancel, "POST /sessions/0/statements/{id}/cancel", json(#"{"msg":"canceled"}"#)),
            ]
        ),
        JobDouble(
            "ray-jobs",
            ids: .after("raysubmit_"),
            unknown: Answer(404, "Job does not exist", headers: ["content-type": "text/plain"]),
            cancelled: json(#"{"submission_id":"{id}","status":"STOPPED","message":"stopped"}"#),
            [
                Call(.create, "POST /api/jobs/", json(#"{"submission_id":"{id}"}"#)),
                Call(
                    .status,
                    "GET /api/jobs/{id}",
                    json(#"{"submission_id":"{id}","status":"RUNNING"}"#),
                    done: json(#"{"submission_id":"{id}","status":"SUCCEEDED"}"#)
                ),
                Call(
                    .results,
                    "GET /api/jobs/{id}/logs",
                    json(#"{"logs":""}"#),
                    done: json(#"{"logs":"hello\n"}"#),
                    empty: json(#"{"logs":""}"#)
                ),
                Call(.delete, "DELETE /api/jobs/{id}", json(#"{"deleted":true}"#)),
                Call(.cancel, "POST /api/jobs/{id}/stop", json(#"{"stopped":true}"#)),
            ]
        ),
        JobDouble(
            "airflow",
            set: ["dag": "d", "task": "t"],
            ids: .after("manual__"),
            [
                Call(.delete, "DELETE /api/v2/dags/d/dagRuns/{id}", Answer(204)),
                Call(.create, "POST /api/v2/dags/d/dagRuns", json(#"{"dag_run_id":"{id}","state":"queued"}"#)),
                Call(
                    .status,
                    "GET /api/v2/dags/d/dagRuns/{id}",
                    json(#"{"dag_run_id":"{id}","state":"running"}"#),
                    done: json(#"{"dag_run_id":"{id}","state":"success"}"#)
                ),
                Call(
                    .results,
                    "GET /api/v2/dags/d/dagRuns/{id}/taskInstances/t/xcomEntries/return_value",
                    json(#"{"detail":"XCom entry not found"}"#, 404),
                    done: json(#"{"dag_run_id":"{id}","key":"return_value","value":42}"#),
                    empty: json(#"{"dag_run_id":"{id}","key":"return_value","value":null}"#)
                ),
            ]
        ),
        JobDouble(
            "prefect",
            set: ["deployment": "d"],
            [
                Call(.delete, "DELETE /api/flow_runs/{id}", Answer(204)),
                Call(
                    .create,
                    "POST /api/deployments/d/create_flow_run",
                    json(#"{"id":"{id}","state_type":"SCHEDULED","end_time":null}"#, 201)
                ),
                Call(
                    .status,
                    "GET /api/flow_runs/{id}",
                    json(#"{"id":"{id}","state_type":"RUNNING","end_time":null}"#),
                    done: json(#"{"id":"{id}","state_type":"COMPLETED","end_time":"2026-01-01T00:00:01Z"}"#),
                    empty: json(#"{"id":"{id}","state_type":"COMPLETED","end_time":null}"#)
                ),
            ]
        ),
    ]
}
