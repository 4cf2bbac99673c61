package org.topicboards.broker;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a broker is and how to talk to it: syntax only; what a scheme, a path or a parameter means
 * is the adapter's to say.
 *
 * <pre>{@code
 * uri       = scheme "://" [ user [ ":" password ] "@" ] hosts [ "/" path ] [ "?" query ]
 * scheme    = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )
 * hosts     = host *( "," host )
 * host      = ( name / IPv4 / "[" IPv6 "]" ) [ ":" port ]
 * port      = 1..65535
 * query     = parameter *( "&" parameter )
 * parameter = name "=" value
 * }</pre>
 *
 * <p>User, password, path, names and values may be percent-encoded (RFC 3986, section 2.1; {@code
 * +} is a plus sign), and must be where a character has a meaning of its own in an earlier part: so
 * the text after the hosts holds no bare {@code @}, which would be a sign of a password with a bare
 * {@code /} or {@code ?}. No part holds a control character. A parameter may be named once. Unlike
 * {@link java.net.URI} it knows several hosts, and no error of it repeats the text, which may hold
 * a password.
 */
public final class BrokerUri {

  private static final Pattern SECRET_PARAMETER =
      Pattern.compile(
          "password|secret|jaas|token|credential|passphrase|keystore\\.key",
          Pattern.CASE_INSENSITIVE);

  private final String scheme;
  private final @Nullable String user;
  private final @Nullable String password;
  private final List<HostAndPort> hosts;
  private final @Nullable String path;
  private final Map<String, String> parameters;

  BrokerUri(
      String scheme,
      @Nullable String user,
      @Nullable String password,
      List<HostAndPort> hosts,
      @Nullable String path,
      Map<String, String> parameters) {
    this.scheme = scheme;
    this.user = user;
    this.password = password;
    this.hosts = List.copyOf(hosts);
    this.path = path;
    this.parameters = parameters;
  }

  /**
   * Reads a URI.
   *
   * @throws BadConfigurationException with a one-line reason, free of credentials
   */
  public static BrokerUri parse(String text) {
    return new BrokerUriParser(text).parse();
  }

  /** The scheme in lower case. */
  public String scheme() {
    return scheme;
  }

  /** The user name, decoded. */
  public Optional<String> user() {
    return Optional.ofNullable(user);
  }

  /** The password, decoded. */
  public Optional<String> password() {
    return Optional.ofNullable(password);
  }

  /** At least one host, in the order given. */
  public List<HostAndPort> hosts() {
    return hosts;
  }

  /**
   * What follows the {@code /}, decoded: empty text for {@code host/}, nothing for {@code host}.
   */
  public Optional<String> path() {
    return Optional.ofNullable(path);
  }

  /** The query parameters, decoded, in the order given. Unmodifiable. */
  public Map<String, String> parameters() {
    return parameters;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BrokerUri uri
        && scheme.equals(uri.scheme)
        && Objects.equals(user, uri.user)
        && Objects.equals(password, uri.password)
        && hosts.equals(uri.hosts)
        && Objects.equals(path, uri.path)
        && parameters.equals(uri.parameters);
  }

  @Override
  public int hashCode() {
    return Objects.hash(scheme, user, hosts, path, parameters);
  }

  /** The URI for people: without the password and without the values of secret parameters. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(scheme).append("://");
    if (user != null) {
      text.append(user).append(password == null ? "@" : ":***@");
    }
    text.append(hosts.stream().map(HostAndPort::toString).collect(Collectors.joining(",")));
    if (path != null) {
      text.append('/').append(path);
    }
    char separator = '?';
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      boolean secret = SECRET_PARAMETER.matcher(parameter.getKey()).find();
      text.append(separator).append(parameter.getKey()).append('=');
      text.append(secret ? "***" : parameter.getValue());
      separator = '&';
    }
    return text.toString();
  }
}
