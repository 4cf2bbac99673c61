package org.topicboards.broker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.Broker;
import org.topicboards.broker.PublishFailedException;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.Publisher;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/** What is too large fails alone, with a clear error, and nothing of it is sent. */
abstract class BoundsTests extends ConformancePart {

  private static final BoardName BOARD = BoardName.of("parcels");
  private static final int MAX_BODY_BYTES = 1 << 20;

  @Test
  void shouldCarryABodyAtTheLimit() {
    byte[] body = new byte[MAX_BODY_BYTES];
    body[0] = 1;
    body[body.length - 1] = 2;
    Broker broker = connect();
    Inbox inbox = subscribe(broker, BOARD.value());

    publish(publisher(broker), BOARD, Message.from("sender").body(body).build());

    assertThat(inbox.awaitCount(1).messages().get(0).body()).isEqualTo(body);
  }

  @Test
  void shouldRefuseABodyOneByteOverTheLimitAlone() {
    Message tooLarge = Message.from("sender").body(new byte[MAX_BODY_BYTES + 1]).build();

    Throwable failure = failureAmongOthers(tooLarge);

    assertThat(failure)
        .isInstanceOf(PublishFailedException.class)
        .hasMessageContaining(tooLarge.id())
        .hasMessageContaining(Integer.toString(MAX_BODY_BYTES + 1))
        .hasMessageContaining(Integer.toString(MAX_BODY_BYTES));
  }

  @Test
  void shouldRefuseHeadersOverTheLimitAlone() {
    Message tooLarge =
        Message.from("sender").header("long", "x".repeat(Message.MAX_HEADERS_BYTES)).build();

    assertThat(failureAmongOthers(tooLarge))
        .isInstanceOf(PublishFailedException.class)
        .hasMessageContaining(tooLarge.id())
        .hasMessageContaining(Integer.toString(Message.MAX_HEADERS_BYTES));
  }

  @Test
  void shouldCarryAttributesAtTheLimit() {
    String longest = "ü".repeat(Message.MAX_ATTRIBUTE_BYTES / 2);
    Message message =
        Message.from(longest)
            .id(longest)
            .type(longest)
            .contentType(longest)
            .header(longest, "value")
            .build();
    Broker broker = connect();
    Inbox inbox = subscribe(broker, BOARD.value());

    publish(publisher(broker), BOARD, message);

    assertThat(inbox.awaitCount(1).messages()).containsExactly(message);
  }

  @Test
  void shouldRefuseAnAttributeOverTheLimitAlone() {
    Message tooLong =
        Message.from("sender").type("t".repeat(Message.MAX_ATTRIBUTE_BYTES + 1)).build();

    assertThat(failureAmongOthers(tooLong))
        .isInstanceOf(PublishFailedException.class)
        .hasMessageContaining("type");
  }

  /** Posts a message that must fail between two that must not, and gives its failure. */
  private Throwable failureAmongOthers(Message refused) {
    Broker broker = connect();
    Publisher publisher = publisher(broker);
    Inbox inbox = subscribe(broker, BOARD.value());

    CompletionStage<PublishReceipt> before = publisher.publish(BOARD, text("before"));
    CompletionStage<PublishReceipt> between = publisher.publish(BOARD, refused);
    CompletionStage<PublishReceipt> after = publisher.publish(BOARD, text("after"));

    List.of(before, after).forEach(ConformancePart::settled);
    Throwable failure = failure(between);
    assertThat(inbox.awaitBody("after").bodies()).containsExactly("before", "after");
    assertThat(broker.isConnected()).isTrue();
    return failure;
  }
}
