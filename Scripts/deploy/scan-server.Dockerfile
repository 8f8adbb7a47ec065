# An image of scan-server: docker build -f Scripts/deploy/scan-server.Dockerfile -t scan-server .
# Logs go to standard error; users, address of Redis and secrets come from outside.
FROM swift:6.3-bookworm AS build
RUN apt-get update && apt-get install --yes --no-install-recommends libhiredis-dev libyaml-dev zlib1g-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /kit
COPY . .
RUN swift build -c release --product scan-server --static-swift-stdlib \
    && install -s "$(swift build -c release --product scan-server --static-swift-stdlib --show-bin-path)/scan-server" /usr/local/bin/

FROM debian:bookworm-slim
RUN apt-get update && apt-get install --yes --no-install-recommends ca-certificates libhiredis0.14 libyaml-0-2 zlib1g libstdc++6 \
    && rm -rf /var/lib/apt/lists/* && useradd --uid 1000 scan-server
COPY --from=build /usr/local/bin/scan-server /usr/local/bin/scan-server
USER 1000:1000
EXPOSE 8080 9464
# The supervisor is the process that is told to stop, and tells its workers.
STOPSIGNAL SIGTERM
ENTRYPOINT ["scan-server"]
CMD ["serve", "--host", "0.0.0.0"]
