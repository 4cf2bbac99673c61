package org.topicboards.service.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers GET and HEAD on the four paths; 404 for other paths, 405 for other methods. */
final class StateHandler extends Handler.Abstract {

  private static final String JSON = "application/json";
  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final ServiceState state;
  private final JsonMapper json = new JsonMapper();

  StateHandler(ServiceState state) {
    this.state = state;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Answer answer = answer(request);
    response.setStatus(answer.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    if (answer.status() == HttpStatus.METHOD_NOT_ALLOWED_405) {
      response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
    }
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    boolean headOnly = HttpMethod.HEAD.is(request.getMethod());
    response.write(true, headOnly ? null : ByteBuffer.wrap(body), callback);
    return true;
  }

  private Answer answer(Request request) throws JsonProcessingException {
    String path = Request.getPathInContext(request);
    boolean reads =
        HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod());
    return switch (path) {
      case "/health", "/ready", "/relays", "/metrics" ->
          reads ? read(path) : methodNotAllowed(request);
      default -> error(HttpStatus.NOT_FOUND_404, "there are /health, /ready, /relays and /metrics");
    };
  }

  private Answer read(String path) throws JsonProcessingException {
    return switch (path) {
      case "/health" -> report("healthy", state.fatalFaults());
      case "/ready" -> report("ready", state.faults());
      case "/relays" -> jsonAnswer(HttpStatus.OK_200, Map.of("relays", state.relays()));
      default -> new Answer(HttpStatus.OK_200, PROMETHEUS_TEXT, state.metrics());
    };
  }

  private Answer report(String what, List<String> faults) throws JsonProcessingException {
    Map<String, Object> brokers = new LinkedHashMap<>();
    state.brokers().forEach((name, ofBroker) -> brokers.put(name, verdict("ready", ofBroker)));
    Map<String, Object> report = verdict(what, faults);
    report.put("brokers", brokers);
    int status = faults.isEmpty() ? HttpStatus.OK_200 : HttpStatus.SERVICE_UNAVAILABLE_503;
    return jsonAnswer(status, report);
  }

  private static Map<String, Object> verdict(String what, List<String> faults) {
    Map<String, Object> verdict = new LinkedHashMap<>();
    verdict.put(what, faults.isEmpty());
    verdict.put("faults", faults);
    return verdict;
  }

  private Answer methodNotAllowed(Request request) throws JsonProcessingException {
    return error(
        HttpStatus.METHOD_NOT_ALLOWED_405, request.getMethod() + " is not possible here, GET is");
  }

  private Answer error(int status, String error) throws JsonProcessingException {
    return jsonAnswer(status, Map.of("error", error));
  }

  private Answer jsonAnswer(int status, Map<String, ?> content) throws JsonProcessingException {
    return new Answer(status, JSON, json.writeValueAsString(content) + "\n");
  }

  private record Answer(int status, String contentType, String body) {}
}
