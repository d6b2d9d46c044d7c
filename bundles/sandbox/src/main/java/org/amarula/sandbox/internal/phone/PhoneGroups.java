package org.amarula.sandbox.internal.phone;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.amarula.api.jid.Jid;
import org.amarula.crypto.signal.GroupCipher;
import org.amarula.crypto.signal.GroupDecrypted;
import org.amarula.crypto.signal.GroupEncrypted;
import org.amarula.crypto.signal.InvalidMessageException;
import org.amarula.crypto.signal.KeyPairSource;
import org.amarula.crypto.signal.MessagePadding;
import org.amarula.crypto.signal.NoSenderKeyException;
import org.amarula.crypto.signal.SenderKeyRecord;
import org.amarula.crypto.signal.SignalException;
import org.amarula.proto.message.Message;
import org.amarula.proto.message.Message.SenderKeyDistributionMessage;
import org.amarula.sandbox.internal.devices.Device;

/** A phone's sender keys for groups and status (spec signal.md 4). Confined to the lane. */
final class PhoneGroups {
  private final Map<Jid, Map<Device, SenderKeyRecord>> theirs = new HashMap<>();
  private final Map<Jid, SenderKeyRecord> own = new HashMap<>();
  private final Map<Jid, Set<Device>> holders = new HashMap<>();
  private final GroupCipher cipher;
  private final SecureRandom random;

  PhoneGroups(SecureRandom random) {
    this.random = random;
    this.cipher = new GroupCipher(KeyPairSource.random(random), random);
  }

  /** Takes up a key that came in a 1:1 ciphertext; one for another chat is dropped (7.4). */
  void learn(Jid chat, Device author, Message message) throws InvalidMessageException {
    SenderKeyDistributionMessage key = message.getSenderKeyDistributionMessage();
    if (key.getGroupId().equals(chat.toString()) && !chat.isPn() && !chat.isLid()) {
      byte[] announced = key.getAxolotlSenderKeyDistributionMessage().toByteArray();
      Map<Device, SenderKeyRecord> records = theirs.computeIfAbsent(chat, none -> new HashMap<>());
      SenderKeyRecord record = records.getOrDefault(author, SenderKeyRecord.empty());
      records.put(author, cipher.processDistribution(record, announced));
    }
  }

  byte[] decrypt(Jid chat, Device author, byte[] bytes) throws SignalException {
    Map<Device, SenderKeyRecord> records = theirs.computeIfAbsent(chat, none -> new HashMap<>());
    GroupDecrypted decrypted =
        cipher.decrypt(records.getOrDefault(author, SenderKeyRecord.empty()), bytes);
    records.put(author, decrypted.record());
    return MessagePadding.unpad(decrypted.plaintext());
  }

  /** Our key for a chat as a message, to be made before the message that it opens. */
  Message distribution(Jid chat) throws NoSenderKeyException {
    byte[] announced = cipher.distribution(ownRecord(chat));
    return Message.newBuilder()
        .setSenderKeyDistributionMessage(
            SenderKeyDistributionMessage.newBuilder()
                .setGroupId(chat.toString())
                .setAxolotlSenderKeyDistributionMessage(ByteString.copyFrom(announced)))
        .build();
  }

  byte[] encrypt(Jid chat, Message content) throws NoSenderKeyException {
    byte[] padded = MessagePadding.pad(content.toByteArray(), random.nextInt());
    GroupEncrypted encrypted = cipher.encrypt(ownRecord(chat), padded);
    own.put(chat, encrypted.record());
    return encrypted.bytes();
  }

  private SenderKeyRecord ownRecord(Jid chat) {
    SenderKeyRecord record = cipher.withOwnKey(own.getOrDefault(chat, SenderKeyRecord.empty()));
    own.put(chat, record);
    return record;
  }

  /** Who has our key of a chat; to be changed. */
  Set<Device> holders(Jid chat) {
    return holders.computeIfAbsent(chat, none -> new HashSet<>());
  }

  /** Somebody is gone: the next message has a new key. */
  void rotate(Jid chat) {
    own.remove(chat);
    holders.remove(chat);
  }

  /** Some device is gone, wherever it was. */
  void rotateAll() {
    own.clear();
    holders.clear();
  }
}
