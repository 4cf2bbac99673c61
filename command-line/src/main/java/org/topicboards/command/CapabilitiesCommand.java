package org.topicboards.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.Guarantee;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/**
 * The subcommand {@code capabilities} of every {@link BrokerCommand}: what the transport that a URI
 * names guarantees. It does not connect, so the broker need not be there.
 */
@Command(
    name = "capabilities",
    header = "Shows what the broker's transport guarantees, without connecting.",
    customSynopsis = "${ROOT-COMMAND-NAME} capabilities [--broker URI] [--json]",
    description = {
      "%nA line for each guarantee: yes or no, its name, and what it means. With --json one object:"
          + " \"broker\", the URI without its password, and \"guarantees\", an object that has true or"
          + " false for each name.",
    })
public final class CapabilitiesCommand implements Callable<Integer> {

  @ParentCommand private @Nullable BrokerCommand command;

  @Option(
      names = "--json",
      fallbackValue = "true",
      description = "Show them as one JSON object on a line.")
  private boolean json;

  /** For picocli. */
  public CapabilitiesCommand() {}

  @Override
  public Integer call() throws IOException {
    if (command == null) {
      throw new IllegalStateException("picocli sets the parent command");
    }
    BrokerUri uri = command.brokerUri();
    Set<Guarantee> guarantees = Brokers.guarantees(uri);
    byte[] text = json ? object(uri, guarantees) : table(guarantees);
    OutputStream out = command.shell().out();
    try {
      out.write(text);
      out.flush();
    } catch (IOException e) {
      if (!Shell.isReaderGone(e)) {
        throw new IOException("standard output cannot be written: " + e.getMessage(), e);
      }
    }
    return ExitCode.DONE;
  }

  private static byte[] table(Set<Guarantee> guarantees) {
    StringBuilder table = new StringBuilder();
    for (Guarantee guarantee : Guarantee.values()) {
      String answer = guarantees.contains(guarantee) ? "yes" : "no";
      table.append(
          "%-3s  %-21s  %s\n".formatted(answer, guarantee.name(), guarantee.description()));
    }
    return table.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] object(BrokerUri uri, Set<Guarantee> guarantees) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try (JsonGenerator object = new JsonFactory().createGenerator(line)) {
      object.writeStartObject();
      object.writeStringField("broker", uri.toString());
      object.writeObjectFieldStart("guarantees");
      for (Guarantee guarantee : Guarantee.values()) {
        object.writeBooleanField(guarantee.name(), guarantees.contains(guarantee));
      }
      object.writeEndObject();
      object.writeEndObject();
      object.writeRaw('\n');
    }
    return line.toByteArray();
  }
}
