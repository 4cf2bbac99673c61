package org.topicboards.broker;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The way in: finds the adapter for a URI and connects. Stateless. */
public final class Brokers {

  private Brokers() {}

  /**
   * Connects with the default options.
   *
   * @see #connect(BrokerUri, ConnectOptions)
   */
  public static Broker connect(BrokerUri uri) {
    return connect(uri, ConnectOptions.DEFAULTS);
  }

  /**
   * Connects to the broker at {@code uri} through the adapter for its scheme. Blocks for at most
   * {@link ConnectOptions#connectTimeout}; does not retry.
   *
   * @return a connected broker, which the caller closes
   * @throws BadConfigurationException if no adapter knows the scheme (the message lists those that
   *     are known) or more than one does, or a part of the URI cannot work
   * @throws GuaranteeNotMetException before any connection is made, if the transport lacks a
   *     required guarantee
   * @throws BrokerUnavailableException if no host answers in time
   * @throws AccessRefusedException if the broker refuses the credentials
   */
  public static Broker connect(BrokerUri uri, ConnectOptions options) {
    BrokerProvider provider = provider(uri);
    Set<Guarantee> missing = EnumSet.noneOf(Guarantee.class);
    missing.addAll(options.requiredGuarantees());
    missing.removeAll(provider.guarantees(uri));
    if (!missing.isEmpty()) {
      throw new GuaranteeNotMetException(
          uri.scheme()
              + ":// does not guarantee "
              + missing.stream().map(Guarantee::name).collect(Collectors.joining(", "))
              + " ("
              + missing.stream().map(Guarantee::description).collect(Collectors.joining("; "))
              + ")");
    }
    return provider.connect(uri, options.telling(new GuardedListener(options.listener())));
  }

  /**
   * What the transport behind {@code uri} promises, without connecting.
   *
   * @throws BadConfigurationException if no adapter knows the scheme, or a part of the URI cannot
   *     work
   */
  public static Set<Guarantee> guarantees(BrokerUri uri) {
    return provider(uri).guarantees(uri);
  }

  /** The schemes of all adapters on the class path, sorted. */
  public static Set<String> schemes() {
    Set<String> schemes = new TreeSet<>();
    providers().forEach(provider -> schemes.addAll(provider.schemes()));
    return schemes;
  }

  private static BrokerProvider provider(BrokerUri uri) {
    List<BrokerProvider> found = new ArrayList<>();
    for (BrokerProvider provider : providers()) {
      if (provider.schemes().contains(uri.scheme())) {
        found.add(provider);
      }
    }
    if (found.isEmpty()) {
      throw new BadConfigurationException(
          "no adapter for '"
              + uri.scheme()
              + "://' (known: "
              + schemes().stream().map(scheme -> scheme + "://").collect(Collectors.joining(", "))
              + ")");
    }
    if (found.size() > 1) {
      throw new BadConfigurationException(
          "several adapters for '"
              + uri.scheme()
              + "://' are on the class path ("
              + found.stream()
                  .map(provider -> provider.getClass().getName())
                  .collect(Collectors.joining(", "))
              + "); leave one");
    }
    return found.get(0);
  }

  private static ServiceLoader<BrokerProvider> providers() {
    return ServiceLoader.load(BrokerProvider.class, BrokerProvider.class.getClassLoader());
  }
}
