package org.amarula.messaging.internal.account;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Arrays;
import java.util.Optional;
import org.amarula.api.Bytes;
import org.amarula.api.StorageException;
import org.amarula.api.jid.Jid;
import org.amarula.connection.Credentials;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.proto.account.StoredAccount;
import org.amarula.proto.account.StoredKeyPair;
import org.amarula.proto.account.StoredSignedPreKey;

/** Credentials to and from their row; what does not hold together is damage. */
final class AccountFormat {
  static final int VERSION = 1;

  private AccountFormat() {}

  static StoredAccount parse(Bytes row) {
    try {
      StoredAccount account = StoredAccount.parseFrom(row.toArray());
      if (account.getFormatVersion() != VERSION) {
        throw damaged("has format " + Integer.toUnsignedString(account.getFormatVersion()), null);
      }
      return account;
    } catch (InvalidProtocolBufferException e) {
      throw damaged("cannot be parsed", e);
    }
  }

  static Credentials read(StoredAccount account) {
    try {
      StoredSignedPreKey signed = account.getSignedPreKeys(0);
      Credentials credentials =
          new Credentials(
              pair(account.getNoise()),
              pair(account.getIdentity()),
              new Credentials.SignedPreKey(
                  id(signed.getId()), signedPair(signed), exactly(signed.getSignature(), 64)),
              account.getRegistrationId(),
              exactly(account.getAdvSecret(), 32),
              null,
              account.getPushName(),
              bytes(account.getRoutingInfo()));
      return account.hasMePn() ? credentials.withLink(link(account)) : credentials;
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw damaged("lacks a part or has a bad one", e);
    }
  }

  private static Credentials.Link link(StoredAccount account) {
    ByteString identity = account.getSignedDeviceIdentity();
    return new Credentials.Link(
        Jid.parse(account.getMePn()),
        Jid.parse(account.getMeLid()),
        bytes(identity),
        DeviceIdentityParts.accountKey(identity),
        account.getPlatform(),
        account.getBusinessName());
  }

  /** The parts of {@code credentials} over those of {@code base}, which keeps the rest. */
  static StoredAccount.Builder write(StoredAccount base, Credentials credentials) {
    StoredAccount.Builder account =
        base.toBuilder()
            .setFormatVersion(VERSION)
            .setNoise(stored(credentials.noise()))
            .setIdentity(stored(credentials.identity()))
            .setRegistrationId(credentials.registrationId())
            .setAdvSecret(string(credentials.advSecret()))
            .setPushName(credentials.pushName())
            .setRoutingInfo(string(credentials.routingInfo()));
    credentials
        .paired()
        .ifPresentOrElse(
            link ->
                account
                    .setMePn(link.own().toString())
                    .setMeLid(link.lid().toString())
                    .setSignedDeviceIdentity(
                        DeviceIdentityParts.withAccountKey(
                            link.signedIdentity(), link.accountKey()))
                    .setPlatform(link.platform())
                    .setBusinessName(link.businessName()),
            () ->
                account
                    .clearMePn()
                    .clearMeLid()
                    .clearSignedDeviceIdentity()
                    .clearPlatform()
                    .clearBusinessName());
    return account;
  }

  static StoredSignedPreKey stored(Credentials.SignedPreKey key, long nowMillis) {
    return StoredSignedPreKey.newBuilder()
        .setId(key.id())
        .setPrivateKey(ByteString.copyFrom(key.keys().privateKey()))
        .setPublicKey(ByteString.copyFrom(key.keys().publicKey()))
        .setSignature(string(key.signature()))
        .setCreatedAtMillis(nowMillis)
        .build();
  }

  static Optional<KeyPair> signedPreKey(StoredAccount account, int id) {
    return account.getSignedPreKeysList().stream()
        .filter(key -> key.getId() == id)
        .findFirst()
        .map(AccountFormat::signedPair);
  }

  private static KeyPair signedPair(StoredSignedPreKey key) {
    return pair(
        StoredKeyPair.newBuilder()
            .setPrivateKey(key.getPrivateKey())
            .setPublicKey(key.getPublicKey())
            .build());
  }

  private static StoredKeyPair stored(KeyPair pair) {
    return StoredKeyPair.newBuilder()
        .setPrivateKey(ByteString.copyFrom(pair.privateKey()))
        .setPublicKey(ByteString.copyFrom(pair.publicKey()))
        .build();
  }

  private static KeyPair pair(StoredKeyPair stored) {
    KeyPair pair = KeyPair.ofPrivate(exactly(stored.getPrivateKey(), 32).toArray());
    if (!Arrays.equals(pair.publicKey(), stored.getPublicKey().toByteArray())) {
      throw new IllegalArgumentException("A public key is not that of its private key.");
    }
    return pair;
  }

  private static int id(int id) {
    if (id < 1 || id > 0xffffff) {
      throw new IllegalArgumentException("A pre-key id has 24 bits and is not 0.");
    }
    return id;
  }

  private static Bytes exactly(ByteString value, int length) {
    if (value.size() != length) {
      throw new IllegalArgumentException("A part has the wrong length.");
    }
    return bytes(value);
  }

  private static Bytes bytes(ByteString value) {
    return Bytes.wrap(value.toByteArray());
  }

  private static ByteString string(Bytes value) {
    return ByteString.copyFrom(value.toArray());
  }

  private static StorageException damaged(String problem, Exception cause) {
    return new StorageException("The stored account " + problem + "; it is damaged.", cause);
  }
}
