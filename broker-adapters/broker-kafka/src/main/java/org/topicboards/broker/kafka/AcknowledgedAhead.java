package org.topicboards.broker.kafka;

import java.util.BitSet;

/**
 * What a group has beside its position in a partition: which records behind it are acknowledged
 * already, and how far records were delivered. Written into the metadata of the committed position,
 * so that the partition's next reader is not given them again.
 *
 * <p>Text: {@code tb1 <delivered> <from>-<to>,<from>-<to>…}, all counted from the position, in base
 * 36, ends included; {@code -<to>} left out for one record. What does not fit is left out, from the
 * end, and delivered again.
 *
 * @param delivered how many offsets from the position on were delivered
 * @param acknowledged bit {@code n} for the record at position + n
 */
record AcknowledgedAhead(long delivered, BitSet acknowledged) {

  static final AcknowledgedAhead NOTHING = new AcknowledgedAhead(0, new BitSet());

  private static final String MARK = "tb1 ";
  private static final int RADIX = 36;

  /** Kafka's default {@code offset.metadata.max.bytes} is 4096. */
  static final int LONGEST_TEXT = 4_000;

  private static final int LONGEST_RANGE = 16;

  /**
   * The text for the position's metadata.
   *
   * @param longest the most characters it may have
   */
  String toText(int longest) {
    StringBuilder text =
        new StringBuilder(MARK).append(Long.toString(delivered, RADIX)).append(' ');
    if (text.length() > longest) {
      return "";
    }
    String separator = "";
    for (int from = acknowledged.nextSetBit(0);
        from >= 0 && text.length() < longest - LONGEST_RANGE; ) {
      int end = acknowledged.nextClearBit(from);
      text.append(separator).append(Integer.toString(from, RADIX));
      if (end - from > 1) {
        text.append('-').append(Integer.toString(end - 1, RADIX));
      }
      separator = ",";
      from = acknowledged.nextSetBit(end);
    }
    return text.toString();
  }

  /** What {@link #toText} wrote; nothing where somebody else wrote it. */
  static AcknowledgedAhead parse(String text, int most) {
    if (!text.startsWith(MARK)) {
      return NOTHING;
    }
    try {
      String[] parts = text.substring(MARK.length()).split(" ", -1);
      long delivered = Long.parseLong(parts[0], RADIX);
      BitSet acknowledged = new BitSet();
      if (parts.length > 1 && !parts[1].isEmpty()) {
        for (String range : parts[1].split(",", -1)) {
          String[] ends = range.split("-", -1);
          int from = Integer.parseInt(ends[0], RADIX);
          int to = Integer.parseInt(ends[ends.length - 1], RADIX);
          if (to >= most) {
            return NOTHING;
          }
          acknowledged.set(from, to + 1);
        }
      }
      return new AcknowledgedAhead(delivered, acknowledged);
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      return NOTHING;
    }
  }
}
