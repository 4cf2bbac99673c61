package org.topicboards.comparison.transport;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.Guarantee;
import org.topicboards.comparison.results.BrokerEntry;
import org.topicboards.comparison.results.DurabilityClass;

/** One of those that are compared: a broker, through its adapter or through its bare client. */
public final class Contender {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final String uriText;
  private final BrokerUri uri;
  private final Product product;
  private final Server server;
  private final boolean isAdapterOff;
  private BrokerEntry entry;

  private Contender(String uriText, Server server, boolean isAdapterOff, BrokerEntry entry) {
    this.uriText = uriText;
    this.uri = BrokerUri.parse(uriText);
    this.product = Product.of(uri);
    this.server = server;
    this.isAdapterOff = isAdapterOff;
    this.entry = entry;
  }

  /**
   * Asks the broker what it is.
   *
   * @throws org.topicboards.broker.BrokerException if it does not answer, or the URI cannot work
   */
  public static Contender ask(Candidate candidate) {
    BrokerUri uri = BrokerUri.parse(candidate.uri());
    Set<Guarantee> guarantees = Brokers.guarantees(uri);
    Product product = Product.of(uri);
    AdapterTransport.connect(uri, CONNECT_TIMEOUT).close();
    Facts facts = product.facts(uri);
    Map<String, String> settings = new LinkedHashMap<>(candidate.settings());
    settings.putAll(facts.settings());
    DurabilityClass stated = candidate.durability();
    String knownProduct = candidate.product();
    BrokerEntry entry =
        new BrokerEntry(
            candidate.name(),
            uri.toString(),
            false,
            knownProduct == null ? facts.product() : knownProduct,
            stated == null ? facts.durability() : stated,
            stated == null ? facts.durabilityReason() : candidate.durabilityReason(),
            guarantees.stream().sorted().map(Guarantee::name).toList(),
            settings,
            null);
    return new Contender(candidate.uri(), candidate.server(), false, entry);
  }

  /** The entry of a broker that could not be asked. */
  public static BrokerEntry unreachable(Candidate candidate, String fault) {
    return new BrokerEntry(
        candidate.name(),
        BrokerUri.parse(candidate.uri()).toString(),
        false,
        "?",
        DurabilityClass.UNKNOWN,
        "it did not answer",
        List.of(),
        Map.of(),
        fault);
  }

  /** The same broker through its bare client, or null where there is none. */
  public @Nullable Contender withoutAdapter() {
    if (!product.hasBareClient(uri)) {
      return null;
    }
    BrokerEntry bareEntry =
        new BrokerEntry(
            entry.name() + " (adapter off)",
            entry.uri(),
            true,
            entry.product(),
            entry.durability(),
            entry.durabilityReason(),
            entry.guarantees(),
            entry.settings(),
            null);
    return new Contender(uriText, server, true, bareEntry);
  }

  /** Its name, unique among them. */
  public String name() {
    return entry.name();
  }

  /** What is known of it. */
  public BrokerEntry entry() {
    return entry;
  }

  /** Whether this is the bare client. */
  public boolean isAdapterOff() {
    return isAdapterOff;
  }

  /** Whether the transport promises this. */
  public boolean promises(Guarantee guarantee) {
    return entry.guarantees().contains(guarantee.name());
  }

  /** Its process. */
  public Server server() {
    return server;
  }

  /** Notes why it cannot go on. */
  public void fail(String fault) {
    entry = entry.failedBy(fault);
  }

  /** Whether it cannot go on. */
  public boolean isFailed() {
    return entry.fault() != null;
  }

  /** A place on the broker for one run, with names that nobody else has. */
  public Site site() {
    return new Site("compare-" + UUID.randomUUID().toString().substring(0, 13) + "-");
  }

  /** The names of one run: connect as often as needed, and remove them at the end. */
  public final class Site {

    private final String prefix;

    private Site(String prefix) {
      this.prefix = prefix;
    }

    /** What every name on the broker begins with. */
    public String prefix() {
      return prefix;
    }

    /**
     * Connects.
     *
     * @param patience how long a message may wait for its confirm
     */
    public Transport connect(Duration patience) {
      if (isAdapterOff) {
        return product.connectBare(uri, prefix, patience);
      }
      String parameters = "prefix=" + prefix + product.adapterParameters(uri);
      return AdapterTransport.connect(
          BrokerUri.parse(uriText + (uriText.contains("?") ? "&" : "?") + parameters), patience);
    }

    /** Deletes what is left on the broker. */
    public void remove() {
      product.removeAll(uri, prefix);
    }
  }
}
