package org.topicboards.comparison.report;

import java.util.ArrayList;
import java.util.List;
import org.topicboards.comparison.results.Results;

/** The page of what is different in the second of two comparisons. */
final class ChangePage {

  private final Changes changes;

  ChangePage(Changes changes) {
    this.changes = changes;
  }

  String html() {
    StringBuilder body = new StringBuilder();
    body.append(Html.element("h1", "Two comparisons compared"));
    body.append(
        Html.list(
            List.of(
                "before: " + described(changes.before().results()),
                "after: " + described(changes.after().results()))));
    body.append(Html.element("h2", "In words"));
    body.append(Html.list(changes.sentences()));
    List<String> circumstances = changes.circumstances();
    if (!circumstances.isEmpty()) {
      body.append(Html.element("h2", "What else is different"));
      body.append("<div class=\"warnings\" role=\"note\">\n");
      body.append(Html.list(circumstances)).append("</div>\n");
    }
    body.append(Html.element("h2", "Every figure"));
    List<List<String>> rows = new ArrayList<>();
    for (Changes.Change change : changes.all()) {
      rows.add(
          List.of(
              change.what(),
              change.metric().words(),
              Numbers.of(change.before(), change.metric()),
              Numbers.of(change.after(), change.metric()),
              Numbers.of(change.ratio()),
              change.verdict()));
    }
    body.append(Html.table(List.of("what", "figure", "before", "after", "ratio", "change"), rows));
    return Html.page("Two comparisons compared", body.toString());
  }

  private static String described(Results results) {
    return "profile %s, %s, Topic Boards %s"
        .formatted(results.profile(), results.started(), results.version());
  }
}
