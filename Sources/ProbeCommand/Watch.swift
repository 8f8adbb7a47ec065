//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import FoundationEssentials
import KitSupport
import Probe
import ProbeHistory
import ProbeWatch
import Watching

/// The command `scan-probe watch`, which probes a deployment again and again, and raises an alarm.
struct Watch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Watch a deployment: a small probe at an interval, and an alarm with a known error.",
        discussion: """
            scan-probe watch https://scan.example.com --state /var/lib/scan-watch --listen 127.0.0.1:9464

            The log is standard error. Ctrl-C and SIGTERM end it; the next start with the same folder goes on.

            Exit status: 0 ended by a signal, 3 it could not begin, 64 usage.
            """
    )

    @Argument(help: "The deployment's address, such as https://scan.example.com.")
    var url: String

    @Option(help: "A built-in plan or a YAML file.")
    var plan = "watch"

    @OptionGroup var profile: ProfileOptions

    @OptionGroup var credentials: CredentialOptions

    @OptionGroup var watching: WatchOptions

    @OptionGroup var way: TransportArguments

    func run() async throws {
        let plan = try Plan.load(self.plan)
        guard plan.load.startRate == 0, plan.soak.seconds == .zero else {
            throw ValidationError("\(self.plan) is no small plan: a load test or a soak cannot be repeated as a watch.")
        }
        let assignment = Runner.Assignment(
            target: try Target(url),
            profile: try way.profile(profile),
            plan: plan,
            first: try credentials.first(),
            second: try credentials.second(),
            access: OperatorAccess(admin: try credentials.admin()),
            seed: UInt64.random(in: 0...UInt64(UInt32.max))
        )
        let watcher = Watcher(assignment, way: way.options, settings: try watching.settings()) { line in
            Console.printError("\(Date.now.formatted(.isoSeconds)) \(line.harmless())\n")
        }
        try await Interrupts.end("Ending the watch; a second signal quits at once.") {
            try await watcher.run()
        } then: {
        }
    }
}
