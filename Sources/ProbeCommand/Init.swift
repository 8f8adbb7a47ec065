//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import FoundationEssentials
import KitSupport
import Probe
import ProbeHistory
import ProfileAuthoring

/// The command `scan-probe init`, which writes a profile from a live call or from a document, and tries it.
struct Init: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a profile for your API, from a live call, a HAR file or an OpenAPI document.",
        discussion: """
            scan-probe init https://api.example.com --start 'POST /jobs' --body '{"name":"x"}' --out jobs.yaml
            scan-probe init https://api.example.com --from openapi.json --out jobs.yaml
            scan-probe init --from recording.har --out jobs.yaml

            It begins two jobs, looks at the answers, and follows ids and addresses until it knows where the state and the
            results are. Then it tries the profile with a third job. What it wrote says why each line is as it is.

            Exit status: 0 the profile works, 3 it does not, or nothing could be found out, 64 usage.
            """
    )

    @Argument(help: "The deployment's address; a document may name it instead.")
    var url: String?

    @Option(
        help:
            "The call that begins a job, such as 'POST /jobs'; again for a second call, such as 'POST /jobs/{id}/start'."
    )
    var start: [String] = []

    @Option(help: "The path of a job's status, such as '/runs/{id}'; found out unless given.")
    var status: String?

    @Option(help: "The body of that call: JSON, a form or text; @FILE reads a file.")
    var body: String?

    @Option(
        name: .customLong("header"),
        help: "A header of every call, such as 'Prefer: respond-async'; may be repeated."
    )
    var headers: [String] = []

    @Option(name: .customLong("token-file"), help: "A file with a token; or SCAN_PROBE_TOKEN.")
    var tokenFile: String?

    @Option(help: "The header of the token, such as 'X-Api-Key: {token}'; found out unless given.")
    var tokenHeader: String?

    @Option(help: "A HAR file of a browser's tools, or an OpenAPI document.")
    var from: String?

    @Option(name: .customLong("out"), help: "The file for the profile; standard output unless given.")
    var file: String?

    @Option(help: "The name of the profile; that of the file unless given.")
    var name: String?

    @Option(help: "The longest time of a job, in seconds.")
    var patience = 60.0

    @OptionGroup var way: TransportArguments

    func validate() throws {
        guard url != nil || from != nil else {
            throw ValidationError("Give the deployment's address, or a document with --from.")
        }
        for start in start where Beginning.Call(start) == nil {
            throw ValidationError("'\(start)' is no call such as 'POST /jobs'.")
        }
        if let status, statusPath?.contains("{job_id}") != true {
            throw ValidationError("'\(status)' is no path such as '/runs/{id}'.")
        }
        guard patience > 0, patience <= 3600 else { throw ValidationError("--patience takes 1 to 3600 seconds.") }
    }

    func run() async throws {
        let token = try InitToken(file: tokenFile, header: tokenHeader)
        try await HTTPTransport.withTransport(way.options) { transport in
            let (target, draft) = try await self.draft(token, transport)
            try write(draft)
            try await tryOut(draft, target, token, transport)
        }
    }

    /// The path that is given for the status, with the id at `{job_id}`.
    private var statusPath: String? { status.flatMap { Beginning.Call("GET \($0)") }?.path }

    private var profileName: String {
        if let name { return name }
        let stem = (file ?? from ?? "my-api").split(separator: "/").last.map(String.init) ?? "my-api"
        return stem.split(separator: ".").first.map(String.init) ?? "my-api"
    }

    /// Finds out about the API.
    private func draft(_ token: InitToken, _ transport: any Transport) async throws -> (Target, ProfileDraft) {
        let calls = start.compactMap(Beginning.Call.init)
        var document = try from.map { try Document(Self.text(of: $0), name: $0) }
        if document == nil, calls.isEmpty, let url {
            document = try await Self.ownDescription(of: Target(url), transport)
        }
        if let document, document.isRecording {
            guard status == nil else {
                throw ProbeFailure(.badProfile, "the recording has the polls and their path: leave out --status")
            }
            let recording = Recording(document, target: url)
            return (try Target(url ?? recording.target()), try recording.draft(named: profileName))
        }
        var beginning = Beginning(calls: calls, body: try bodyText, headers: try fields)
        var address = url
        if let document {
            guard document.isDescription else {
                throw ProbeFailure(.badProfile, "\(from ?? "") is neither a HAR file nor an OpenAPI document")
            }
            let description = OpenAPIDescription(document)
            address = address ?? description.server
            let described = try description.beginning(start: calls.first, body: beginning.body)
            beginning.calls = described.calls + calls.dropFirst()
            (beginning.body, beginning.status) = (described.body, described.status)
        } else if calls.isEmpty {
            throw ProbeFailure(
                .badProfile,
                "give the call that begins a job, such as --start 'POST /jobs', or a document with --from"
            )
        }
        beginning.status = statusPath ?? beginning.status
        guard let address else {
            throw ProbeFailure(
                .badTarget,
                "\(from ?? "the document") names no absolute address: give the deployment's address, too"
            )
        }
        let target = try Target(address)
        let explorer = Explorer(
            target,
            beginning,
            token: token.text,
            tokenUse: token.use,
            patience: patience,
            transport: transport
        ) { line in Console.printError("\(line)\n") }
        return (target, try await explorer.draft(named: profileName))
    }

    /// Returns the description that a deployment has of itself, where FastAPI and others have it.
    private static func ownDescription(of target: Target, _ transport: any Transport) async throws -> Document? {
        var request = TransportRequest(
            method: "GET",
            url: "\(target)/openapi.json",
            headers: [("Accept", "application/json"), ("User-Agent", ProbeTool.name)],
            timeout: .seconds(30),
            freshConnection: true
        )
        request.beginTrace()
        guard let reply = try? await transport.exchange(request, mark: { _ in }).result.get(), reply.status == 200,
            let document = try? Document(reply.body, name: request.url), document.isDescription
        else { return nil }
        return document
    }

    private func write(_ draft: ProfileDraft) throws {
        for remark in draft.remarks { Console.warn(remark) }
        guard let file else { return try Console.print(draft.yaml) }
        do {
            try draft.yaml.write(toFile: file, atomically: true, encoding: .utf8)
        } catch {
            throw Console.fail("\(file) cannot be written to; choose another file with --out", .output)
        }
        Console.printError("\(file) is written.\n")
    }

    /// Tries the profile with one more job.
    private func tryOut(
        _ draft: ProfileDraft,
        _ target: Target,
        _ token: InitToken,
        _ transport: any Transport
    ) async throws {
        Console.printError("Now it is tried.\n")
        let assignment = Runner.Assignment(
            target: target,
            profile: try Profile(yaml: draft.yaml, fileName: file ?? "the profile"),
            plan: Plan(name: "try"),
            first: token.text.map(Credentials.token),
            seed: UInt64.random(in: 0...UInt64(UInt32.max))
        )
        try await Try.perform(Trial(assignment, patience: .seconds(patience)), transport) { Console.printError($0) }
    }

    private var bodyText: String? {
        get throws {
            guard let body, body.hasPrefix("@") else { return body }
            return try Self.text(of: String(body.dropFirst()))
        }
    }

    private var fields: [(name: String, value: String)] {
        get throws(ProbeFailure) {
            var fields: [(name: String, value: String)] = []
            for header in headers {
                let parts = header.split(separator: ":", maxSplits: 1)
                guard parts.count == 2 else {
                    throw ProbeFailure(.badProfile, "`\(header)` is no header such as 'Prefer: respond-async'")
                }
                guard parts[0].lowercased() != "authorization" else {
                    throw ProbeFailure(
                        .badCredentials,
                        "a secret does not belong into an argument: give it with --token-file and --token-header"
                    )
                }
                fields.append((String(parts[0]), String(parts[1].drop(while: \.isWhitespace))))
            }
            return fields
        }
    }

    private static func text(of file: String) throws(ProbeFailure) -> String {
        // Recordings of a browser hold the bodies of all answers.
        do { return try BoundedFile.text(of: file, atMost: 256 << 20) } catch {
            throw ProbeFailure(.badProfile, "\(file) \(error.predicate())")
        }
    }
}

/// The token of an exploration.
struct InitToken {
    let text: String?
    let use: TokenUse?

    init(file: String?, header: String?) throws {
        use = try header.map { header in
            guard let use = TokenUse(header) else {
                throw ValidationError("'\(header)' is no header such as 'X-Api-Key: {token}'.")
            }
            return use
        }
        guard let file else {
            text = ProcessInfo.processInfo.environment["SCAN_PROBE_TOKEN"].flatMap { $0.isEmpty ? nil : $0 }
            return
        }
        let text: String
        do { text = try BoundedFile.text(of: file, atMost: Credentials.largestFile) } catch {
            throw ProbeFailure(.badCredentials, "\(file) \(error.predicate(advice: "; it should hold the token"))")
        }
        self.text = text.trimmed(\.isWhitespace)
        guard self.text?.isEmpty == false else {
            throw ProbeFailure(.badCredentials, "\(file) is empty; it should hold the token")
        }
    }
}
