//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension JobDouble {
    /// Services of clouds: their own accounts, and ids of many forms.
    static let cloudDialects: [JobDouble] = [
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
                    json(#"{"run_id":{id},"state":{"life_cycle_state":"RUNNING"},"end_time":0}"#),
                    done: json(
                        #"{"run_id":{id},"state":{"life_cycle_state":"TERMINATED","result_state":"SUCCESS"},"end_time":1767225600000}"#
                    ),
                    empty: json(
                        #"{"run_id":{id},"state":{"life_cycle_state":"TERMINATED","result_state":"SUCCESS"}}"#
                    )
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
}
