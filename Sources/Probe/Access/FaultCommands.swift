//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

/// The operator's shell commands that inject faults into the deployment, such as the one that kills a worker.
public struct FaultCommands: Sendable {
    /// No commands.
    public static let none = FaultCommands()

    /// The fault kinds that commands can inject; the others are injected through the store.
    public static let possible: [Fault.Kind] = [
        .killWorker, .stopWorker, .pauseWorker, .resumeWorker, .restartRedis, .stopRedis, .resumeRedis,
    ]

    private let commands: [Fault.Kind: String]

    /// The fault kinds that these commands can inject.
    public var kinds: Set<Fault.Kind> { Set(commands.keys) }

    private init() {
        commands = [:]
    }

    /// Reads commands such as `kill_worker=systemctl kill -s KILL job@2`.
    ///
    /// - Parameter definitions: Pairs of a fault kind and a shell command.
    /// - Throws: ``ProbeFailure`` for an unknown kind, and for a command without its counterpart.
    public init(_ definitions: [String]) throws(ProbeFailure) {
        let names = Self.possible.map(\.rawValue)
        var commands: [Fault.Kind: String] = [:]
        for definition in definitions {
            let parts = definition.split(separator: "=", maxSplits: 1).map(String.init)
            guard let name = parts.first, let kind = Fault.Kind(rawValue: name), Self.possible.contains(kind) else {
                let name = parts.first ?? ""
                throw ProbeFailure(
                    .badAccess,
                    "there is no fault `\(name)`\(Suggestion.clause(for: name, among: names)): a fault command is"
                        + " NAME=COMMAND with one of \(names.joined(separator: ", "))"
                )
            }
            guard parts.count == 2, parts[1].contains(where: { !$0.isWhitespace }) else {
                throw ProbeFailure(.badAccess, "the fault \(name) has no command: give \(name)=COMMAND")
            }
            guard commands.updateValue(parts[1], forKey: kind) == nil else {
                throw ProbeFailure(.badAccess, "the fault \(name) is given twice: one command for each")
            }
        }
        for first in Self.possible {
            guard let second = first.undo, (commands[first] == nil) != (commands[second] == nil) else { continue }
            throw ProbeFailure(
                .badAccess,
                "the faults \(first.rawValue) and \(second.rawValue) go together: give a command for each"
            )
        }
        self.commands = commands
    }

    /// The command for a fault.
    subscript(_ kind: Fault.Kind) -> String? { commands[kind] }
}

extension Fault.Kind {
    /// The kind that undoes this one; absent where nothing is to be undone.
    var undo: Fault.Kind? {
        switch self {
        case .pauseWorker: .resumeWorker
        case .stopRedis: .resumeRedis
        case .addForeignKeys: .removeForeignKeys
        case .deleteLookup, .deleteLookups, .removeForeignKeys, .killWorker, .stopWorker, .resumeWorker, .restartRedis,
            .resumeRedis:
            nil
        }
    }
}
