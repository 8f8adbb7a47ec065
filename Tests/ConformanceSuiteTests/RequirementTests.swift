// swift-format-ignore-file
//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

// Written from the catalogue by Scripts/tables.

import ConformanceSuite
import Testing

extension Requirements {
    @Suite struct Initiate {
        @Test func `INIT-001 An accepted initiation MUST be answered within 2 seconds, and SHOULD be within 500 ms, with the id of a scan`() throws {
            try Conformance.expect("INIT-001")
        }
        @Test func `INIT-002 Every new scan MUST have an id of its own; an id is handed out again only for the same user and the same filters`() throws {
            try Conformance.expect("INIT-002")
        }
        @Test func `INIT-003 The answer to an initiation MUST carry a poll address and a results address that work as they stand`() throws {
            try Conformance.expect("INIT-003")
        }
        @Test func `INIT-004 An initiation with the body {} MUST be accepted and start a full scan`() throws {
            try Conformance.expect("INIT-004")
        }
        @Test func `INIT-005 A running scan with the same filters MUST be found by every worker and answered with its id, not started twice`() throws {
            try Conformance.expect("INIT-005")
        }
        @Test func `INIT-006 An initiation with force_refresh MUST start a new scan and leave the old one readable`() throws {
            try Conformance.expect("INIT-006")
        }
        @Test func `INIT-007 Two concurrent initiations of one user with the same filters MUST yield one scan`() throws {
            try Conformance.expect("INIT-007")
        }
        @Test func `INIT-008 The answer to an initiation MUST echo the filters that were asked for`() throws {
            try Conformance.expect("INIT-008")
        }
        @Test func `INIT-009 The answer to an initiation SHOULD carry Location with the poll address and Retry-After with the polling interval`() throws {
            try Conformance.expect("INIT-009")
        }
        @Test func `INIT-010 An address that an answer gives MUST be usable from where the client is`() throws {
            try Conformance.expect("INIT-010")
        }
        @Test func `INIT-011 Two initiations with the same key MUST begin one scan`() throws {
            try Conformance.expect("INIT-011")
        }
    }

    @Suite struct Status {
        @Test func `STAT-001 A scan MUST be found from the first poll after its initiation was answered on, whatever connection or worker the poll reaches`() throws {
            try Conformance.expect("STAT-001")
        }
        @Test func `STAT-002 A poll MUST NOT be answered not_found between the initiation's answer and the end of the observation`() throws {
            try Conformance.expect("STAT-002")
        }
        @Test func `STAT-003 The state in a status answer MUST be one of the documented words`() throws {
            try Conformance.expect("STAT-003")
        }
        @Test func `STAT-004 A final state MUST be final; no poll sent after a final answer was received may see another state`() throws {
            try Conformance.expect("STAT-004")
        }
        @Test func `STAT-005 A scan MUST reach a final state within the plan's scan budget`() throws {
            try Conformance.expect("STAT-005")
        }
        @Test func `STAT-006 The scan id in a status body MUST be the id that was asked for`() throws {
            try Conformance.expect("STAT-006")
        }
        @Test func `STAT-007 An unknown id MUST be answered as not found, every time`() throws {
            try Conformance.expect("STAT-007")
        }
        @Test func `STAT-008 A completed scan MUST still be found for as long as its results are promised`() throws {
            try Conformance.expect("STAT-008")
        }
        @Test func `STAT-009 A failed scan MUST say why, with a code or a text under error`() throws {
            try Conformance.expect("STAT-009")
        }
        @Test func `STAT-010 A poll MUST NOT have side effects; polling faster MUST NOT change the course of the scan`() throws {
            try Conformance.expect("STAT-010")
        }
        @Test func `STAT-011 The status MUST NOT contradict results that were delivered`() throws {
            try Conformance.expect("STAT-011")
        }
        @Test func `STAT-012 A cancelled scan MUST end, MUST say so, and MUST never complete afterwards; cancelling twice is as good as once`() throws {
            try Conformance.expect("STAT-012")
        }
        @Test func `STAT-013 A scan that was deleted, or whose time is over, MUST be answered as not found`() throws {
            try Conformance.expect("STAT-013")
        }
        @Test func `STAT-014 A scan whose initiation was answered MUST be in the list of scans`() throws {
            try Conformance.expect("STAT-014")
        }
    }

    @Suite struct Progress {
        @Test func `PROG-001 The number of completed strategies MUST never shrink, seen over all connections in real-time order`() throws {
            try Conformance.expect("PROG-001")
        }
        @Test func `PROG-002 Progress MUST lie within 0 and the total, the percentage within 0 and 100, and the two MUST agree within one point`() throws {
            try Conformance.expect("PROG-002")
        }
        @Test func `PROG-003 The total number of strategies MUST be greater than 0 and the same in every answer about a scan, from the first on`() throws {
            try Conformance.expect("PROG-003")
        }
        @Test func `PROG-004 A complete scan MUST report all of its strategies as completed, and 100 %`() throws {
            try Conformance.expect("PROG-004")
        }
        @Test func `PROG-005 Partial results SHOULD be at most ten, each of which survives into the final results`() throws {
            try Conformance.expect("PROG-005")
        }
        @Test func `PROG-006 Progress SHOULD be incremental, not 0 until it is all`() throws {
            try Conformance.expect("PROG-006")
        }
        @Test func `PROG-007 The number of opportunities found so far MUST never shrink, and at the end MUST be the number of the results`() throws {
            try Conformance.expect("PROG-007")
        }
        @Test func `PROG-008 The percentage MUST never shrink, seen over all connections in real-time order`() throws {
            try Conformance.expect("PROG-008")
        }
    }

    @Suite struct Results {
        @Test func `RES-001 After the first complete, every results read MUST deliver the results of that scan`() throws {
            try Conformance.expect("RES-001")
        }
        @Test func `RES-002 After the first complete, a results read MUST NOT be answered as pending or with an error-shaped body`() throws {
            try Conformance.expect("RES-002")
        }
        @Test func `RES-003 Before completion, a results read MUST be answered as pending or not found, never with a truncated final answer`() throws {
            try Conformance.expect("RES-003")
        }
        @Test func `RES-004 Two reads of one complete scan MUST list the same opportunities in the same order`() throws {
            try Conformance.expect("RES-004")
        }
        @Test func `RES-005 The length of the list, total_opportunities and the status's total MUST agree`() throws {
            try Conformance.expect("RES-005")
        }
        @Test func `RES-006 Every opportunity MUST have the fields, types and ranges of the contract`() throws {
            try Conformance.expect("RES-006")
        }
        @Test func `RES-007 Numbers in results MUST be finite, and times MUST be ISO 8601 with an offset`() throws {
            try Conformance.expect("RES-007")
        }
        @Test func `RES-008 The analysis in results MUST add up`() throws {
            try Conformance.expect("RES-008")
        }
        @Test func `RES-009 The scan id in a results body MUST be the id that was asked for, and the user MUST be the caller`() throws {
            try Conformance.expect("RES-009")
        }
        @Test func `RES-010 Results MUST NOT list an opportunity twice`() throws {
            try Conformance.expect("RES-010")
        }
        @Test func `RES-011 Every opportunity in results MUST satisfy the filters of its scan`() throws {
            try Conformance.expect("RES-011")
        }
        @Test func `RES-012 The results of a complete scan MUST be there: not missing, null or empty`() throws {
            try Conformance.expect("RES-012")
        }
        @Test func `RES-013 Every page of the results MUST be readable, and no item MUST be missing or come twice`() throws {
            try Conformance.expect("RES-013")
        }
    }

    @Suite struct Rates {
        @Test func `RATE-001 More than 95 % of status polls MUST find their scan`() throws {
            try Conformance.expect("RATE-001")
        }
        @Test func `RATE-002 More than 95 % of status polls MUST find their scan and be consistent with everything already known of it`() throws {
            try Conformance.expect("RATE-002")
        }
        @Test func `RATE-003 More than 95 % of results reads after completion MUST succeed`() throws {
            try Conformance.expect("RATE-003")
        }
        @Test func `RATE-004 More than 95 % of initiations MUST succeed`() throws {
            try Conformance.expect("RATE-004")
        }
        @Test func `RATE-005 No worker SHOULD answer wrongly much more often than the rest`() throws {
            try Conformance.expect("RATE-005")
        }
        @Test func `RATE-006 More than 95 % of scans MUST be found by the first poll after their initiation was answered`() throws {
            try Conformance.expect("RATE-006")
        }
    }

    @Suite struct Isolation {
        @Test func `ISO-001 Another user's scan id MUST be answered as not found, in status and results, during and after the scan, on every worker`() throws {
            try Conformance.expect("ISO-001")
        }
        @Test func `ISO-002 The answer to another user's scan id MUST be indistinguishable from the answer to an unknown id, in status and body`() throws {
            try Conformance.expect("ISO-002")
        }
        @Test func `ISO-003 A request without a token, or with a malformed, unsigned, forged or expired one, MUST be answered 401`() throws {
            try Conformance.expect("ISO-003")
        }
        @Test func `ISO-004 A user's token MUST NOT open the operator's diagnostics`() throws {
            try Conformance.expect("ISO-004")
        }
        @Test func `ISO-005 An id with characters that mean something to a path, a pattern or a log MUST NOT reach anybody's scan`() throws {
            try Conformance.expect("ISO-005")
        }
    }

    @Suite struct Errors {
        @Test func `ERR-001 A body that is not JSON MUST be answered 400 or 422`() throws {
            try Conformance.expect("ERR-001")
        }
        @Test func `ERR-002 A JSON body with a value of the wrong type MUST be answered 422`() throws {
            try Conformance.expect("ERR-002")
        }
        @Test func `ERR-003 A body whose media type is not JSON MUST be answered 415 or 422`() throws {
            try Conformance.expect("ERR-003")
        }
        @Test func `ERR-004 A body over 64 KiB MUST be answered 413`() throws {
            try Conformance.expect("ERR-004")
        }
        @Test func `ERR-005 A method that a path does not have MUST be answered 405, with the ones it has in Allow`() throws {
            try Conformance.expect("ERR-005")
        }
        @Test func `ERR-006 A path that the API does not have MUST be answered 404`() throws {
            try Conformance.expect("ERR-006")
        }
        @Test func `ERR-007 An error MUST be JSON, never HTML, and MUST NOT tell of keys, addresses or stack traces`() throws {
            try Conformance.expect("ERR-007")
        }
        @Test func `ERR-008 No bad input MUST be answered with a server error`() throws {
            try Conformance.expect("ERR-008")
        }
        @Test func `ERR-009 No more than 30 initiations of a user MUST be accepted within a minute, over all workers together, and a refusal MUST say Retry-After`() throws {
            try Conformance.expect("ERR-009")
        }
        @Test func `ERR-010 After all bad input, the deployment MUST still accept, run and deliver a scan`() throws {
            try Conformance.expect("ERR-010")
        }
    }

    @Suite struct Latency {
        @Test func `PERF-001 99 of 100 status polls SHOULD be answered within the plan's bound`() throws {
            try Conformance.expect("PERF-001")
        }
        @Test func `PERF-002 99 of 100 results reads SHOULD be answered within the plan's bound`() throws {
            try Conformance.expect("PERF-002")
        }
        @Test func `PERF-003 Latency SHOULD NOT grow over a long run`() throws {
            try Conformance.expect("PERF-003")
        }
    }

    @Suite struct Store {
        @Test func `TTL-001 When an initiation is answered, all lookup keys of its scan MUST be there`() throws {
            try Conformance.expect("TTL-001")
        }
        @Test func `TTL-002 Every lookup key of a scan MUST outlive its entry by 600 s at every instant`() throws {
            try Conformance.expect("TTL-002")
        }
        @Test func `TTL-003 Every write of the entry MUST give the lookup keys their full lifetime anew`() throws {
            try Conformance.expect("TTL-003")
        }
        @Test func `TTL-004 The entry of a scan MUST carry an expiry at all times`() throws {
            try Conformance.expect("TTL-004")
        }
        @Test func `TTL-005 No key of the deployment but its queue MUST be left behind a week later`() throws {
            try Conformance.expect("TTL-005")
        }
    }

    @Suite struct Recovery {
        @Test func `REC-001 When one lookup key of a running scan is lost, the next poll on every worker MUST find the scan`() throws {
            try Conformance.expect("REC-001")
        }
        @Test func `REC-002 When all lookup keys of a scan are lost, its owner's poll MUST find it by direct search and restore them with their full lifetime`() throws {
            try Conformance.expect("REC-002")
        }
        @Test func `REC-003 The direct search MUST find the scan in at most 10 iterations, also with a million foreign keys in the store`() throws {
            try Conformance.expect("REC-003")
        }
        @Test func `REC-004 Another user's poll MUST NOT restore the lookup keys of a scan`() throws {
            try Conformance.expect("REC-004")
        }
        @Test func `REC-005 When a worker is killed, a running scan MUST go on being found and complete within its budget`() throws {
            try Conformance.expect("REC-005")
        }
        @Test func `REC-006 When Redis is restarted with its data, no scan MUST be lost or answered not_found`() throws {
            try Conformance.expect("REC-006")
        }
        @Test func `REC-007 While Redis is slow or stopped, polls MUST be answered 503 or find their scan, never not_found, and everything MUST go on afterwards`() throws {
            try Conformance.expect("REC-007")
        }
        @Test func `REC-008 A worker that was suspended past its lease and goes on MUST NOT write anything stale`() throws {
            try Conformance.expect("REC-008")
        }
        @Test func `REC-009 A worker that is stopped gracefully MUST NOT lose anything`() throws {
            try Conformance.expect("REC-009")
        }
    }

    @Suite struct Observability {
        @Test func `OBS-001 The messages that operators search their logs for SHOULD appear, to the letter, when their events happen`() throws {
            try Conformance.expect("OBS-001")
        }
        @Test func `OBS-002 The metrics SHOULD count requests and lookups`() throws {
            try Conformance.expect("OBS-002")
        }
        @Test func `OBS-003 Every answer MUST carry a request id, and a log line about the request MUST have the same`() throws {
            try Conformance.expect("OBS-003")
        }
    }
}
