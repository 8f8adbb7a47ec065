//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes

/// The list of all operations.
///
/// Source: `Conformance/Contract/api.md#openapi-description`.
extension APIOperation {
    static let all = [
        health, ready, metrics, description, login, discover, status, results, userStatus, scanMetrics, scanHistory,
        scanLifecycle, scanDebug, clearScanCache,
    ]
}

/// The operations for liveness, readiness, metrics and the description.
extension APIOperation {
    private static let health = APIOperation(
        id: "health",
        method: .get,
        path: "/health",
        summary: "Tells that the server is up.",
        answers: [.json("The server is up.", .object(["status": .words(["alive"])]))]
    )

    private static let ready = APIOperation(
        id: "ready",
        method: .get,
        path: "/ready",
        summary: "Tells whether the store answers.",
        answers: [.json("The store answers.", .object(["status": .words(["ready"])]))],
        errors: [.storeUnavailable]
    )

    private static let metrics = APIOperation(
        id: "metrics",
        method: .get,
        path: "/metrics",
        summary: "Gives the metrics of the worker that answers, in Prometheus' text format.",
        access: .administrators,
        answers: [APIAnswer(status: .ok, meaning: "The metrics.", mediaType: "text/plain", body: .string)]
    )

    private static let description = APIOperation(
        id: "description",
        method: .get,
        path: APIDescription.path,
        summary: "Gives this description.",
        parameters: [.ifNoneMatch],
        answers: [
            .json(
                "The description.",
                .object(["openapi": .words([APIDescription.openAPIVersion])]).open,
                ["ETag": .string]
            ),
            APIAnswer(status: .notModified, meaning: "The client has it already.", headers: ["ETag": .string]),
        ]
    )
}

/// The operations for logging in and for scans.
extension APIOperation {
    private static let login = APIOperation(
        id: "login",
        method: .post,
        path: "/api/v1/auth/login",
        summary: "Gives a bearer token for an e-mail address and a password.",
        body: .login,
        answers: [.json("The token, and whom it speaks for.", .named(.session))],
        errors: [.wrongCredentials, .tooMany(retryAfter: .seconds(1)), .storeUnavailable, .loginsBusy]
    )

    private static let discover = APIOperation(
        id: "discover",
        method: .post,
        path: "/api/v1/opportunities/discover",
        summary: "Starts a scan, or joins the one with the same filters that is running or fresh.",
        access: .users,
        body: .discovery,
        answers: [
            .json(
                "The scan.",
                .named(.initiation),
                ["Location": .statusPath, "Retry-After": .integer(ScanLinks.pollingIntervalSeconds)],
                links: ["status", "results", "scanLifecycle", "scanDebug"].map {
                    APIAnswer.Link(operation: $0, parameter: "scan_id", member: "scan_id")
                }
            )
        ],
        errors: [.tooMany(retryAfter: .seconds(1)), .storeUnavailable]
    )

    private static let status = APIOperation(
        id: "status",
        method: .get,
        path: "/api/v1/opportunities/status/{scan_id}",
        summary: "Tells how a scan of the user's stands.",
        access: .users,
        parameters: [.scanID],
        answers: [
            .json("The scan.", .one(of: [.named(.runningScan), .named(.completeScan), .named(.failedScan)]))
        ],
        errors: [.noSuchScan, .storeUnavailable]
    )

    private static let results = APIOperation(
        id: "results",
        method: .get,
        path: "/api/v1/opportunities/results/{scan_id}",
        summary: "Gives what a complete scan of the user's found.",
        access: .users,
        parameters: [.scanID, .ifNoneMatch],
        answers: [
            .json("The results.", .named(.results), resultsFields),
            APIAnswer(status: .notModified, meaning: "The client has them already.", headers: resultsFields),
            .json(
                "The scan is running yet.",
                .named(.runningScan),
                ["Retry-After": .integer(ScanLinks.pollingIntervalSeconds)],
                status: .accepted
            ),
            .json("The scan failed.", .named(.failedScan), status: .conflict),
        ],
        errors: [.noSuchScan, .storeUnavailable]
    )

    /// The header fields of results, which come compressed to clients that take that.
    private static let resultsFields: [String: Schema] = ["ETag": .string, "Vary": .words(["Accept-Encoding"])]

    private static let userStatus = APIOperation(
        id: "userStatus",
        method: .get,
        path: "/api/v1/opportunities/user-status",
        summary: "Tells when the user scanned last.",
        access: .users,
        answers: [.json("The user.", .named(.userStatus))],
        errors: [.storeUnavailable]
    )
}

/// The operations of the diagnostics.
extension APIOperation {
    private static let scanMetrics = diagnostics("scan-metrics", "Counts the scans of today.", .scanMetrics)

    private static let scanHistory = diagnostics(
        "scan-history/{user_id}",
        "Lists the scans of a user, newest first.",
        .scanHistory,
        parameters: [.userID, .limit],
        errors: [.invalid([])]
    )

    private static let scanLifecycle = diagnostics(
        "scan-lifecycle/{scan_id}",
        "Gives the phases of a scan, and says whether it is stuck.",
        .scanLifecycle,
        parameters: [.scanID],
        errors: [.noSuchScan]
    )

    private static let scanDebug = diagnostics(
        "scan-debug/{scan_id}",
        "Tells how the id of a scan resolves now, and how each strategy fared.",
        .scanDebug,
        parameters: [.scanID],
        errors: [.noSuchScan]
    )

    private static let clearScanCache = diagnostics(
        "clear-scan-cache/{user_id}",
        "Deletes the scans of a user.",
        .clearedCache,
        method: .delete,
        parameters: [.userID],
        errors: [.invalid([])]
    )

    private static func diagnostics(
        _ path: String,
        _ summary: String,
        _ body: SchemaName,
        method: HTTPRequest.Method = .get,
        parameters: [Parameter] = [],
        errors: [APIError] = []
    ) -> APIOperation {
        let words = path.prefix { $0 != "/" }.split(separator: "-")
        return APIOperation(
            id: String(words[0]) + words.dropFirst().map(\.capitalized).joined(),
            method: method,
            path: "/api/v1/scan-diagnostics/\(path)",
            summary: summary,
            access: .administrators,
            parameters: parameters,
            answers: [.json("As asked.", .named(body))],
            errors: errors + [.storeUnavailable]
        )
    }
}

extension Substring {
    /// The text with its first letter in upper case.
    fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst() }
}
