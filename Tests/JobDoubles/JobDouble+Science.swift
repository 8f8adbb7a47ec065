//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension JobDouble {
    /// Processes on maps, images of the earth and health records.
    static let scienceDialects: [JobDouble] = [
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
}
