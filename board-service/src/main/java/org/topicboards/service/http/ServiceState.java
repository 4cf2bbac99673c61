package org.topicboards.service.http;

import java.util.List;
import java.util.Map;
import org.topicboards.service.relay.RelayReport;

/** What the HTTP side tells about the service. Called from several threads. */
public interface ServiceState {

  /** Why the process must be restarted, one line each; nothing while it lives. */
  List<String> fatalFaults();

  /** Why messages are not archived or relayed at this moment, one line each. */
  List<String> faults();

  /** The same faults per broker, by its name; no lines while its messages are archived. */
  Map<String, List<String>> brokers();

  /** How each relay stands. May block on the disk, for a moment. */
  List<RelayReport> relays();

  /** The metrics in the Prometheus text format. */
  String metrics();
}
