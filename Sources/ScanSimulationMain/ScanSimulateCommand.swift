//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import Foundation
import ScanSimulation

/// The program `scan-simulate`.
@main
struct ScanSimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan-simulate",
        abstract: "Runs the core of the server through made-up schedules of faults, in virtual time."
    )

    @Argument(help: "The number of schedules.")
    var schedules: UInt64 = 20_000

    @Option(help: "The seed of the first schedule; the others follow it.")
    var first: UInt64 = 1

    @Option(help: "The number of threads.")
    var threads = ProcessInfo.processInfo.activeProcessorCount

    @Option(
        help: "Runs one schedule by its name, such as 4711 or 4711:visits=0:faults=2:ordered, and prints its trace."
    )
    var replay: String?

    @Option(help: "A mutant of the core to run instead of it.")
    var mutant: String?

    @Flag(help: "Runs each mutant of the core until a schedule finds it.")
    var mutants = false

    func validate() throws {
        if schedules == 0 { throw ValidationError("Give a number of schedules that is greater than 0.") }
        if !(1...1024).contains(threads) { throw ValidationError("Give between 1 and 1024 threads.") }
        if schedules > UInt64.max - first { throw ValidationError("Give a smaller first seed.") }
        _ = try reduction()
        _ = try behaviour()
    }

    func run() throws {
        if let reduction = try reduction() {
            try replay(reduction)
        } else if mutants {
            try findMutants()
        } else {
            try search()
        }
    }

    private func reduction() throws -> Reduction? {
        guard let replay else { return nil }
        guard let reduction = Reduction(replay) else {
            throw ValidationError("'\(replay)' names no schedule; it begins with a seed, as it was printed.")
        }
        return reduction
    }

    private func behaviour() throws -> CoreBehaviour {
        guard let mutant else { return CoreBehaviour() }
        guard let found = CoreMutant.all.first(where: { $0.name == mutant }) else {
            let names = CoreMutant.all.map(\.name).joined(separator: ", ")
            throw ValidationError("There is no mutant '\(mutant)'; there are \(names).")
        }
        return found.behaviour
    }

    private func replay(_ reduction: Reduction) throws {
        let campaign = Campaign(try behaviour())
        for line in campaign.trace(of: reduction) { print(line) }
        if let violation = campaign.breaks(reduction) { throw failure("\(violation)") }
        print("Every rule holds.")
    }

    private func search() throws {
        let campaign = Campaign(try behaviour())
        let start = ContinuousClock.now
        let seed = campaign.firstFailure(from: first, count: schedules, threads: threads)
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        if let seed, let finding = campaign.finding(at: seed) {
            for line in finding.trace { print(line) }
            let option = mutant.map { " --mutant \($0)" } ?? ""
            throw failure(
                """
                Schedule \(seed) breaks a rule, after \(seed - first + 1) schedules: \(finding.violation)
                The trace above is that of the smallest schedule that breaks it. Again:
                  Scripts/simulate --replay \(finding.smallest)\(option)
                The whole schedule:
                  Scripts/simulate --replay \(seed)\(option)
                """
            )
        }
        let rate = Int(Double(schedules) / max(seconds, 0.001))
        print("\(schedules) schedules from seed \(first), \(rate) a second: every rule holds.")
    }

    private func findMutants() throws {
        var missed: [String] = []
        for mutant in CoreMutant.all {
            let campaign = Campaign(mutant.behaviour)
            if let seed = campaign.firstFailure(from: first, count: schedules, threads: threads),
                let violation = campaign.breaks(Reduction(seed: seed))
            {
                say("\(mutant.name): after \(seed - first + 1), \(violation.rule.rawValue)")
            } else {
                say("\(mutant.name): not found")
                missed.append(mutant.name)
            }
        }
        if !missed.isEmpty { throw failure("Mutants that no schedule found: \(missed.joined(separator: ", ")).") }
    }

    /// Prints a line at once, even into a pipe.
    private func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

    private func failure(_ message: String) -> ExitCode {
        FileHandle.standardError.write(Data((message + "\n").utf8))
        return ExitCode.failure
    }
}
