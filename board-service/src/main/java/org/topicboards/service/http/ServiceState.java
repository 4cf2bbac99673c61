package org.topicboards.service.http;

import java.util.List;
import java.util.Map;

/** What the HTTP side tells about the service. Called from several threads; must not block. */
public interface ServiceState {

  /** Why the process must be restarted, one line each; nothing while it lives. */
  List<String> fatalFaults();

  /** Why messages are not archived at this moment, one line each; nothing while they are. */
  List<String> faults();

  /** The same faults per broker, by its name; no lines while its messages are archived. */
  Map<String, List<String>> brokers();

  /** The metrics in the Prometheus text format. */
  String metrics();
}
