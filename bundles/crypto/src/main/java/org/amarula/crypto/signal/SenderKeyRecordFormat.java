package org.amarula.crypto.signal;

import static org.amarula.crypto.signal.StoredFields.key;
import static org.amarula.crypto.signal.StoredFields.publicKey;
import static org.amarula.crypto.signal.StoredFields.require;
import static org.amarula.crypto.signal.StoredFields.wrap;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.kdf.Hash;
import org.amarula.proto.account.StoredSenderKeyRecord;
import org.amarula.proto.account.StoredSenderKeyState;

/** The stored form of the sender keys of one device in one group, spec signal.md 4. */
final class SenderKeyRecordFormat {
  private static final int CHECK_LENGTH = 8;

  private SenderKeyRecordFormat() {}

  static byte[] serialize(List<SenderKeyState> states) {
    StoredSenderKeyRecord.Builder stored =
        StoredSenderKeyRecord.newBuilder().setFormatVersion(StoredFields.FORMAT_VERSION);
    for (SenderKeyState state : states) {
      StoredSenderKeyState.Builder part =
          StoredSenderKeyState.newBuilder()
              .setId(state.id())
              .setIteration(state.chain().index())
              .setChainKey(wrap(state.chain().key()))
              .setSigningPublicKey(wrap(state.signingKey()))
              .addAllSkipped(StoredFields.skipped(state.chain().skipped()));
      if (state.signing() != null) {
        byte[] privateKey = state.signing().privateKey();
        byte[] edwards = state.signing().edwardsPublicKey();
        part.setSigningPrivateKey(wrap(privateKey))
            .setSigningEdwardsKey(wrap(edwards))
            .setSigningCheck(wrap(check(privateKey, edwards)));
      }
      stored.addStates(part);
    }
    return stored.build().toByteArray();
  }

  static SenderKeyRecord parse(byte[] bytes) throws CorruptRecordException {
    require(bytes.length <= StoredFields.MAX_RECORD, "Record of " + bytes.length + " bytes");
    StoredSenderKeyRecord stored;
    try {
      CodedInputStream input = CodedInputStream.newInstance(bytes);
      input.setRecursionLimit(StoredFields.RECURSION_LIMIT);
      stored = StoredSenderKeyRecord.parseFrom(input);
    } catch (IOException e) {
      throw new CorruptRecordException("Record does not parse", e);
    }
    require(
        stored.getFormatVersion() == StoredFields.FORMAT_VERSION,
        "Record has format version " + stored.getFormatVersion());
    require(
        stored.getStatesCount() <= SenderKeyRecord.MAX_STATES,
        "Record holds " + stored.getStatesCount() + " sender keys");
    List<SenderKeyState> states = new ArrayList<>(stored.getStatesCount());
    Set<Integer> ids = new HashSet<>();
    for (StoredSenderKeyState state : stored.getStatesList()) {
      require(ids.add(state.getId()), "Record holds a key id twice");
      states.add(state(state));
    }
    return SenderKeyRecord.of(states);
  }

  private static SenderKeyState state(StoredSenderKeyState stored) throws CorruptRecordException {
    KeyChain chain =
        StoredFields.chain(stored.getIteration(), stored.getChainKey(), stored.getSkippedList());
    byte[] signingKey = publicKey(stored.getSigningPublicKey(), "Signing key");
    if (!stored.hasSigningPrivateKey()) {
      return new SenderKeyState(stored.getId(), chain, signingKey, null);
    }
    return new SenderKeyState(stored.getId(), chain, signingKey, signing(stored, signingKey));
  }

  private static KeyPair signing(StoredSenderKeyState stored, byte[] signingKey)
      throws CorruptRecordException {
    byte[] privateKey = key(stored.getSigningPrivateKey(), "Signing private key");
    if (!stored.hasSigningEdwardsKey()) { // written by an earlier version
      KeyPair signing = KeyPair.ofPrivate(privateKey);
      require(
          Arrays.equals(signing.signalPublicKey(), signingKey), "Signing keys are not one pair");
      return signing;
    }
    byte[] edwards = key(stored.getSigningEdwardsKey(), "Signing key in Edwards form");
    require(
        MessageDigest.isEqual(check(privateKey, edwards), stored.getSigningCheck().toByteArray()),
        "Signing keys are not one pair");
    try {
      return KeyPair.ofStored(privateKey, PublicKeys.bare(signingKey), edwards);
    } catch (org.amarula.crypto.curve.InvalidKeyException e) {
      throw new CorruptRecordException("Signing keys are not one pair", e);
    }
  }

  private static byte[] check(byte[] privateKey, byte[] edwards) {
    return Arrays.copyOf(Hash.sha256(privateKey, edwards), CHECK_LENGTH);
  }
}
