package org.amarula.messaging.internal.send;

import java.time.Duration;
import java.util.List;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.messaging.internal.content.Shape;
import org.amarula.messaging.internal.link.Link;

/**
 * One message on its way to a group or to status.
 *
 * @param link the login it is sent on
 * @param id its id
 * @param group where it goes
 * @param addressingMode {@code lid} or {@code pn}: how all devices are named
 * @param devices all devices that are to read it, as on the wire, this one left out
 * @param message the serialized Message
 * @param shape what its content makes of the stanza
 * @param expiration how long it lasts, zero for ever
 * @param extras the nodes that go along
 * @param phash the hash of all devices, this one included
 */
record GroupFanout(
    Link link,
    String id,
    Jid group,
    String addressingMode,
    List<Jid> devices,
    Bytes message,
    Shape shape,
    Duration expiration,
    List<Node> extras,
    String phash) {}
