package org.amarula.benchmarks.fanout;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.codec.Node;
import org.amarula.connection.Credentials;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.signal.Decrypted;
import org.amarula.crypto.signal.Encrypted;
import org.amarula.crypto.signal.LocalIdentity;
import org.amarula.crypto.signal.MessagePadding;
import org.amarula.crypto.signal.PreKeyBundle;
import org.amarula.crypto.signal.PreKeyLookup;
import org.amarula.crypto.signal.SessionCipher;
import org.amarula.crypto.signal.SessionRecord;
import org.amarula.crypto.signal.SignalProtocols;
import org.amarula.messaging.internal.prekey.KeyNodes;
import org.amarula.messaging.internal.session.SessionTable;

/**
 * Many users with one device each. A few sets of keys serve all of them, since nothing of ours
 * remembers another's key.
 */
final class Peers {
  private static final int KEY_SETS = 8;
  private static final int ID = 1;
  private static final byte[] HELLO = {1};

  private final List<Keys> keys = new ArrayList<>();
  private final List<Jid> users = new ArrayList<>();

  Peers(int count) {
    for (int i = 0; i < KEY_SETS; i++) {
      keys.add(new Keys());
    }
    for (int i = 0; i < count; i++) {
      users.add(Jid.of(String.valueOf(700_000_000_000L + i), Jid.LID));
    }
  }

  /** All of them, by hidden id. */
  List<Jid> users() {
    return users;
  }

  private Keys keys(Jid user) {
    return keys.get((int) (Long.parseLong(user.user()) % KEY_SETS));
  }

  /** What the server tells of a user's keys. */
  Node bundle(Jid user) {
    Keys of = keys(user);
    return Node.builder("user")
        .attribute("jid", user)
        .child(KeyNodes.registration(ID))
        .child(KeyNodes.type())
        .child(KeyNodes.identity(of.identity.publicKey()))
        .child(KeyNodes.signedKey(ID, of.signedPreKey.publicKey(), of.signature))
        .child(KeyNodes.key(ID, of.preKey.publicKey()))
        .build();
  }

  /** The other end of a session, which encrypts to us. */
  final class Author {
    private final SessionCipher cipher;
    private SessionRecord record;

    private Author(SessionCipher cipher, SessionRecord record) {
      this.cipher = cipher;
      this.record = record;
    }

    /** The next message of the chain, padded as on the wire. */
    byte[] next(byte[] message) throws Exception {
      Encrypted encrypted = cipher.encrypt(record, MessagePadding.pad(message, 7));
      record = encrypted.record();
      return encrypted.bytes();
    }
  }

  /** Adds to a batch our answered sessions with some users; the other ends. */
  List<Author> establish(Credentials ours, SessionTable table, Batch.Builder batch, List<Jid> with)
      throws Exception {
    SessionCipher own =
        SignalProtocols.standard()
            .sessions(new LocalIdentity(ours.identity(), ours.registrationId()));
    List<Author> authors = new ArrayList<>();
    for (Jid user : with) {
      Keys theirs = keys(user);
      SessionCipher other =
          SignalProtocols.standard().sessions(new LocalIdentity(theirs.identity, ID));
      SessionRecord started = own.processBundle(SessionRecord.empty(), theirs.bundle());
      Encrypted first = own.encrypt(started, HELLO);
      Decrypted read = other.decryptPreKey(SessionRecord.empty(), first.bytes(), theirs);
      Encrypted answer = other.encrypt(read.record(), HELLO);
      table.put(batch, user, own.decrypt(first.record(), answer.bytes()).record());
      table.putIdentity(batch, user, Bytes.wrap(theirs.identity.signalPublicKey()));
      authors.add(new Author(other, answer.record()));
    }
    return authors;
  }

  /** One user's keys. */
  private static final class Keys implements PreKeyLookup {
    private final SecureRandom random = new SecureRandom();
    private final KeyPair identity = KeyPair.generate(random);
    private final KeyPair signedPreKey = KeyPair.generate(random);
    private final KeyPair preKey = KeyPair.generate(random);
    private final byte[] signature = identity.sign(signedPreKey.signalPublicKey(), random);

    PreKeyBundle bundle() throws Exception {
      return new PreKeyBundle(
              ID, identity.signalPublicKey(), ID, signedPreKey.signalPublicKey(), signature)
          .withPreKey(ID, preKey.signalPublicKey());
    }

    @Override
    public Optional<KeyPair> signedPreKey(int id) {
      return Optional.of(signedPreKey);
    }

    @Override
    public Optional<KeyPair> preKey(int id) {
      return Optional.of(preKey);
    }
  }
}
