package org.amarula.crypto.signal;

import static java.util.Objects.requireNonNull;

import java.security.SecureRandom;
import java.util.Arrays;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.curve.KnownSigners;

/**
 * Sender keys of groups and status, spec signal.md 4. Each method is a function of its arguments
 * and the injected randomness; the passed record is never changed, so a failure has no effect.
 * Thread-safe if the sources are.
 */
public final class GroupCipher {
  private final KeyPairSource keys;
  private final SecureRandom random;
  private final KnownSigners signers;

  /** A cipher that remembers the signers for itself. */
  public GroupCipher(KeyPairSource keys, SecureRandom random) {
    this(keys, random, new KnownSigners());
  }

  /** A cipher that shares with others what it remembers of signers. */
  public GroupCipher(KeyPairSource keys, SecureRandom random, KnownSigners signers) {
    this.signers = requireNonNull(signers, "signers");
    this.keys = requireNonNull(keys, "keys");
    this.random = requireNonNull(random, "random");
  }

  /** Our own record for a group, with a key that can encrypt; unchanged if it has one. */
  public SenderKeyRecord withOwnKey(SenderKeyRecord record) {
    SenderKeyState own = record.own();
    if (own != null && !own.chain().exhausted()) {
      return record;
    }
    int id = random.nextInt() >>> 1; // 31 bits
    byte[] chainKey = new byte[KeyChain.KEY_LENGTH];
    random.nextBytes(chainKey);
    KeyPair signing = keys.next(); // never the identity
    return record.withFirst(SenderKeyState.own(id, chainKey, signing));
  }

  /**
   * The SenderKeyDistributionMessage of our own key at its current iteration; make it before the
   * group message is encrypted, since it opens that message and those after it only.
   */
  public byte[] distribution(SenderKeyRecord record) throws NoSenderKeyException {
    return SenderKeyDistribution.of(requireOwn(record));
  }

  /** Encrypts and signs with our own key. */
  public GroupEncrypted encrypt(SenderKeyRecord record, byte[] plaintext)
      throws NoSenderKeyException {
    if (plaintext.length > SessionCipher.MAX_PLAINTEXT) {
      throw new IllegalArgumentException("Plaintext of " + plaintext.length + " bytes is too long");
    }
    SenderKeyState own = requireOwn(record);
    KeyChain chain = own.chain();
    byte[] ciphertext = GroupKeys.derive(chain.seed()).encrypt(plaintext);
    byte[] message =
        SenderKeyMessage.seal(own.id(), chain.index(), ciphertext, own.signing(), random);
    return new GroupEncrypted(record.replace(own.with(chain.advanced())), message);
  }

  /**
   * Decrypts a {@code skmsg} of the sender whose record this is.
   *
   * @throws NoSenderKeyException when its key was never distributed: retry with keys at once
   * @throws InvalidSignatureException before the chain has moved
   * @throws DuplicateMessageException when its iteration was used before
   */
  public GroupDecrypted decrypt(SenderKeyRecord record, byte[] message) throws SignalException {
    SenderKeyMessage parsed = SenderKeyMessage.parse(message);
    SenderKeyState state = record.find(parsed.id());
    if (state == null) {
      throw new NoSenderKeyException(
          "No sender key with id " + Integer.toUnsignedString(parsed.id()));
    }
    parsed.verify(state.signingKey(), signers); // spec 9.2: before the ratchet moves
    KeyChain.Taken taken = state.chain().take(parsed.iteration());
    byte[] plaintext = GroupKeys.derive(taken.seed()).decrypt(parsed.ciphertext());
    return new GroupDecrypted(record.replace(state.with(taken.rest())), plaintext);
  }

  /**
   * Takes up a SenderKeyDistributionMessage, which must come from a 1:1 message of the sender whose
   * record this is (spec 7.4). A repeated one never rewinds the chain (D-13).
   */
  public SenderKeyRecord processDistribution(SenderKeyRecord record, byte[] message)
      throws InvalidMessageException {
    SenderKeyDistribution announced = SenderKeyDistribution.parse(message);
    SenderKeyState stored = record.find(announced.id());
    if (stored == null || !Arrays.equals(stored.signingKey(), announced.signingKey())) {
      return record.withFirst(
          new SenderKeyState(announced.id(), announced.chain(), announced.signingKey(), null));
    }
    long ahead =
        Integer.toUnsignedLong(announced.chain().index())
            - Integer.toUnsignedLong(stored.chain().index());
    // Beyond a jump the stored chain could never read the sender again: follow, never go back.
    return record.withFirst(
        ahead > KeyChain.MAX_JUMP
            ? stored.with(stored.chain().movedTo(announced.chain()))
            : stored);
  }

  private static SenderKeyState requireOwn(SenderKeyRecord record) throws NoSenderKeyException {
    SenderKeyState own = record.own();
    if (own == null || own.chain().exhausted()) {
      throw new NoSenderKeyException("No sender key of our own");
    }
    return own;
  }
}
