package org.amarula.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.whispersystems.libsignal.IdentityKey;
import org.whispersystems.libsignal.IdentityKeyPair;
import org.whispersystems.libsignal.SessionBuilder;
import org.whispersystems.libsignal.SessionCipher;
import org.whispersystems.libsignal.SignalProtocolAddress;
import org.whispersystems.libsignal.ecc.Curve;
import org.whispersystems.libsignal.ecc.ECKeyPair;
import org.whispersystems.libsignal.groups.GroupCipher;
import org.whispersystems.libsignal.groups.GroupSessionBuilder;
import org.whispersystems.libsignal.groups.SenderKeyName;
import org.whispersystems.libsignal.groups.state.SenderKeyRecord;
import org.whispersystems.libsignal.groups.state.SenderKeyStore;
import org.whispersystems.libsignal.protocol.PreKeySignalMessage;
import org.whispersystems.libsignal.protocol.SignalMessage;
import org.whispersystems.libsignal.state.PreKeyBundle;
import org.whispersystems.libsignal.state.PreKeyRecord;
import org.whispersystems.libsignal.state.SignedPreKeyRecord;
import org.whispersystems.libsignal.state.impl.InMemorySignalProtocolStore;

/** signal-protocol-java: pure Java. */
public final class JavaPeer implements BiFunction<String, byte[], Runnable> {
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
    SenderKeyName name = new SenderKeyName("group", ALICE);
    SenderKeyStore alice = new SerialisingKeys();
    SenderKeyStore bob = new SerialisingKeys();
    new GroupSessionBuilder(bob).process(name, new GroupSessionBuilder(alice).create(name));
    GroupCipher sender = new GroupCipher(alice, name);
    GroupCipher receiver = new GroupCipher(bob, name);
    return both ? () -> receiver.decrypt(sender.encrypt(text)) : () -> sender.encrypt(text);
  }

  private static InMemorySignalProtocolStore store() {
    ECKeyPair pair = Curve.generateKeyPair();
    IdentityKey identity = new IdentityKey(pair.getPublicKey());
    return new InMemorySignalProtocolStore(new IdentityKeyPair(identity, pair.getPrivateKey()), 1);
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
    private final Map<SenderKeyName, byte[]> records = new HashMap<>();

    @Override
    public void storeSenderKey(SenderKeyName name, SenderKeyRecord record) {
      records.put(name, record.serialize());
    }

    @Override
    public SenderKeyRecord loadSenderKey(SenderKeyName name) {
      byte[] record = records.get(name);
      try {
        return record == null ? new SenderKeyRecord() : new SenderKeyRecord(record);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
