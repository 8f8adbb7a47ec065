//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A meaning that a field of a log line has, by the field's name.
enum FieldRole: UInt8, CaseIterable {
    case none
    case time
    case level
    case message
    /// The name of a worker.
    case worker
    /// The name of a logger, which may have a worker in brackets.
    case label
    /// A machine, pod or process: a worker where nothing better names one.
    case instance
    case request
    /// The trace of the request.
    case trace
    case job
    case status
    case milliseconds
    case seconds
    case microseconds
    case nanoseconds
    /// A duration with a unit, or in milliseconds without one.
    case duration
    case path
    case method

    /// The names of fields, in lower case and without separators, as programs and platforms have them.
    static let names: [FieldRole: [String]] = [
        .time: [
            "time", "timestamp", "ts", "t", "datetime", "date", "asctime", "timelocal", "timeiso8601", "eventtime",
            "realtimetimestamp", "eventtimestamp", "ingestiontime",
        ],
        .level: [
            "level", "lvl", "severity", "loglevel", "levelname", "logleveltext", "severitytext", "at", "priority",
        ],
        .message: ["message", "msg", "event", "log", "text", "body", "textpayload", "line", "logmessage"],
        .worker: ["worker", "workerid", "workername", "xworker", "workernumber"],
        .label: [
            "label", "logger", "loggername", "name", "service", "unit", "systemdunit", "syslogidentifier", "app",
            "source",
        ],
        .instance: [
            "pod", "podname", "kubernetespodname", "dyno", "instance", "instanceid", "container", "containername",
            "containerid", "host", "hostname", "node", "pid", "process", "processid", "logstream", "logstreamname",
            "replica",
        ],
        .request: [
            "requestid", "reqid", "rid", "xrequestid", "hbrequestid", "correlationid", "xcorrelationid",
            "requestidentifier",
            "httprequestid",
        ],
        .trace: [
            "traceid", "trace", "traceparent", "tracecontexttraceid", "otraceid", "oteltraceid", "xtraceid",
            "loggingtrace", "logginggoogleapiscomtrace",
        ],
        .job: ["scanid", "scan", "jobid", "job", "taskid", "runid"],
        .status: [
            "status", "statuscode", "httpstatus", "httpstatuscode", "responsestatus", "responsecode",
            "httpresponsestatuscode",
            "code", "responsestatuscode",
        ],
        .milliseconds: [
            "tookms", "durationms", "elapsedms", "latencyms", "responsetimems", "ms", "timems", "durationmillis",
        ],
        .seconds: [
            "tooks", "durations", "elapseds", "requesttime", "durationseconds", "elapsedseconds", "latencyseconds",
        ],
        .microseconds: ["durationus", "elapsedus", "tookus", "durationmicros"],
        .nanoseconds: ["durationns", "elapsedns", "durationnanos"],
        .duration: ["duration", "elapsed", "latency", "took", "responsetime"],
        .path: ["path", "url", "uri", "requestpath", "requesturi", "route", "httptarget", "urlpath", "endpoint"],
        .method: ["method", "httpmethod", "requestmethod", "verb"],
    ]

    /// The roles of names, and those that a profile adds.
    static func table(adding extra: [FieldRole: [String]]) -> [[UInt8]: FieldRole] {
        var table: [[UInt8]: FieldRole] = [:]
        for role in allCases {
            for name in names[role] ?? [] { table[Array(name.utf8)] = role }
        }
        for (role, names) in extra {
            for name in names { table[normalized(Array(name.utf8).span, 0..<name.utf8.count)] = role }
        }
        return table
    }

    /// Returns a name in lower case and without separators.
    static func normalized(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
        var name: [UInt8] = []
        for place in range {
            let byte = bytes[place]
            if Byte.isLetter(byte) {
                name.append(byte | 32)
            } else if Byte.isDigit(byte) || byte >= 128 {
                name.append(byte)
            }
        }
        return name
    }
}

/// The roles of the names met so far, so that each name is looked up once.
struct FieldRoles {
    private let table: [[UInt8]: FieldRole]
    private var cache: [UInt64: FieldRole] = [:]
    private var recent = [(hash: UInt64, role: FieldRole)](repeating: (0, .none), count: 256)

    private static let mostNames = 4096

    init(adding extra: [FieldRole: [String]] = [:]) {
        table = FieldRole.table(adding: extra)
    }

    /// Returns the role of a name.
    mutating func role(_ bytes: Span<UInt8>, _ range: Range<Int>) -> FieldRole {
        let hash = ByteHash.of(bytes, range)
        let slot = Int(truncatingIfNeeded: hash & 255)
        if recent[slot].hash == hash { return recent[slot].role }
        let role = cache[hash] ?? table[FieldRole.normalized(bytes, range)] ?? .none
        if cache.count < Self.mostNames { cache[hash] = role }
        recent[slot] = (hash, role)
        return role
    }

    /// Gives a name without a role one, as its values suggest.
    mutating func learn(_ role: FieldRole, _ bytes: Span<UInt8>, _ range: Range<Int>) {
        let hash = ByteHash.of(bytes, range)
        cache[hash] = role
        recent[Int(truncatingIfNeeded: hash & 255)] = (hash, role)
    }
}

/// A hash of bytes, the same in every run.
enum ByteHash {
    /// Returns the hash of a range of bytes.
    ///
    /// Source: G. Fowler, L. C. Noll, K.-P. Vo, FNV-1a with 64 bits; finished by a multiplication, for its low bits.
    static func of(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for place in range { hash = (hash ^ UInt64(bytes[place])) &* 0x100_0000_01B3 }
        return (hash ^ hash >> 32) &* 0x9E37_79B9_7F4A_7C15
    }

    static func of(_ text: String) -> UInt64 {
        let bytes = Array(text.utf8)
        return of(bytes.span, 0..<bytes.count)
    }
}
