package org.amarula.benchmarks.signal;

import java.security.SecureRandom;
import java.util.Optional;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.signal.GroupCipher;
import org.amarula.crypto.signal.GroupEncrypted;
import org.amarula.crypto.signal.LocalIdentity;
import org.amarula.crypto.signal.PreKeyBundle;
import org.amarula.crypto.signal.PreKeyLookup;
import org.amarula.crypto.signal.SenderKeyRecord;
import org.amarula.crypto.signal.SessionCipher;
import org.amarula.crypto.signal.SessionRecord;
import org.amarula.crypto.signal.SignalProtocol;
import org.amarula.crypto.signal.SignalProtocols;

/** The scenarios with our own implementation. */
final class OwnSide {
  private static final int ID = 1;

  private final SignalProtocol protocol = SignalProtocols.standard();
  private final SecureRandom random = new SecureRandom();

  /** The operation of a scenario. */
  Runnable operation(Scenario scenario, byte[] text) throws Exception {
    Operation operation =
        switch (scenario) {
          case NEW_SESSION -> newSession(text);
          case GROUP_ENCRYPT -> group(text, false);
          case GROUP_BOTH -> group(text, true);
          default -> session(scenario, text);
        };
    return () -> Operation.run(operation);
  }

  private Operation newSession(byte[] text) throws Exception {
    SessionCipher alice = protocol.sessions(new LocalIdentity(KeyPair.generate(random), ID));
    PreKeyBundle bundle = new Owner().bundle();
    Memory memory = new Memory();
    return () -> {
      memory.put(alice.processBundle(SessionRecord.empty(), bundle));
      memory.put(alice.encrypt(memory.session(), text).record());
    };
  }

  private Operation session(Scenario scenario, byte[] text) throws Exception {
    Owner owner = new Owner();
    End alice = new End(protocol.sessions(new LocalIdentity(KeyPair.generate(random), ID)));
    End bob = new End(protocol.sessions(owner.local));
    alice.memory.put(alice.cipher.processBundle(SessionRecord.empty(), owner.bundle()));
    bob.memory.put(
        bob.cipher.decryptPreKey(SessionRecord.empty(), alice.encrypt(text), owner).record());
    alice.decrypt(bob.encrypt(text));
    return switch (scenario) {
      case ENCRYPT -> () -> alice.encrypt(text);
      case BOTH -> () -> bob.decrypt(alice.encrypt(text));
      case PING_PONG ->
          () -> {
            bob.decrypt(alice.encrypt(text));
            alice.decrypt(bob.encrypt(text));
          };
      default -> throw new IllegalArgumentException(scenario.key());
    };
  }

  private Operation group(byte[] text, boolean both) throws Exception {
    GroupCipher cipher = protocol.groups();
    Memory alice = new Memory();
    Memory bob = new Memory();
    SenderKeyRecord own = cipher.withOwnKey(SenderKeyRecord.empty());
    alice.put(own);
    bob.put(cipher.processDistribution(SenderKeyRecord.empty(), cipher.distribution(own)));
    return () -> {
      GroupEncrypted encrypted = cipher.encrypt(alice.senderKey(), text);
      alice.put(encrypted.record());
      if (both) {
        bob.put(cipher.decrypt(bob.senderKey(), encrypted.bytes()).record());
      }
    };
  }

  /** One end of a session. */
  private static final class End {
    private final SessionCipher cipher;
    private final Memory memory = new Memory();

    End(SessionCipher cipher) {
      this.cipher = cipher;
    }

    byte[] encrypt(byte[] text) throws Exception {
      var encrypted = cipher.encrypt(memory.session(), text);
      memory.put(encrypted.record());
      return encrypted.bytes();
    }

    void decrypt(byte[] message) throws Exception {
      memory.put(cipher.decrypt(memory.session(), message).record());
    }
  }

  /** A store that keeps bytes, as one on disk would. */
  private static final class Memory {
    private byte[] row = new byte[0];

    void put(SessionRecord record) {
      row = record.serialize();
    }

    void put(SenderKeyRecord record) {
      row = record.serialize();
    }

    SessionRecord session() throws Exception {
      return SessionRecord.parse(row);
    }

    SenderKeyRecord senderKey() throws Exception {
      return SenderKeyRecord.parse(row);
    }
  }

  /** Whoever published a bundle. */
  private final class Owner implements PreKeyLookup {
    private final LocalIdentity local = new LocalIdentity(KeyPair.generate(random), ID);
    private final KeyPair signedPreKey = KeyPair.generate(random);
    private final KeyPair preKey = KeyPair.generate(random);

    PreKeyBundle bundle() throws Exception {
      byte[] signed = signedPreKey.signalPublicKey();
      byte[] signature = local.identity().sign(signed, random);
      return new PreKeyBundle(ID, local.identity().signalPublicKey(), ID, signed, signature)
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

  /** One step. */
  @FunctionalInterface
  private interface Operation {
    void run() throws Exception;

    static void run(Operation operation) {
      try {
        operation.run();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
