package org.topicboards.service;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Asks the HTTP side of services. */
final class ServiceHttp {

  private final HttpClient client = HttpClient.newHttpClient();

  HttpResponse<String> get(RunningService service, String path)
      throws IOException, InterruptedException {
    URI address = URI.create("http://127.0.0.1:" + service.httpPort() + path);
    return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
  }

  /**
   * The value of a metric, 0 while there is none.
   *
   * @param series its name, with labels such as <code>{broker="one"}</code> if it has any
   */
  double metric(RunningService service, String series) throws IOException, InterruptedException {
    String start = series + " ";
    return get(service, "/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(start))
        .mapToDouble(line -> Double.parseDouble(line.substring(start.length())))
        .findFirst()
        .orElse(0);
  }
}
