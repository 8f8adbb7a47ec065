//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension JobDouble {
    /// Queues of models and of tasks.
    static let queueDialects: [JobDouble] = [
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
            "apify",
            set: ["actor": "apify~hello-world"],
            access: bearer,
            ids: .hex,
            unknown: json(#"{"error":{"type":"record-not-found","message":"Actor run was not found"}}"#, 404),
            cancelled: json(#"{"data":{"id":"{id}","status":"ABORTED"}}"#),
            [
                Call(
                    .create,
                    "POST /v2/acts/apify~hello-world/runs",
                    json(#"{"data":{"id":"{id}","status":"READY"}}"#, 201)
                ),
                Call(
                    .status,
                    "GET /v2/actor-runs/{id}",
                    json(#"{"data":{"id":"{id}","status":"RUNNING","finishedAt":null}}"#),
                    done: json(#"{"data":{"id":"{id}","status":"SUCCEEDED","finishedAt":"2026-01-01T00:00:01.000Z"}}"#)
                ),
                // The data set is there from the beginning, and grows.
                Call(
                    .results,
                    "GET /v2/actor-runs/{id}/dataset/items",
                    json("[]"),
                    done: json(#"[{"title":"a"},{"title":"b"}]"#),
                    empty: json("[]")
                ),
                Call(.cancel, "POST /v2/actor-runs/{id}/abort", json(#"{"data":{"id":"{id}","status":"ABORTING"}}"#)),
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
            // The result backend does not tell an unknown task from one that waits.
            unknown: json(#"{"task-id":"{id}","state":"PENDING"}"#),
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
}
