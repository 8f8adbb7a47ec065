//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Testing

@testable import Probe

@Suite struct AccessTests {
    @Test(arguments: [
        (["kill_workr=true"], "did you mean `kill_worker`?"), (["delete_lookup=true"], "there is no fault"),
        (["kill_worker"], "has no command"), (["kill_worker= "], "has no command"),
        (["kill_worker=a", "kill_worker=b"], "is given twice"),
        (["pause_worker=a"], "pause_worker and resume_worker go together"),
        (["resume_redis=a"], "stop_redis and resume_redis go together"),
    ])
    func `a wrong fault command is told in one line`(definitions: [String], words: String) throws {
        let failure = #expect(throws: ProbeFailure.self) { try FaultCommands(definitions) }
        #expect(failure?.message.contains(words) == true, "\(failure?.message ?? "")")
        #expect(failure?.code == .badAccess)
    }

    @Test func `a command may hold an equals sign`() throws {
        let commands = try FaultCommands(["kill_worker=env A=1 true"])
        #expect(commands.kinds == [.killWorker])
        #expect(commands[.killWorker] == "env A=1 true")
    }

    @Test func `a command's output, environment and failure are kept`() async {
        let good = await ShellCommand(text: "echo $WORD", environment: ["WORD": "hello"], deadline: .seconds(30)).run()
        #expect(good.output == "hello")
        #expect(good.failure == nil)
        let bad = await ShellCommand(text: "echo why >&2; exit 3", environment: [:], deadline: .seconds(30)).run()
        #expect(bad.output == "why")
        #expect(bad.failure?.contains("3") == true)
    }

    @Test func `a command that hangs ends at its deadline`() async {
        let hung = await ShellCommand(text: "sleep 60", environment: [:], deadline: .milliseconds(200)).run()
        #expect(hung.failure?.contains("did not end") == true)
    }

    @Test func `a step that must not be called off ends in a cancelled task`() async {
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return await uncancelled { !Task.isCancelled }
        }
        task.cancel()
        #expect(await task.value)
    }

    @Test func `log lines are read as JSON and as people read them`() {
        let record = LogRecord(
            message: "Failed to resolve scan cache key",
            level: "warning",
            metadata: ["scan_id": "scan_1", "reason": "no key and no result", "keys": "a:b=absent, c:d=1 s"]
        )
        let json =
            #"{"level":"WARNING","message":"Failed to resolve scan cache key","scan_id":"scan_1","#
            + #""reason":"no key and no result","keys":"a:b=absent, c:d=1 s"}"#
        let human =
            "2026-01-27T10:15:30.123Z warning scan-server[2]: Failed to resolve scan cache key"
            + " keys=a:b=absent, c:d=1 s reason=no key and no result scan_id=scan_1"
        #expect(LogLine.parse(json) == record)
        #expect(LogLine.parse(human) == record)
        #expect(LogLine.parse("Segmentation fault") == nil)
    }
}
