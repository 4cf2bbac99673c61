package org.topicboards.publisher;

import org.topicboards.message.BoardName;
import org.topicboards.requests.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code publisher create}. */
@Command(
    name = "create",
    header = "Creates a board in the archive, with a description and a retention.",
    customSynopsis =
        "publisher create BOARD [--description TEXT] [--retention BOUNDS] [--broker URI]")
final class CreateCommand extends BoardRequestCommand {

  @Mixin private final BoardSettingsOptions settings = new BoardSettingsOptions();

  @Override
  Request request(BoardName name, PublisherCommand command) {
    return new Request.CreateBoard(name, settings.description, settings.retention);
  }

  @Override
  String done(BoardName name) {
    return "created board " + name;
  }
}
