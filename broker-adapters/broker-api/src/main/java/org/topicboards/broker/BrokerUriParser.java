package org.topicboards.broker;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the grammar of {@link BrokerUri}. Its errors name parts, never the text around them. */
final class BrokerUriParser {

  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*");
  private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");
  private static final Pattern IPV6 =
      Pattern.compile("[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9._-]+)?");

  private final String text;

  BrokerUriParser(String text) {
    this.text = text;
  }

  BrokerUri parse() {
    int schemeEnd = text.indexOf("://");
    if (schemeEnd < 0 || !SCHEME.matcher(text.substring(0, schemeEnd)).matches()) {
      throw fault("it must begin with a scheme, such as amqp://localhost");
    }
    String scheme = text.substring(0, schemeEnd).toLowerCase(Locale.ROOT);
    String rest = text.substring(schemeEnd + "://".length());
    if (rest.indexOf('#') >= 0) {
      throw fault("'#' is not allowed (write it as %23)");
    }
    if (rest.lastIndexOf('@') > hostsEnd(rest)) {
      throw fault(
          "'@' after the hosts is written as %40, and '/' or '?' in a password as %2F or %3F");
    }

    Map<String, String> parameters = Map.of();
    int queryStart = rest.indexOf('?');
    if (queryStart >= 0) {
      parameters = parameters(rest.substring(queryStart + 1));
      rest = rest.substring(0, queryStart);
    }
    String path = null;
    int pathStart = rest.indexOf('/');
    if (pathStart >= 0) {
      path = decoded("path", rest.substring(pathStart + 1));
      rest = rest.substring(0, pathStart);
    }
    String user = null;
    String password = null;
    int userEnd = rest.lastIndexOf('@');
    if (userEnd >= 0) {
      String credentials = rest.substring(0, userEnd);
      int colon = credentials.indexOf(':');
      user = decoded("user", colon < 0 ? credentials : credentials.substring(0, colon));
      password = colon < 0 ? null : decoded("password", credentials.substring(colon + 1));
      if (user.isEmpty()) {
        throw fault("the user before '@' is empty");
      }
      rest = rest.substring(userEnd + 1);
    }
    return new BrokerUri(scheme, user, password, hosts(rest), path, parameters);
  }

  private static int hostsEnd(String rest) {
    int end = 0;
    while (end < rest.length() && rest.charAt(end) != '/' && rest.charAt(end) != '?') {
      end++;
    }
    return end;
  }

  private static List<HostAndPort> hosts(String list) {
    List<HostAndPort> hosts = new ArrayList<>();
    for (String host : list.split(",", -1)) {
      hosts.add(host(host));
    }
    return hosts;
  }

  private static HostAndPort host(String part) {
    if (part.isEmpty()) {
      throw fault("a host is missing");
    }
    if (part.charAt(0) == '[') {
      int end = part.indexOf(']');
      if (end < 0 || !IPV6.matcher(part.substring(1, end)).matches()) {
        throw fault("the address in '[…]' is no IPv6 address");
      }
      return new HostAndPort(part.substring(1, end), port(part.substring(end + 1)));
    }
    int colon = part.indexOf(':');
    String name = colon < 0 ? part : part.substring(0, colon);
    if (!HOST_NAME.matcher(name).matches()) {
      throw fault("a host is not a name or an address (IPv6 goes into brackets)");
    }
    return new HostAndPort(name, port(colon < 0 ? "" : part.substring(colon)));
  }

  private static int port(String part) {
    if (part.isEmpty()) {
      return HostAndPort.NO_PORT;
    }
    String digits = part.substring(1);
    if (part.charAt(0) != ':' || !digits.matches("\\d{1,5}")) {
      throw fault("a port must be a number from 1 to 65535");
    }
    int port = Integer.parseInt(digits);
    if (port < 1 || port > 65_535) {
      throw fault("port " + port + " is not from 1 to 65535");
    }
    return port;
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (query.isEmpty()) {
      return parameters;
    }
    for (String parameter : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      if (equals < 1) {
        throw fault("a parameter is not written as name=value");
      }
      String name = decoded("parameter name", parameter.substring(0, equals));
      String value = decoded("parameter " + name, parameter.substring(equals + 1));
      if (parameters.put(name, value) != null) {
        throw fault("parameter " + name + " is given twice");
      }
    }
    return Collections.unmodifiableMap(parameters);
  }

  private static String decoded(String what, String part) {
    String decoded = part.indexOf('%') < 0 ? part : percentDecoded(what, part);
    if (decoded.chars().anyMatch(Character::isISOControl)) {
      throw fault("the " + what + " has a control character");
    }
    return decoded;
  }

  private static String percentDecoded(String what, String part) {
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    ByteBuffer decoded = ByteBuffer.allocate(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != '%') {
        decoded.put(bytes[i]);
        continue;
      }
      int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        throw fault("a '%' in the " + what + " is not followed by two hexadecimal digits");
      }
      decoded.put((byte) (high << 4 | low));
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
    } catch (CharacterCodingException e) {
      throw fault("the " + what + " is not UTF-8 after percent-decoding");
    }
  }

  private static BadConfigurationException fault(String rule) {
    return new BadConfigurationException("the broker URI cannot be read: " + rule);
  }
}
