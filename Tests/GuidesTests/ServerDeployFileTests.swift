//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import KitYAML
import TestSupport
import Testing

/// The units, the image, the blueprint and the manifests by which a server is deployed.
@Suite(.timeLimit(.minutes(2))) struct `The files that a server is deployed by` {
    /// A command that starts a server, and the seconds between the signal and the kill that its surroundings grant it.
    struct Start: Sendable, CustomTestStringConvertible {
        let file: String
        let words: [String]
        let patience: Int

        var testDescription: String { "\(file): \(words.joined(separator: " "))" }

        /// The value after an option.
        func value(of option: String) -> String? {
            words.firstIndex(of: option).flatMap { words.indices.contains($0 + 1) ? words[$0 + 1] : nil }
        }
    }

    private static func text(_ name: String) -> String {
        (try? String(contentsOf: Guide.root.appending(path: "Scripts/deploy/\(name)"), encoding: .utf8)) ?? ""
    }

    private static func words(_ command: String) -> [String] {
        command.split(separator: " ").dropFirst().map(String.init)
    }

    private static let manifests = text("scan-server.yaml").components(separatedBy: "\n---\n").compactMap {
        try? StrictYAML.root(of: $0)
    }

    private static let services =
        (try? StrictYAML.root(of: text("render.yaml")))?["services"]?.sequence.map(Array.init) ?? []

    private static func pods(_ manifest: Node) -> Node? { manifest["spec"]?["template"]?["spec"] }

    private static func container(_ manifest: Node) -> Node? {
        pods(manifest)?["containers"]?.sequence.flatMap { Array($0).first }
    }

    private static let units = ["scan-server.service", "scan-worker.service"].map { file in
        let unit = SystemdUnit(named: file)
        return Start(file: file, words: words(unit["ExecStart"]), patience: Int(unit["TimeoutStopSec"]) ?? 0)
    }

    static let starts: [Start] =
        units
        + services.compactMap { service in
            service["dockerCommand"]?.string.map {
                Start(
                    file: "render.yaml",
                    words: words($0),
                    patience: service["maxShutdownDelaySeconds"]?.string.flatMap { Int($0) } ?? 0
                )
            }
        }
        + manifests.compactMap { manifest in
            guard let container = container(manifest), let words = container["args"]?.sequence else { return nil }
            let pause = container["lifecycle"]?["preStop"]?["sleep"]?["seconds"]?.string.flatMap { Int($0) } ?? 0
            let grace = pods(manifest)?["terminationGracePeriodSeconds"]?.string.flatMap { Int($0) } ?? 0
            return Start(file: "scan-server.yaml", words: words.compactMap(\.string), patience: grace - pause)
        }

    @Test func `are two ways to start for each kind of place`() {
        #expect(Self.starts.map { $0.value(of: "--role") } == [nil, "scan", "serve", "scan", "serve", "scan"])
    }

    @Test(arguments: starts) func `start servers with options that there are, and values that they take`(
        start: Start
    ) async throws {
        // What comes last is refused last, once all others have been accepted.
        let result = try await Executables.run("scan-server", start.words + ["--pace", "-1"])
        #expect(result.status == 64 && result.error.contains("--pace takes seconds"), "\(result.error)")
        #expect(start.words.first == "serve" && start.words.count > 5)
    }

    @Test(arguments: starts) func `leave time to hand scans back`(start: Start) throws {
        let grace = try #require(start.value(of: "--shutdown-grace").flatMap { Int($0) })
        #expect(grace > 0 && start.patience >= grace + 5)
    }

    @Test func `name variables that the server reads, and no secret in arguments`() async throws {
        let help = try await Executables.run("scan-server", ["help", "serve"]).output
        let inPods = Self.manifests.compactMap { Self.container($0)?["env"]?.sequence }
            .flatMap { $0.compactMap { $0["name"]?.string } }
        let onRender = Self.text("render.yaml").matches(of: /key: (SCAN_[A-Z_]+)/).map { String($0.output.1) }
        let inUnit = Self.text("scan-server.service").matches(of: /(SCAN_[A-Z_]+)=/).map { String($0.output.1) }
        for names in [inPods, onRender, inUnit] {
            #expect(Set(names) == ["SCAN_REDIS_URL", "SCAN_JWT_SECRET"])
            for name in names { #expect(help.contains(name), "\(name)") }
        }
        for start in Self.starts { #expect(!start.words.contains("--redis"), "\(start)") }
    }

    @Test func `probe pages that there are, at ports that are listened on`() throws {
        let pods = Self.manifests.compactMap(Self.container)
        #expect(pods.count == 2)
        for pod in pods {
            let ports = (pod["ports"]?.sequence.map(Array.init) ?? []).compactMap { $0["containerPort"]?.string }
            let words = (pod["args"]?.sequence.map(Array.init) ?? []).compactMap(\.string).joined(separator: " ")
            #expect(ports.contains("9464") && words.contains("--operator-listen 0.0.0.0:9464"))
            #expect(ports.contains("8080") == words.contains("--port 8080"))
            for probe in ["startupProbe", "livenessProbe", "readinessProbe"] {
                guard let target = pod[probe]?["httpGet"] else { continue }
                let pages = target["port"]?.string == "operator" ? ["/metrics"] : ["/health", "/ready"]
                #expect(pages.contains(target["path"]?.string ?? ""), "\(probe)")
            }
        }
        #expect(Self.services.compactMap { $0["healthCheckPath"]?.string } == ["/ready"])
    }

    @Test func `scale by a metric that the server tells, and keep scans when pods and Redis are short of room`() throws
    {
        let scaler = try #require(Self.manifests.first { $0["kind"]?.string == "HorizontalPodAutoscaler" })
        let metric = scaler["spec"]?["metrics"]?.sequence.flatMap { Array($0).first }?["external"]?["metric"]?["name"]
        // The tests of that guide compare its metrics with those of a server.
        let name = try #require(metric?.string)
        #expect(Guide.named("operate").text.contains("| `\(name)` |"))
        let target = scaler["spec"]?["scaleTargetRef"]?["name"]?.string
        let budgets = Self.manifests.filter { $0["kind"]?.string == "PodDisruptionBudget" }
        let apps = Self.manifests.filter { $0["kind"]?.string == "Deployment" }
        let named = { (nodes: [Node]) in nodes.compactMap { $0["metadata"]?["name"]?.string } }
        #expect(named(budgets) == named(apps) && named(apps).last == target)
        #expect(Self.services.first?["maxmemoryPolicy"]?.string == "noeviction")
    }

    @Test func `are an image with what the server is linked with`() {
        let image = Self.text("scan-server.Dockerfile")
        for package in ["libhiredis0.14", "libyaml-0-2", "zlib1g", "libstdc++6"] {
            #expect(image.contains(" \(package) "), "\(package)")
        }
        #expect(image.contains("ENTRYPOINT [\"scan-server\"]") && image.contains("USER 1000:1000"))
    }

    @Test(arguments: ["scan-server.service", "scan-worker.service"]) func `are units that systemd takes`(
        file: String
    ) async throws {
        #expect(try await SystemdUnit(named: file).verify() == "")
    }
}
