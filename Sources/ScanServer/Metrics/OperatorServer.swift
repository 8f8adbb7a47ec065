//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

/// The server on the operator's address, which tells the metrics of all workers on one page.
///
/// It asks for no token: the address is to be one that only operators reach.
struct OperatorServer: Service {
    let address: ListeningAddress
    let metrics: GatheredMetrics

    func run() async throws {
        let router = Router()
        router.get("metrics") { [metrics] request, _ in
            let format = MetricsPage.Format(accept: request.headers[.accept])
            return Response(
                status: .ok,
                headers: [.contentType: format.mediaType],
                body: .init(byteBuffer: ByteBuffer(string: metrics.page(format)))
            )
        }
        let host = address.host
        let application = Application(
            router: router,
            configuration: .init(address: .hostname(host, port: address.port), serverName: nil),
            onServerRunning: { channel in
                let address = ListeningAddress(host: host, port: channel.localAddress?.port ?? 0)
                StandardOutput.write("Metrics for operators on http://\(address)/metrics.\n")
            },
            logger: Logger(label: "operator") { _ in SwiftLogNoOpLogHandler() }
        )
        do {
            try await application.run()
        } catch let error as IOError {
            throw ServerError.cannotListen(on: address, because: error, remedy: "--operator-listen")
        }
    }
}
