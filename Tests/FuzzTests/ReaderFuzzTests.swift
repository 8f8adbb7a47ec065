//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import Foundation
import Hiredis
import ProbeHistory
import ProbeReports
import TestSelection
import Testing

@testable import Probe
@testable import ProbeAttestation

/// A fuzz target for each reader of what comes from outside: no input may trap, hang or fill the memory.
@Suite(.serialized, .takesSeconds) struct ReaderFuzzTests {
    private static var options: TransportOptions {
        var options = TransportOptions()
        options.keptBodyBytes = 1 << 20
        return options
    }

    @Test func `addresses`() async throws {
        let base = try Target("http://127.0.0.1:8080/api")
        try await Fuzzing.feed("address", FuzzCorpus.addresses) { input in
            let text = String(decoding: input, as: UTF8.self)
            _ = base.follow(text, from: "http://127.0.0.1:8080/api/v1/x?y")
            _ = base.url(path: "{+scan_id}", basePath: "/v1", jobID: text)
            for header in ["location: */jobs/{scan_id}", "location: {+scan_id}", "location: */x/{+scan_id}"] {
                _ = IDHeader(header)?.id(in: ["location": text], from: "http://127.0.0.1:8080/")
            }
            _ = Redactor.redactKeys(text)
            guard let target = try? Target(text) else { return }
            _ = target.url(path: "/scans/{scan_id}", basePath: "/api", jobID: text)
            _ = target.url(rootPath: "/metrics", basePath: "/api")
        }
    }

    @Test func `histories, and the judgement and reports of those that can be read`() async throws {
        try await Fuzzing.feed("history", [try FuzzCorpus.history()]) { input in
            guard let history = try? HistoryReader().read(Data(input)) else { return }
            let context = JudgingContext(history)
            let report = Report(judgement: context.judgement(knownFailures: nil), history: history)
            _ = try? report.json()
            _ = HTMLReport(report, of: context).render()
            _ = MarkdownReport(report).render()
            _ = JUnitReport(report).render()
            _ = Badge(report).render()
            _ = TerminalReport(report).render(width: 80, color: true)
        }
    }

    @Test func `profiles`() async throws {
        let corpus = Profile.builtInNames.compactMap(Profile.builtInText)
        try await Fuzzing.feed("profile", corpus) { input in
            let text = String(decoding: input, as: UTF8.self)
            guard let profile = try? Profile(yaml: text, fileName: "fuzz.yaml") else { return }
            _ = Interpreter(profile: profile).understand(body: "{\"status\":\"x\"}", status: 200, operation: .status)
        }
    }

    @Test func `plans`() async throws {
        try await Fuzzing.feed("plan", Plan.builtInNames.compactMap(Plan.builtInText)) { input in
            _ = try? Plan(yaml: String(decoding: input, as: UTF8.self), fileName: "fuzz.yaml")
        }
    }

    @Test func `sign-offs and keys`() async throws {
        let (corpus, key) = try FuzzCorpus.signOffs()
        try await Fuzzing.feed("sign-off", corpus) { input in
            let data = Data(input)
            let folder = URL(filePath: "/nonexistent", directoryHint: .isDirectory)
            _ = try? SignOff.verify(
                envelope: data,
                name: "fuzz",
                with: key,
                in: folder,
                judge: SignOff.Tool(name: "fuzz", version: "0")
            )
            _ = try? Statement(json: data, name: "fuzz")
            _ = try? Report(json: data)
            let text = String(decoding: input, as: UTF8.self)
            _ = try? VerificationKey(pem: text, name: "fuzz")
            _ = try? SigningKey(pem: text, name: "fuzz")
        }
    }

    @Test func `RESP replies`() async throws {
        try await Fuzzing.feed("resp", FuzzCorpus.replies) { input in
            do {
                var reader = try RESPReader(pendingLimit: 1 << 20)
                // In pieces, wherever they end.
                var rest = input[...]
                while !rest.isEmpty {
                    let piece = Array(rest.prefix(7))
                    rest = rest.dropFirst(7)
                    try reader.feed(piece.span.bytes)
                    while try reader.next() != nil {}
                }
            } catch is RESPProtocolError {}
        }
    }

    @Test func `bodies of answers`() async throws {
        let profiles = try Profile.builtInNames.compactMap(Profile.builtInText)
            .map { try Profile(yaml: $0, fileName: "built-in") }
        let redactor = Redactor()
        for secret in FuzzCorpus.secrets { redactor.learn(secret) }
        try await Fuzzing.feed("body", FuzzCorpus.bodies) { input in
            let text = String(decoding: input, as: UTF8.self)
            for profile in profiles {
                for operation in Event.Operation.allCases {
                    let parsed = Interpreter(profile: profile)
                        .understand(
                            body: text,
                            status: 200,
                            operation: operation,
                            headers: ["location": text],
                            url: "http://h/"
                        )
                    let response = Response(
                        status: 200,
                        headers: ["x": text],
                        body: text,
                        bodyBytes: input.count,
                        parsed: parsed
                    )
                    var meter = EvidenceMeter(budget: EvidenceBudget(memory: 100, disk: 100))
                    _ = meter.admit(KeptForm(redactor: redactor).event(FuzzCorpus.event(.answered(response))))
                }
            }
            _ = redactor.redactLogin(text, tokenPaths: [JSONPath("access_token"), JSONPath("a.0.b")])
            _ = TokenForgery(token: text, seed: 1)
        }
    }

    @Test func `HTTP answers on the wire`() async throws {
        try await RawServer.with { server in
            try await HTTPTransport.withTransport(Self.options) { transport in
                try await Fuzzing.feed("http", FuzzCorpus.answers) { input in
                    server.answer(with: input)
                    let request = TransportRequest(
                        method: "GET",
                        url: server.url,
                        timeout: .seconds(1),
                        freshConnection: true
                    )
                    _ = await transport.exchange(request) { _ in }
                }
            }
        }
    }

    @Test func `lines of logs`() async throws {
        try await Fuzzing.feed("log-line", FuzzCorpus.logLines) { input in
            _ = LogLine.parse(String(decoding: input.prefix(64 << 10), as: UTF8.self))
        }
    }
}
