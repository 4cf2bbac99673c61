# An image for each command: docker build --target publisher|subscriber|board-service|compare .
# docs/containers.md tells how they are built and what they promise.

ARG JDK_IMAGE=eclipse-temurin:25-jdk
ARG JRE_IMAGE=eclipse-temurin:25-jre

# --- The distribution, as ./mvnw package makes it, but for the training ---------------------------
FROM ${JDK_IMAGE} AS build
WORKDIR /build
COPY . .
# The cache keeps Maven itself, which the wrapper brings, and every library.
RUN --mount=type=cache,target=/root/.m2,sharing=locked \
    ./mvnw -B -ntp -q -DskipTests -Dexec.skip=true -pl distribution -am package

# --- Trained: startup archives belong to one JVM and one folder, those of the images --------------
FROM ${JRE_IMAGE} AS runtime
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /nonexistent \
        --shell /usr/sbin/nologin boards
ENV PATH="/opt/topic-boards/bin:${PATH}"

FROM runtime AS trained
COPY --from=build /build/target/topic-boards /opt/topic-boards
COPY distribution/src/build /opt/build
RUN sh /opt/build/train /opt/topic-boards "$JAVA_HOME" \
 && sh /opt/build/split-by-command /opt/topic-boards /images

# --- The images: the runtime, and of the distribution what the one command needs ------------------
FROM runtime AS command
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.vendor="Topic Boards"
USER 10001:10001

FROM command AS publisher
LABEL org.opencontainers.image.title="publisher" \
      org.opencontainers.image.description="Posts messages to boards on RabbitMQ, Kafka or UDP multicast"
COPY --from=trained /images/publisher /
ENTRYPOINT ["/opt/topic-boards/bin/publisher"]

FROM command AS subscriber
LABEL org.opencontainers.image.title="subscriber" \
      org.opencontainers.image.description="Receives messages from boards on RabbitMQ, Kafka or UDP multicast"
COPY --from=trained /images/subscriber /
ENTRYPOINT ["/opt/topic-boards/bin/subscriber"]

FROM command AS board-service
LABEL org.opencontainers.image.title="board-service" \
      org.opencontainers.image.description="Archives every message of every board"
COPY --from=trained /images/board-service /
# Whatever is mounted here for the first time gets this owner.
COPY --from=trained --chown=10001:10001 /images/empty /var/lib/topic-boards
ENV BOARD_DATA=/var/lib/topic-boards BOARD_HTTP_HOST=0.0.0.0
VOLUME /var/lib/topic-boards
EXPOSE 8085
HEALTHCHECK --interval=5s --timeout=5s --start-period=3m --retries=5 \
    CMD ["curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1:8085/ready"]
ENTRYPOINT ["/opt/topic-boards/bin/board-service"]

FROM command AS compare
USER root
# The charts of its report measure their text, which takes a font.
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends fontconfig libfreetype6 libharfbuzz0b \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/*
USER 10001:10001
LABEL org.opencontainers.image.title="compare" \
      org.opencontainers.image.description="Measures brokers side by side and writes a report"
COPY --from=build /build/target/topic-boards /opt/topic-boards
ENV BOARD_REPORT=/report
ENTRYPOINT ["/opt/topic-boards/bin/compare"]
