package org.amarula.messaging.internal.server;

import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.connection.Credentials;

/** What the server knows of a device. */
public interface Endpoint {
  /** Its address by phone number. */
  Jid pn();

  /** Its address by hidden id. */
  Jid lid();

  /** Its credentials. */
  Credentials credentials();

  /** Its account's key has vouched for it. */
  void paired(Bytes signedIdentity, Bytes accountKey);

  /** The server gives it a stanza, which may be lost on the way. */
  void arrive(Node stanza);
}
