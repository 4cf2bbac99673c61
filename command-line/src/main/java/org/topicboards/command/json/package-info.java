/**
 * Messages as lines of JSON, in the <a
 * href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md">
 * CloudEvents JSON format</a>: one event a line. What {@link
 * org.topicboards.command.json.CloudEventWriter} writes, {@link
 * org.topicboards.command.json.CloudEventReader} reads back as the same message, byte for byte.
 *
 * <p>Two members are ours. {@code board} is the board, an extension attribute like any other.
 * {@code headers} is an object of the free headers, text to text; it is left out where there are
 * none, because some libraries refuse an extension that is an object. An extension attribute of the
 * message that has one of these two names is written into {@code headers} as {@code ce-board} or
 * {@code ce-headers}, which no free header can be called.
 *
 * <p>How the body is written depends on the content type, and on whether it comes back unchanged:
 *
 * <ul>
 *   <li>a JSON type, and the body is JSON on one line: as it stands, as the value of {@code data};
 *   <li>a text type or none, and the body is UTF-8: as a string in {@code data};
 *   <li>all else: in {@code data_base64}; an empty body: neither.
 * </ul>
 *
 * <p>The other way, a string in {@code data} is text unless the content type is JSON. (For want of
 * a content type the specification takes it for a JSON document; every message posted by a plain
 * tool would then have to be written in base64.) Any other value in {@code data} is a JSON body, as
 * it stands, and {@code application/json} is its content type if none is named.
 */
@NullMarked
package org.topicboards.command.json;

import org.jspecify.annotations.NullMarked;
