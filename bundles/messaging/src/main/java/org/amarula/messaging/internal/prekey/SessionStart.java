package org.amarula.messaging.internal.prekey;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.crypto.curve.SignalPublicKey;
import org.amarula.crypto.pairing.DeviceIdentityRefusedException;
import org.amarula.crypto.pairing.DeviceIdentityVerifier;
import org.amarula.crypto.signal.InvalidKeyException;
import org.amarula.crypto.signal.InvalidSignatureException;
import org.amarula.crypto.signal.SessionRecord;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.session.SessionTable;
import org.amarula.messaging.internal.stanza.Accounts;

/** Starts sessions from bundles, after all checks. For use in the custody of the user. */
public final class SessionStart {
  private final SessionTable sessions;

  /** Starts sessions on these tables. */
  public SessionStart(SessionTable sessions) {
    this.sessions = sessions;
  }

  /** What came of it. */
  public sealed interface Result {
    /** This, unless nobody vouches for the device and {@code strict} asks for it (6.5). */
    default Result onlyVouched(boolean strict) {
      return strict && this instanceof Started started && !started.vouched()
          ? new Refused("device-identity")
          : this;
    }

    /**
     * A new current session.
     *
     * @param record the record to store
     * @param identity the 33-byte identity to store
     * @param changed whether another identity was known
     * @param vouched whether its account vouches for the device, as it must for a companion
     */
    record Started(SessionRecord record, Bytes identity, boolean changed, boolean vouched)
        implements Result {}

    /**
     * Nothing; the device gets no message.
     *
     * @param check the check that failed
     */
    record Refused(String check) implements Result {}
  }

  /** What is known of the identities that starting sessions with {@code devices} asks for. */
  public Map<Jid, Bytes> identities(Collection<Jid> devices) {
    Set<Jid> asked = new LinkedHashSet<>(devices);
    devices.forEach(device -> asked.add(Accounts.of(device)));
    return sessions.identities(asked);
  }

  /** Builds an outgoing session with {@code device}, which is named as in storage. */
  public Result start(Link link, Jid device, SessionRecord record, FetchedBundle fetched) {
    return start(link, device, record, fetched, identities(List.of(device)));
  }

  /** The same without reading: pure, so that many can be started at once. */
  public static Result start(
      Link link,
      Jid device,
      SessionRecord record,
      FetchedBundle fetched,
      Map<Jid, Bytes> identities) {
    byte[] identity = fetched.keys().identityKey();
    if (isForgedPhone(link, device, identity)) {
      return new Result.Refused("account-key");
    }
    if (device.device() != 0 && fetched.deviceIdentity().isPresent()) {
      Optional<String> failed =
          failedCheck(link, device, fetched.deviceIdentity().get(), identity, identities);
      if (failed.isPresent()) {
        return new Result.Refused(failed.get());
      }
    }
    try {
      SessionRecord started = link.cipher().processBundle(record, fetched.keys());
      Bytes kept = Bytes.wrap(identity);
      boolean changed = !identities.getOrDefault(device, kept).equals(kept);
      boolean vouched = device.device() == 0 || fetched.deviceIdentity().isPresent();
      return new Result.Started(started, kept, changed, vouched);
    } catch (InvalidSignatureException e) {
      return new Result.Refused("signed-pre-key-signature");
    } catch (InvalidKeyException e) {
      return new Result.Refused("key");
    }
  }

  /**
   * The check that a companion's ADVSignedDeviceIdentity does not pass, spec/signal.md 6.4; the
   * phone's identity decides once it is known, and our own account key for our own devices.
   */
  public Optional<String> failedCheck(
      Link link, Jid device, byte[] signedIdentity, byte[] identity33) {
    return failedCheck(link, device, signedIdentity, identity33, identities(List.of(device)));
  }

  private static Optional<String> failedCheck(
      Link link, Jid device, byte[] signedIdentity, byte[] identity33, Map<Jid, Bytes> identities) {
    byte[] identity = Arrays.copyOfRange(identity33, 1, identity33.length);
    try {
      Optional<byte[]> account = accountKey(link, device, identities);
      if (account.isPresent()) {
        DeviceIdentityVerifier.verify(signedIdentity, identity, account.get());
      } else {
        DeviceIdentityVerifier.verify(signedIdentity, identity);
      }
      return Optional.empty();
    } catch (DeviceIdentityRefusedException e) {
      return Optional.of("device-identity");
    }
  }

  /**
   * Whether what calls itself our own phone is not who paired us: its identity is the account's key
   * (spec/signal.md 6.4), and no other is ever trusted (9.3).
   */
  public static boolean isForgedPhone(Link link, Jid device, byte[] identity33) {
    return device.device() == 0
        && link.own().isOwn(device)
        && !Arrays.equals(
            Arrays.copyOfRange(identity33, 1, identity33.length), link.accountKey().toArray());
  }

  private static Optional<byte[]> accountKey(Link link, Jid device, Map<Jid, Bytes> identities) {
    if (link.own().isOwn(device)) {
      return Optional.of(link.accountKey().toArray());
    }
    return Optional.ofNullable(identities.get(Accounts.of(device)))
        .map(Bytes::toArray)
        .filter(key -> key.length == SignalPublicKey.LENGTH)
        .map(key -> Arrays.copyOfRange(key, 1, key.length));
  }
}
