package org.topicboards.publisher;

import org.topicboards.message.BoardName;
import org.topicboards.requests.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code publisher update}. */
@Command(
    name = "update",
    header = "Changes the description or the retention of a board in the archive.",
    customSynopsis =
        "publisher update BOARD [--description TEXT] [--retention BOUNDS] [--broker URI]")
final class UpdateCommand extends BoardRequestCommand {

  @Mixin private final BoardSettingsOptions settings = new BoardSettingsOptions();

  @Override
  Request request(BoardName name, PublisherCommand command) {
    if (settings.description == null && settings.retention == null) {
      throw new IllegalArgumentException(
          "say what to change of board " + name + ": --description or --retention");
    }
    return new Request.UpdateBoard(name, settings.description, settings.retention);
  }

  @Override
  String done(BoardName name) {
    return "updated board " + name;
  }
}
