//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension JobDouble {
    /// A double of each dialect that is built in, from the documents that its profile names.
    package static let dialects: [JobDouble] =
        cloudDialects + queueDialects + scienceDialects + engineDialects

    private static let bearer = "Authorization: Bearer \(token)"

    private static func json(_ body: String, _ status: Int = 200, headers: [String: String] = [:]) -> Answer {
        Answer(status, body, headers: headers)
    }

    private static let cloudDialects: [JobDouble] = [
        JobDouble(
            "azure-durable-functions",
            set: ["starter": "api/orchestrators/Report"],
            ids: .hex,
            [
                Call(
                    .create,
                    "POST /api/orchestrators/Report",
                    json(
                        #"{"id":"{id}","statusQueryGetUri":"{base}/runtime/webhooks/durabletask/instances/{id}?code=k3y"}"#,
                        202,
                        headers: ["location": "{base}/runtime/webhooks/durabletask/instances/{id}?code=k3y"]
                    )
                ),
                Call(
                    .status,
                    "GET /runtime/webhooks/durabletask/instances/{id}?code=k3y",
                    json(#"{"instanceId":"{id}","runtimeStatus":"Running","output":null}"#, 202),
                    done: json(#"{"instanceId":"{id}","runtimeStatus":"Completed","output":["Hello"]}"#),
                    empty: json(#"{"instanceId":"{id}","runtimeStatus":"Completed","output":null}"#)
                ),
            ]
        ),
        JobDouble(
            "azure-resource-manager",
            set: ["resource": "subscriptions/s/resourceGroups/g?api-version=2024-01-01"],
            [
                Call(
                    .create,
                    "PUT /subscriptions/s/resourceGroups/g",
                    json("{}", 201, headers: ["azure-asyncoperation": "{base}/operations/{id}?api-version=2024-01-01"])
                ),
                Call(
                    .status,
                    "GET /operations/{id}?api-version=2024-01-01",
                    json(#"{"name":"{id}","status":"InProgress","percentComplete":10}"#),
                    done: json(#"{"name":"{id}","status":"Succeeded","properties":{"output":1}}"#),
                    empty: json(#"{"name":"","status":"Succeeded"}"#)
                ),
            ]
        ),
        JobDouble(
            "aws-athena",
            unknown: json(#"{"__type":"InvalidRequestException","Message":"QueryExecution {id} was not found"}"#, 400),
            [
                Call(.create, "POST /", needs: ["StartQueryExecution"], json(#"{"QueryExecutionId":"{id}"}"#)),
                Call(
                    .status,
                    "POST /",
                    needs: ["GetQueryExecution"],
                    json(#"{"QueryExecution":{"QueryExecutionId":"{id}","Status":{"State":"RUNNING"}}}"#),
                    done: json(#"{"QueryExecution":{"QueryExecutionId":"{id}","Status":{"State":"SUCCEEDED"}}}"#)
                ),
                Call(
                    .results,
                    "POST /",
                    needs: ["GetQueryResults"],
                    json(#"{"__type":"InvalidRequestException","Message":"Query has not yet finished"}"#, 400),
                    done: json(#"{"ResultSet":{"Rows":[{"Data":[{"VarCharValue":"1"}]}]}}"#),
                    empty: json("{}")
                ),
            ]
        ),
        JobDouble(
            "databricks-runs",
            set: ["job": "7"],
            access: bearer,
            ids: .number,
            unknown: json(#"{"error_code":"INVALID_PARAMETER_VALUE","message":"Run {id} does not exist."}"#, 400),
            cancelled: json(
                #"{"run_id":{id},"state":{"life_cycle_state":"TERMINATED","result_state":"CANCELED"}}"#
            ),
            [
                Call(.create, "POST /api/2.1/jobs/run-now", json(#"{"run_id":{id}}"#)),
                Call(
                    .status,
                    "GET /api/2.1/jobs/runs/get?run_id={id}",
                    json(#"{"run_id":{id},"state":{"life_cycle_state":"RUNNING"}}"#),
                    done: json(#"{"run_id":{id},"state":{"life_cycle_state":"TERMINATED","result_state":"SUCCESS"}}"#)
                ),
                Call(
                    .results,
                    "GET /api/2.1/jobs/runs/get-output?run_id={id}",
                    json(#"{"metadata":{"run_id":{id},"state":{"life_cycle_state":"RUNNING"}}}"#),
                    done: json(#"{"metadata":{"run_id":{id},"state":{"result_state":"SUCCESS"}},"logs":"done"}"#),
                    empty: json("{}")
                ),
                Call(.cancel, "POST /api/2.1/jobs/runs/cancel", json("{}")),
            ]
        ),
        JobDouble(
            "salesforce-bulk-query",
            access: bearer,
            ids: .after("750"),
            unknown: json(#"[{"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}]"#, 404),
            [
                Call(.delete, "DELETE /services/data/v61.0/jobs/query/{id}", Answer(204)),
                Call(.create, "POST /services/data/v61.0/jobs/query", json(#"{"id":"{id}","state":"UploadComplete"}"#)),
                Call(
                    .results,
                    "GET /services/data/v61.0/jobs/query/{id}/results?locator=MDow",
                    Answer(200, "\"Id\"\n\"002\"\n", headers: ["content-type": "text/csv", "sforce-locator": "null"])
                ),
                Call(
                    .results,
                    "GET /services/data/v61.0/jobs/query/{id}/results",
                    json(#"[{"errorCode":"INVALIDJOBSTATE","message":"job is not complete"}]"#, 400),
                    done: Answer(
                        200,
                        "\"Id\"\n\"001\"\n",
                        headers: ["content-type": "text/csv", "sforce-locator": "MDow"]
                    ),
                    empty: Answer(200, "", headers: ["content-type": "text/csv", "sforce-locator": "null"])
                ),
                Call(
                    .status,
                    "GET /services/data/v61.0/jobs/query/{id}",
                    json(#"{"id":"{id}","state":"InProgress"}"#),
                    done: json(#"{"id":"{id}","state":"JobComplete"}"#)
                ),
            ]
        ),
        JobDouble(
            "gitlab-pipelines",
            set: ["project": "3"],
            access: "PRIVATE-TOKEN: \(token)",
            ids: .number,
            unknown: json(#"{"message":"404 Not found"}"#, 404),
            cancelled: json(#"{"id":{id},"status":"canceled"}"#),
            [
                Call(.create, "POST /api/v4/projects/3/pipeline", json(#"{"id":{id},"status":"created"}"#, 201)),
                Call(
                    .status,
                    "GET /api/v4/projects/3/pipelines/{id}",
                    json(#"{"id":{id},"status":"running"}"#),
                    done: json(#"{"id":{id},"status":"success"}"#)
                ),
                Call(
                    .results,
                    "GET /api/v4/projects/3/pipelines/{id}/test_report",
                    json(#"{"message":"404 Not found"}"#, 404),
                    done: json(#"{"total_count":2,"test_suites":[]}"#),
                    empty: json(#"{"message":"404 Not found"}"#, 404)
                ),
                Call(.delete, "DELETE /api/v4/projects/3/pipelines/{id}", Answer(204)),
                Call(
                    .cancel,
                    "POST /api/v4/projects/3/pipelines/{id}/cancel",
                    json(#"{"id":{id},"status":"canceled"}"#)
                ),
            ]
        ),
    ]

    private static let queueDialects: [JobDouble] = [
        JobDouble(
            "firecrawl",
            access: bearer,
            unknown: json(#"{"success":false,"error":"Job not found"}"#, 404),
            cancelled: json(#"{"success":true,"status":"cancelled","total":4,"completed":1,"data":[]}"#),
            [
                Call(.create, "POST /v1/crawl", json(#"{"success":true,"id":"{id}","url":"{base}/v1/crawl/{id}"}"#)),
                Call(
                    .status,
                    "GET /v1/crawl/{id}",
                    json(#"{"success":true,"status":"scraping","total":4,"completed":1,"data":[{"markdown":"a"}]}"#),
                    done: json(
                        #"{"success":true,"status":"completed","total":4,"completed":4,"data":[{"markdown":"a"}]}"#
                    ),
                    empty: json(#"{"success":true,"status":"completed","total":4,"completed":4,"data":[]}"#)
                ),
                Call(.cancel, "DELETE /v1/crawl/{id}", json(#"{"status":"cancelled"}"#)),
            ]
        ),
        JobDouble(
            "replicate",
            set: ["version": "5c7d"],
            access: bearer,
            ids: .hex,
            unknown: json(#"{"detail":"The requested resource could not be found.","status":404}"#, 404),
            cancelled: json(#"{"id":"{id}","status":"canceled","output":null,"error":null}"#),
            [
                Call(.create, "POST /v1/predictions", json(#"{"id":"{id}","status":"starting","output":null}"#, 201)),
                Call(
                    .status,
                    "GET /v1/predictions/{id}",
                    json(#"{"id":"{id}","status":"processing","output":null,"error":null}"#),
                    done: json(
                        #"{"id":"{id}","status":"succeeded","output":["https://files.example/0.png"],"error":null}"#
                    ),
                    empty: json(#"{"id":"{id}","status":"succeeded","output":null,"error":null}"#)
                ),
                Call(.cancel, "POST /v1/predictions/{id}/cancel", json(#"{"id":"{id}","status":"canceled"}"#)),
            ]
        ),
        JobDouble(
            "fal",
            set: ["model": "acme/fast"],
            access: "Authorization: Key \(token)",
            unknown: json(#"{"detail":"Request not found"}"#, 404),
            [
                Call(
                    .create,
                    "POST /acme/fast",
                    json(
                        #"{"request_id":"{id}","status":"IN_QUEUE","status_url":"{base}/acme/fast/requests/{id}/status"}"#
                    )
                ),
                Call(
                    .status,
                    "GET /acme/fast/requests/{id}/status",
                    json(#"{"status":"IN_PROGRESS","request_id":"{id}"}"#, 202),
                    done: json(#"{"status":"COMPLETED","request_id":"{id}"}"#)
                ),
                Call(
                    .results,
                    "GET /acme/fast/requests/{id}",
                    json(#"{"detail":"Request is still in progress"}"#, 400),
                    done: json(#"{"images":[{"url":"https://files.example/0.png"}]}"#),
                    empty: json("null")
                ),
            ]
        ),
        JobDouble(
            "openai-batches",
            set: ["input_file": "file-1"],
            access: bearer,
            ids: .after("batch_"),
            unknown: json(#"{"error":{"message":"No batch found"}}"#, 404),
            cancelled: json(#"{"id":"{id}","status":"cancelled","request_counts":{"total":2,"completed":0}}"#),
            [
                Call(.create, "POST /v1/batches", json(#"{"id":"{id}","status":"validating"}"#)),
                Call(
                    .status,
                    "GET /v1/batches/{id}",
                    json(
                        #"{"id":"{id}","status":"in_progress","output_file_id":null,"request_counts":{"total":2,"completed":1}}"#
                    ),
                    done: json(
                        #"{"id":"{id}","status":"completed","output_file_id":"file-2","request_counts":{"total":2,"completed":2}}"#
                    ),
                    empty: json(
                        #"{"id":"{id}","status":"completed","output_file_id":null,"request_counts":{"total":2,"completed":2}}"#
                    )
                ),
                Call(.cancel, "POST /v1/batches/{id}/cancel", json(#"{"id":"{id}","status":"cancelling"}"#)),
            ]
        ),
        JobDouble(
            "langgraph",
            access: "X-Api-Key: \(token)",
            cancelled: json(#"{"run_id":"{id}","status":"interrupted"}"#),
            // One id for both is enough for a double.
            [
                Call(.create, "POST /threads", json(#"{"thread_id":"{id}"}"#)),
                Call(.start, "POST /threads/{id}/runs", json(#"{"run_id":"{id}","status":"pending"}"#)),
                Call(
                    .status,
                    "GET /threads/{any}/runs/{id}",
                    json(#"{"run_id":"{id}","status":"running"}"#),
                    done: json(#"{"run_id":"{id}","status":"success"}"#)
                ),
                Call(
                    .results,
                    "GET /threads/{id}/state",
                    json(#"{"values":null}"#),
                    done: json(#"{"values":{"answer":42}}"#),
                    empty: json(#"{"values":null}"#)
                ),
                Call(.cancel, "POST /threads/{any}/runs/{id}/cancel", json("{}", 202)),
            ]
        ),
        JobDouble(
            "flower",
            [
                Call(.create, "POST /api/task/async-apply/tasks.add", json(#"{"task-id":"{id}","state":"PENDING"}"#)),
                Call(
                    .status,
                    "GET /api/task/result/{id}",
                    json(#"{"task-id":"{id}","state":"STARTED"}"#),
                    done: json(#"{"task-id":"{id}","state":"SUCCESS","result":3}"#),
                    empty: json(#"{"task-id":"{id}","state":"SUCCESS","result":null}"#)
                ),
            ]
        ),
        JobDouble(
            "bentoml",
            set: ["task": "report"],
            ids: .hex,
            [
                Call(.create, "POST /report/submit", json(#"{"task_id":"{id}","status":"pending"}"#)),
                Call(
                    .status,
                    "GET /report/status?task_id={id}",
                    json(#"{"task_id":"{id}","status":"in_progress"}"#),
                    done: json(#"{"task_id":"{id}","status":"completed"}"#)
                ),
                Call(
                    .results,
                    "GET /report/get?task_id={id}",
                    json(#"{"error":"task is not completed"}"#, 400),
                    done: json(#"{"report":"X"}"#),
                    empty: json("null")
                ),
            ]
        ),
    ]

    private static let scienceDialects: [JobDouble] = [
        JobDouble(
            "fhir-bulk-data",
            unknown: json(#"{"resourceType":"OperationOutcome","issue":[{"diagnostics":"no such job"}]}"#, 404),
            cancelled: json(#"{"resourceType":"OperationOutcome","issue":[{"diagnostics":"no such job"}]}"#, 404),
            [
                Call(
                    .create,
                    "GET /fhir/$export",
                    needs: ["respond-async"],
                    Answer(202, headers: ["content-location": "{base}/fhir/$bulkdata-status?job={id}"])
                ),
                Call(
                    .status,
                    "GET /fhir/$bulkdata-status?job={id}",
                    Answer(202, headers: ["x-progress": "in progress"]),
                    done: json(
                        #"{"transactionTime":"2026-01-01T00:00:00Z","output":[{"type":"Patient","url":"x"}],"error":[]}"#
                    ),
                    empty: json(#"{"transactionTime":"2026-01-01T00:00:00Z"}"#)
                ),
                Call(.cancel, "DELETE /fhir/$bulkdata-status?job={id}", Answer(202)),
            ]
        ),
        JobDouble(
            "openeo",
            unknown: json(#"{"code":"JobNotFound","message":"The batch job does not exist."}"#, 404),
            cancelled: json(#"{"id":"{id}","status":"canceled","progress":0}"#),
            [
                Call(
                    .create,
                    "POST /jobs",
                    Answer(201, headers: ["openeo-identifier": "{id}", "location": "{base}/jobs/{id}"])
                ),
                Call(.start, "POST /jobs/{id}/results", Answer(202)),
                Call(
                    .results,
                    "GET /jobs/{id}/results",
                    json(#"{"code":"JobNotFinished","message":"not finished"}"#, 400),
                    done: json(#"{"type":"Feature","id":"{id}","assets":{"out.tif":{"href":"x"}}}"#),
                    empty: json(#"{"type":"Feature","id":"{id}","assets":null}"#)
                ),
                Call(
                    .status,
                    "GET /jobs/{id}",
                    json(#"{"id":"{id}","status":"running","progress":0}"#),
                    done: json(#"{"id":"{id}","status":"finished","progress":100}"#)
                ),
                Call(.delete, "DELETE /jobs/{id}", Answer(204)),
                Call(.cancel, "DELETE /jobs/{id}/results", Answer(204)),
            ]
        ),
        JobDouble(
            "arcgis-gp",
            set: ["task": "arcgis/rest/services/Elevation/GPServer/Viewshed"],
            ids: .after("j"),
            unknown: json(#"{"error":{"code":400,"message":"Invalid or missing input parameters."}}"#),
            [
                Call(
                    .create,
                    "POST /arcgis/rest/services/Elevation/GPServer/Viewshed/submitJob",
                    json(#"{"jobId":"{id}","jobStatus":"esriJobSubmitted"}"#)
                ),
                Call(
                    .status,
                    "GET /arcgis/rest/services/Elevation/GPServer/Viewshed/jobs/{id}",
                    json(#"{"jobId":"{id}","jobStatus":"esriJobExecuting"}"#),
                    done: json(#"{"jobId":"{id}","jobStatus":"esriJobSucceeded"}"#)
                ),
                Call(
                    .results,
                    "GET /arcgis/rest/services/Elevation/GPServer/Viewshed/jobs/{id}/results/output",
                    json(#"{"error":{"code":400,"message":"Unable to complete operation."}}"#),
                    done: json(#"{"paramName":"output","value":{"features":[1]}}"#),
                    empty: json(#"{"paramName":"output","value":null}"#)
                ),
            ]
        ),
        JobDouble(
            "ogc-processes",
            [
                Call(
                    .create,
                    "POST /processes/hello-world/execution",
                    json(#"{"jobID":"{id}","status":"accepted"}"#, 201, headers: ["location": "{base}/jobs/{id}"])
                ),
                Call(
                    .status,
                    "GET /jobs/{id}",
                    json(#"{"jobID":"{id}","status":"running","progress":50}"#),
                    done: json(#"{"jobID":"{id}","status":"successful","progress":100}"#)
                ),
                Call(
                    .results,
                    "GET /jobs/{id}/results",
                    json(#"{"code":"result-not-ready"}"#, 404),
                    done: json(#"{"id":"echo","value":"Hello"}"#),
                    empty: json("null")
                ),
            ]
        ),
    ]

    private static let engineDialects: [JobDouble] = [
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
                        #"{"id":"{id}","nextUri":"{base}/v1/statement/queued/{id}/y/{number}","stats":{"state":"RUNNING","progressPercentage":10.0}}"#
                    ),
                    done: json(
                        #"{"id":"{id}","data":[[1],[2]],"stats":{"state":"FINISHED","progressPercentage":100.0}}"#
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
