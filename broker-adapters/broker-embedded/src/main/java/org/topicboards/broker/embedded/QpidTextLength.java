package org.topicboards.broker.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Qpid's count of the bytes that a text takes in UTF-8, which is wrong for some texts: behind one
 * letter of two bytes, such as in {@code Zoë}, it takes a character of four, such as an emoji, for
 * a broken one. A message with such a text in a header is then malformed to Qpid, which deletes it
 * from its queue without a word the next time it looks through the queue, or when memory is short.
 *
 * <p>The one instruction at fault compares with the count of bytes where the length of the text is
 * meant. The class is loaded with the right one before Qpid asks for it; no setting keeps Qpid from
 * looking.
 */
final class QpidTextLength {

  private static final String PACKAGE = "org.apache.qpid.server.protocol.v0_8.";
  private static final String NEIGHBOUR = PACKAGE + "AMQShortString";
  private static final String COUNTING = PACKAGE + "EncodingUtils";

  private static final String SAMPLE = "\u00eb\ud83d\ude00";
  private static final int SAMPLE_BYTES = 6;

  /** Load the index, load the count of bytes, compare. */
  private static final byte[] WRONG = {0x15, 0x04, 0x1b, (byte) 0x9f};

  /** The second is the length of the text instead. */
  private static final byte RIGHT = 0x1d;

  private QpidTextLength() {}

  /** Sees to it that Qpid counts right, in this process; needed once, harmless again. */
  static synchronized void correct() {
    try {
      ClassLoader loader = QpidTextLength.class.getClassLoader();
      Class<?> neighbour = Class.forName(NEIGHBOUR, false, loader);
      try {
        MethodHandles.privateLookupIn(neighbour, MethodHandles.lookup())
            .defineClass(corrected(loader));
      } catch (LinkageError e) {
        // It is loaded already: by an earlier broker in this process.
      }
      Object count =
          Class.forName(COUNTING, true, loader)
              .getMethod("getUTF8Length", CharSequence.class)
              .invoke(null, SAMPLE);
      if (!count.equals(SAMPLE_BYTES)) {
        throw new IllegalStateException("Qpid counts the bytes of a text wrong: " + count);
      }
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("Qpid was in use before its count could be corrected", e);
    } catch (IOException | ReflectiveOperationException e) {
      throw new IllegalStateException("this version of Qpid counts elsewhere", e);
    }
  }

  private static byte[] corrected(ClassLoader loader) throws IOException {
    String file = COUNTING.replace('.', '/') + ".class";
    try (InputStream input = loader.getResourceAsStream(file)) {
      if (input == null) {
        throw new IOException("there is no " + file);
      }
      byte[] code = input.readAllBytes();
      int at = only(code, WRONG);
      code[at + 2] = RIGHT;
      return code;
    }
  }

  private static int only(byte[] code, byte[] wanted) throws IOException {
    int found = -1;
    for (int i = 0; i <= code.length - wanted.length; i++) {
      if (Arrays.equals(code, i, i + wanted.length, wanted, 0, wanted.length)) {
        if (found >= 0) {
          throw new IOException("the instruction is there more than once");
        }
        found = i;
      }
    }
    if (found < 0) {
      throw new IOException("the instruction is not there");
    }
    return found;
  }
}
