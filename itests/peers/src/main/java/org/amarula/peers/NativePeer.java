package org.amarula.peers;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import org.signal.libsignal.protocol.IdentityKeyPair;
import org.signal.libsignal.protocol.InvalidMessageException;
import org.signal.libsignal.protocol.SessionBuilder;
import org.signal.libsignal.protocol.SessionCipher;
import org.signal.libsignal.protocol.SignalProtocolAddress;
import org.signal.libsignal.protocol.ecc.Curve;
import org.signal.libsignal.protocol.ecc.ECKeyPair;
import org.signal.libsignal.protocol.groups.GroupCipher;
import org.signal.libsignal.protocol.groups.GroupSessionBuilder;
import org.signal.libsignal.protocol.groups.state.SenderKeyRecord;
import org.signal.libsignal.protocol.groups.state.SenderKeyStore;
import org.signal.libsignal.protocol.message.PreKeySignalMessage;
import org.signal.libsignal.protocol.message.SignalMessage;
import org.signal.libsignal.protocol.state.PreKeyBundle;
import org.signal.libsignal.protocol.state.PreKeyRecord;
import org.signal.libsignal.protocol.state.SignedPreKeyRecord;
import org.signal.libsignal.protocol.state.impl.InMemorySignalProtocolStore;

/** libsignal-client: Rust behind JNI. */
public final class NativePeer implements BiFunction<String, byte[], Runnable> {
  private static final SignalProtocolAddress ALICE = new SignalProtocolAddress("alice", 1);
  private static final SignalProtocolAddress BOB = new SignalProtocolAddress("bob", 1);

  @Override
  public Runnable apply(String scenario, byte[] text) {
    try {
      Operation operation = operation(scenario, text);
      return () -> Operation.run(operation);
    } catch (Exception e) {
      throw new IllegalStateException(scenario, e);
    }
  }

  private static Operation operation(String scenario, byte[] text) throws Exception {
    InMemorySignalProtocolStore alice = store();
    InMemorySignalProtocolStore bob = store();
    return switch (scenario) {
      case "new-session" -> newSession(alice, bundle(bob), text);
      case "group-encrypt" -> group(text, false);
      case "group-both" -> group(text, true);
      default -> session(scenario, alice, bob, text);
    };
  }

  private static Operation newSession(
      InMemorySignalProtocolStore alice, PreKeyBundle bundle, byte[] text) {
    return () -> {
      alice.deleteSession(BOB);
      new SessionBuilder(alice, BOB).process(bundle);
      new SessionCipher(alice, BOB).encrypt(text).serialize();
    };
  }

  private static Operation session(
      String scenario,
      InMemorySignalProtocolStore alice,
      InMemorySignalProtocolStore bob,
      byte[] text)
      throws Exception {
    new SessionBuilder(alice, BOB).process(bundle(bob));
    SessionCipher toBob = new SessionCipher(alice, BOB);
    SessionCipher toAlice = new SessionCipher(bob, ALICE);
    toAlice.decrypt(new PreKeySignalMessage(toBob.encrypt(text).serialize()));
    toBob.decrypt(new SignalMessage(toAlice.encrypt(text).serialize()));
    return switch (scenario) {
      case "encrypt" -> () -> toBob.encrypt(text).serialize();
      case "both" -> () -> toAlice.decrypt(new SignalMessage(toBob.encrypt(text).serialize()));
      case "ping-pong" ->
          () -> {
            toAlice.decrypt(new SignalMessage(toBob.encrypt(text).serialize()));
            toBob.decrypt(new SignalMessage(toAlice.encrypt(text).serialize()));
          };
      default -> throw new IllegalArgumentException(scenario);
    };
  }

  private static Operation group(byte[] text, boolean both) throws Exception {
    UUID group = UUID.nameUUIDFromBytes(new byte[] {1});
    SenderKeyStore alice = new SerialisingKeys();
    SenderKeyStore bob = new SerialisingKeys();
    new GroupSessionBuilder(bob)
        .process(ALICE, new GroupSessionBuilder(alice).create(ALICE, group));
    GroupCipher sender = new GroupCipher(alice, ALICE);
    GroupCipher receiver = new GroupCipher(bob, ALICE);
    return both
        ? () -> receiver.decrypt(sender.encrypt(group, text).serialize())
        : () -> sender.encrypt(group, text).serialize();
  }

  private static InMemorySignalProtocolStore store() {
    return new InMemorySignalProtocolStore(IdentityKeyPair.generate(), 1);
  }

  private static PreKeyBundle bundle(InMemorySignalProtocolStore store) throws Exception {
    ECKeyPair signedPreKey = Curve.generateKeyPair();
    ECKeyPair preKey = Curve.generateKeyPair();
    IdentityKeyPair identity = store.getIdentityKeyPair();
    byte[] signature =
        Curve.calculateSignature(identity.getPrivateKey(), signedPreKey.getPublicKey().serialize());
    store.storePreKey(1, new PreKeyRecord(1, preKey));
    store.storeSignedPreKey(1, new SignedPreKeyRecord(1, 0, signedPreKey, signature));
    return new PreKeyBundle(
        1,
        1,
        1,
        preKey.getPublicKey(),
        1,
        signedPreKey.getPublicKey(),
        signature,
        identity.getPublicKey());
  }

  /** Keeps bytes, as a store on disk would. */
  private static final class SerialisingKeys implements SenderKeyStore {
    private final Map<UUID, byte[]> records = new HashMap<>();

    @Override
    public void storeSenderKey(SignalProtocolAddress sender, UUID group, SenderKeyRecord record) {
      records.put(group, record.serialize());
    }

    @Override
    public SenderKeyRecord loadSenderKey(SignalProtocolAddress sender, UUID group) {
      byte[] record = records.get(group);
      try {
        return record == null ? null : new SenderKeyRecord(record);
      } catch (InvalidMessageException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
