//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import FoundationEssentials
import KitSupport
import Probe
import ProbeWatch
import Watching

/// The options of a watch besides the deployment and its users.
struct WatchOptions: ParsableArguments {
    @Option(help: "The time from one probe to the next, such as 60s or 5min.")
    var every = TimeSpan(seconds: 60)

    @Option(
        help: ArgumentHelp(
            "The mean time to a false alarm, such as 30d.",
            discussion: "A longer one makes alarms come later; the guide has the delays."
        )
    )
    var falseAlarm = TimeSpan(seconds: 30 * 86_400)

    @Option(help: "The mean time to a false all-clear, while twice as much fails as the target allows.")
    var falseClear = TimeSpan(seconds: 6 * 3600)

    @Option(help: "The rate below which an alarm is due.")
    var target = 0.95

    @Option(name: .customLong("state"), help: "The folder that a restart goes on from.")
    var state = "scan-watch"

    @Option(help: "How many histories of probes are kept; those of failed probes longest.")
    var keep = 200

    @Option(help: "How much of the disk the histories may take, in MB.")
    var keepMegabytes = 200

    @Option(
        name: .customLong("on-change"),
        help: ArgumentHelp(
            "A shell command that is run on alarm, all-clear and each change of verdict.",
            discussion: "It has 10 s and finds SCAN_WATCH_EVENT, SCAN_WATCH_MESSAGE and more in its environment.",
            valueName: "command"
        )
    )
    var onChange: String?

    @Option(
        name: .customLong("webhook"),
        help: ArgumentHelp(
            "An address that changes are sent to, with json=, slack= or alertmanager= before it; may be repeated.",
            discussion: "SCAN_PROBE_WEBHOOK in the environment does the same, and keeps a secret out of the arguments."
        )
    )
    var webhooks: [String] = []

    @Option(
        help: ArgumentHelp(
            "An address for the page, /metrics and /healthz, such as 127.0.0.1:9464.",
            valueName: "host:port"
        )
    )
    var listen: String?

    func validate() throws {
        let day = 86_400.0
        guard (0.05...day).contains(every.seconds) else {
            throw ValidationError("--every takes 50ms to 1d, such as 60s.")
        }
        for (option, span) in [("--false-alarm", falseAlarm), ("--false-clear", falseClear)] {
            guard span.seconds >= 2 * every.seconds, span.seconds <= 100 * 365 * day else {
                throw ValidationError("\(option) takes at least two probes' time, and 36500d at most.")
            }
        }
        guard (0.6...0.999).contains(target) else { throw ValidationError("--target takes 0.6 to 0.999.") }
        guard (1...10_000).contains(keep) else { throw ValidationError("--keep takes 1 to 10000.") }
        guard (1...1 << 20).contains(keepMegabytes) else {
            throw ValidationError("--keep-megabytes takes 1 to \(1 << 20).")
        }
        guard !state.isEmpty else { throw ValidationError("--state needs a name.") }
    }

    /// Returns the address of the page.
    static func place(_ text: String) throws(ProbeFailure) -> HostAndPort {
        if let place = HostAndPort(text) { return place }
        throw ProbeFailure(
            .badTarget,
            "--listen takes a host and a port, such as 127.0.0.1:9464 or [::1]:9464, not `\(text)`"
        )
    }

    /// Returns the settings.
    func settings() throws(ProbeFailure) -> Watcher.Settings {
        var ways: [String: NoticeWay] = [:]
        if let onChange { ways["command"] = .command(onChange) }
        let given = ProcessInfo.processInfo.environment["SCAN_PROBE_WEBHOOK"].flatMap { $0.isEmpty ? nil : $0 }
        for (index, text) in (webhooks + [given].compactMap(\.self)).enumerated() {
            ways["webhook-\(index + 1)"] = .webhook(try Webhook(text))
        }
        return Watcher.Settings(
            folder: state,
            detection: WatchSettings(
                target: target,
                interval: every.seconds,
                falseAlarm: falseAlarm.seconds,
                falseClear: falseClear.seconds
            ),
            ways: ways,
            histories: keep,
            historyBytes: keepMegabytes << 20,
            listen: try listen.map(Self.place)
        )
    }
}
