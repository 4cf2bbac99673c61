package org.topicboards.comparison.results;

import com.fasterxml.jackson.annotation.JsonProperty;

/** One kind of figure: what it is called in files, in words, its unit, and which way is better. */
public enum Metric {
  @JsonProperty("sustainableRate")
  SUSTAINABLE_RATE("sustainableRate", "highest sustainable rate", "messages/s", true),
  @JsonProperty("rate")
  RATE("rate", "rate received", "messages/s", true),
  @JsonProperty("catchUpRate")
  CATCH_UP_RATE("catchUpRate", "rate of catching up", "messages/s", true),
  @JsonProperty("recoveryMillis")
  RECOVERY("recoveryMillis", "time to recover", "ms", false),
  @JsonProperty("latencyP50Millis")
  LATENCY_P50("latencyP50Millis", "latency, median", "ms", false),
  @JsonProperty("latencyP90Millis")
  LATENCY_P90("latencyP90Millis", "latency, 90 %", "ms", false),
  @JsonProperty("latencyP99Millis")
  LATENCY_P99("latencyP99Millis", "latency, 99 %", "ms", false),
  @JsonProperty("latencyP999Millis")
  LATENCY_P999("latencyP999Millis", "latency, 99.9 %", "ms", false),
  @JsonProperty("latencyMaxMillis")
  LATENCY_MAX("latencyMaxMillis", "latency, longest", "ms", false),
  @JsonProperty("confirmP50Millis")
  CONFIRM_P50("confirmP50Millis", "confirm, median", "ms", false),
  @JsonProperty("confirmP99Millis")
  CONFIRM_P99("confirmP99Millis", "confirm, 99 %", "ms", false),
  @JsonProperty("confirmMaxMillis")
  CONFIRM_MAX("confirmMaxMillis", "confirm, longest", "ms", false),
  @JsonProperty("generatorLateP99Millis")
  GENERATOR_LATE_P99("generatorLateP99Millis", "generator late, 99 %", "ms", false),
  @JsonProperty("clientCpuMicros")
  CLIENT_CPU("clientCpuMicros", "client CPU a message", "us", false),
  @JsonProperty("clientMemoryMebibytes")
  CLIENT_MEMORY("clientMemoryMebibytes", "client memory (resident)", "MiB", false),
  @JsonProperty("brokerCpuMicros")
  BROKER_CPU("brokerCpuMicros", "broker CPU a message", "us", false),
  @JsonProperty("brokerMemoryMebibytes")
  BROKER_MEMORY("brokerMemoryMebibytes", "broker memory (resident)", "MiB", false),
  @JsonProperty("bytesToBroker")
  BYTES_TO_BROKER("bytesToBroker", "bytes to the broker a message", "B", false),
  @JsonProperty("bytesFromBroker")
  BYTES_FROM_BROKER("bytesFromBroker", "bytes from the broker a message", "B", false);

  private final String key;
  private final String words;
  private final String unit;
  private final boolean isHigherBetter;

  Metric(String key, String words, String unit, boolean isHigherBetter) {
    this.key = key;
    this.words = words;
    this.unit = unit;
    this.isHigherBetter = isHigherBetter;
  }

  /** The name in {@code results.json} and {@code results.csv}. */
  public String key() {
    return key;
  }

  /** The name for people. */
  public String words() {
    return words;
  }

  /** The unit of its values. */
  public String unit() {
    return unit;
  }

  /** Whether more is better. */
  public boolean isHigherBetter() {
    return isHigherBetter;
  }
}
