package org.topicboards.comparison.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A Chromium or Chrome without a window, driven by its DevTools protocol. For one thread. */
final class HeadlessBrowser implements AutoCloseable {

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
  private static final Pattern LISTENING = Pattern.compile("DevTools listening on ws://([^/]+)/.*");
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final WebSocket socket;
  private final Answers answers;
  private final ObjectMapper mapper = new ObjectMapper();
  private int lastId;

  private HeadlessBrowser(Process process, WebSocket socket, Answers answers) {
    this.process = process;
    this.socket = socket;
    this.answers = answers;
  }

  /** The browser's command, where the path has one. */
  static Optional<Path> find() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static HeadlessBrowser start(Path command, Path profile) throws Exception {
    Process process =
        new ProcessBuilder(
                command.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .start();
    try {
      String address = address(process);
      HttpClient http = HttpClient.newHttpClient();
      String targets =
          http.send(
                  HttpRequest.newBuilder(URI.create("http://" + address + "/json/list")).build(),
                  BodyHandlers.ofString())
              .body();
      String page =
          new ObjectMapper().readTree(targets).get(0).get("webSocketDebuggerUrl").asText();
      Answers answers = new Answers();
      WebSocket socket =
          http.newWebSocketBuilder()
              .buildAsync(URI.create(page), answers)
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      HeadlessBrowser browser = new HeadlessBrowser(process, socket, answers);
      for (String domain : List.of("Page.enable", "Runtime.enable", "Log.enable")) {
        browser.call(domain, Map.of());
      }
      return browser;
    } catch (Exception e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static String address(Process process) throws IOException {
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    List<String> said = new ArrayList<>();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      Matcher listening = LISTENING.matcher(line);
      if (listening.matches()) {
        return listening.group(1);
      }
      said.add(line);
    }
    throw new IOException("the browser did not start: " + String.join("; ", said));
  }

  /** Opens a file in a window of this width. */
  void open(Path page, int width, boolean isDark) throws Exception {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
    call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", isDark ? "dark" : "light"))));
    call("Page.navigate", Map.of("url", page.toUri().toString()));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!evaluate("document.readyState + ' ' + location.protocol")
        .asText()
        .equals("complete file:")) {
      if (System.nanoTime() > deadline) {
        throw new IOException(page + " was not loaded");
      }
    }
  }

  /** The value of an expression in the page. */
  JsonNode evaluate(String expression) throws Exception {
    JsonNode result =
        call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
    return result.path("result").path("value");
  }

  /** A picture of the whole page. */
  void screenshot(Path file) throws Exception {
    JsonNode picture =
        call("Page.captureScreenshot", Map.of("captureBeyondViewport", true, "format", "png"));
    Files.write(file, Base64.getDecoder().decode(picture.get("data").asText()));
  }

  /** What the page and the browser complained of. */
  List<String> complaints() {
    return answers.complaints;
  }

  private JsonNode call(String method, Map<String, ?> parameters) throws Exception {
    int id = ++lastId;
    ObjectNode request = mapper.createObjectNode();
    request.put("id", id).put("method", method).set("params", mapper.valueToTree(parameters));
    socket.sendText(request.toString(), true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    while (true) {
      JsonNode answer = answers.queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (answer == null) {
        throw new IOException("the browser does not answer to " + method);
      }
      if (answer.path("id").asInt() == id) {
        return answer.path("result");
      }
    }
  }

  @Override
  public void close() {
    socket.abort();
    process.destroy();
    process.onExit().completeOnTimeout(process, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    process.destroyForcibly();
  }

  private static final class Answers implements WebSocket.Listener {

    private final BlockingQueue<JsonNode> queue = new LinkedBlockingQueue<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final ObjectMapper mapper = new ObjectMapper();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
      text.append(part);
      if (isLast) {
        take(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    private void take(String message) {
      try {
        JsonNode json = mapper.readTree(message);
        String method = json.path("method").asText();
        if (method.equals("Runtime.exceptionThrown") || method.equals("Log.entryAdded")) {
          complaints.add(message);
        } else if (json.has("id")) {
          queue.add(json);
        }
      } catch (IOException e) {
        complaints.add("unreadable: " + e.getMessage());
      }
    }
  }
}
