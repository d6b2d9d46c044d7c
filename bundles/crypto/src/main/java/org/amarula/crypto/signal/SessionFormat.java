package org.amarula.crypto.signal;

import static org.amarula.crypto.signal.StoredFields.key;
import static org.amarula.crypto.signal.StoredFields.publicKey;
import static org.amarula.crypto.signal.StoredFields.require;
import static org.amarula.crypto.signal.StoredFields.wrap;

import java.util.ArrayList;
import java.util.List;
import org.amarula.crypto.curve.SignalPublicKey;
import org.amarula.proto.account.StoredKeyPair;
import org.amarula.proto.account.StoredPendingPreKey;
import org.amarula.proto.account.StoredReceivingChain;
import org.amarula.proto.account.StoredSendingChain;
import org.amarula.proto.account.StoredSession;
import org.amarula.proto.account.StoredSession.BaseKeyDirection;

/** The stored form of one session, spec signal.md 3.6. */
final class SessionFormat {
  private static final int SESSION_VERSION = 3;

  private SessionFormat() {}

  static byte[] encode(Session session) {
    SessionOrigin origin = session.origin();
    SendingChain sending = session.sending();
    StoredSession.Builder stored =
        StoredSession.newBuilder()
            .setVersion(SESSION_VERSION)
            .setLocalIdentity(wrap(origin.localIdentity()))
            .setRemoteIdentity(wrap(origin.remoteIdentity()))
            .setRemoteRegistrationId(origin.remoteRegistrationId())
            .setRootKey(wrap(session.rootKey()))
            .setPreviousCounter(session.previousCounter())
            .setOwnRatchet(
                StoredKeyPair.newBuilder()
                    .setPrivateKey(wrap(sending.ratchetPrivate()))
                    .setPublicKey(wrap(PublicKeys.bare(sending.ratchetKey()))))
            .setSendingChain(
                StoredSendingChain.newBuilder()
                    .setIndex(sending.keys().index())
                    .setChainKey(wrap(sending.keys().key())))
            .setBaseKey(wrap(origin.baseKey()))
            .setBaseKeyDirection(
                origin.baseKeyOurs() ? BaseKeyDirection.OURS : BaseKeyDirection.THEIRS)
            .setCreatedAtMillis(origin.createdMillis())
            .setLastUsedMillis(session.lastUsedMillis());
    for (ReceivingChain chain : session.receiving()) {
      stored.addReceivingChains(
          StoredReceivingChain.newBuilder()
              .setRatchetKey(wrap(chain.ratchetKey()))
              .setIndex(chain.keys().index())
              .setChainKey(wrap(chain.keys().key()))
              .addAllSkipped(StoredFields.skipped(chain.keys().skipped())));
    }
    PendingPreKey pending = session.pending();
    if (pending != null) {
      StoredPendingPreKey.Builder part =
          StoredPendingPreKey.newBuilder()
              .setSignedPreKeyId(pending.signedPreKeyId())
              .setBaseKey(wrap(pending.baseKey()))
              .setCreatedAtMillis(pending.createdMillis());
      if (pending.preKeyId() != 0) {
        part.setPreKeyId(pending.preKeyId());
      }
      stored.setPending(part);
    }
    return stored.build().toByteArray();
  }

  static Session decode(StoredSession stored) throws CorruptRecordException {
    require(stored.getVersion() == SESSION_VERSION, "Session version is not 3");
    BaseKeyDirection direction = stored.getBaseKeyDirection();
    require(direction != BaseKeyDirection.UNKNOWN, "Session lacks the origin of its base key");
    SessionOrigin origin =
        new SessionOrigin(
            publicKey(stored.getLocalIdentity(), "Local identity"),
            publicKey(stored.getRemoteIdentity(), "Remote identity"),
            stored.getRemoteRegistrationId(),
            publicKey(stored.getBaseKey(), "Base key"),
            direction == BaseKeyDirection.OURS,
            stored.getCreatedAtMillis());
    StoredKeyPair ratchet = stored.getOwnRatchet();
    StoredSendingChain sending = stored.getSendingChain();
    return new Session(
        origin,
        key(stored.getRootKey(), "Root key"),
        stored.getPreviousCounter(),
        new SendingChain(
            key(ratchet.getPrivateKey(), "Ratchet private key"),
            SignalPublicKey.encode(key(ratchet.getPublicKey(), "Ratchet public key")),
            new KeyChain(
                sending.getIndex(),
                key(sending.getChainKey(), "Sending chain key"),
                SkippedKeys.NONE)),
        receiving(stored.getReceivingChainsList()),
        stored.hasPending() ? pending(stored.getPending()) : null,
        stored.getLastUsedMillis());
  }

  private static List<ReceivingChain> receiving(List<StoredReceivingChain> stored)
      throws CorruptRecordException {
    require(stored.size() <= Session.MAX_RECEIVING, "Session holds " + stored.size() + " chains");
    List<ReceivingChain> chains = new ArrayList<>(stored.size());
    for (StoredReceivingChain chain : stored) {
      chains.add(
          new ReceivingChain(
              publicKey(chain.getRatchetKey(), "Ratchet key"),
              StoredFields.chain(chain.getIndex(), chain.getChainKey(), chain.getSkippedList())));
    }
    return chains;
  }

  private static PendingPreKey pending(StoredPendingPreKey stored) throws CorruptRecordException {
    return new PendingPreKey(
        stored.getPreKeyId(),
        stored.getSignedPreKeyId(),
        publicKey(stored.getBaseKey(), "Pending base key"),
        stored.getCreatedAtMillis());
  }
}
