package org.amarula.connection;

import java.util.Objects;
import java.util.Optional;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.crypto.curve.KeyPair;

/**
 * What makes this device itself (spec/transport.md 14). Immutable; {@code toString} tells no
 * secret.
 *
 * @param noise the long-lived Noise key pair
 * @param identity the Signal identity key pair
 * @param signedPreKey the current signed pre-key
 * @param registrationId 1 to 16380
 * @param advSecret 32 bytes
 * @param link what pairing added, or null while unpaired; see {@link #paired()}
 * @param pushName the account's name, or empty while unknown
 * @param routingInfo the blob of {@code edge_routing}, or empty
 */
public record Credentials(
    KeyPair noise,
    KeyPair identity,
    SignedPreKey signedPreKey,
    int registrationId,
    Bytes advSecret,
    Link link,
    String pushName,
    Bytes routingInfo) {

  /** Refuses missing parts. */
  public Credentials {
    Objects.requireNonNull(noise, "noise");
    Objects.requireNonNull(identity, "identity");
    Objects.requireNonNull(signedPreKey, "signedPreKey");
    Objects.requireNonNull(advSecret, "advSecret");
    Objects.requireNonNull(pushName, "pushName");
    Objects.requireNonNull(routingInfo, "routingInfo");
  }

  /**
   * One signed pre-key.
   *
   * @param id 24 bits
   * @param keys its pair
   * @param signature 64 bytes by the identity key over the 33-byte public key
   */
  public record SignedPreKey(int id, KeyPair keys, Bytes signature) {}

  /**
   * What pairing gives.
   *
   * @param own this device by phone number
   * @param lid this device by hidden id
   * @param signedIdentity the ADVSignedDeviceIdentity, complete with account signature key and
   *     device signature
   * @param accountKey the account's 32-byte signature key: the phone's Signal identity
   * @param platform the phone's platform, for instance {@code android}
   * @param businessName the business name, or empty
   */
  public record Link(
      Jid own,
      Jid lid,
      Bytes signedIdentity,
      Bytes accountKey,
      String platform,
      String businessName) {

    /** With another hidden id, as the server tells it at a login. */
    public Link withLid(Jid other) {
      return new Link(own, other, signedIdentity, accountKey, platform, businessName);
    }
  }

  /** What pairing gave; empty while unpaired. Decides between login and pairing (D-5). */
  public Optional<Link> paired() {
    return Optional.ofNullable(link);
  }

  /** With another adv secret. */
  public Credentials withAdvSecret(Bytes secret) {
    return new Credentials(
        noise, identity, signedPreKey, registrationId, secret, link, pushName, routingInfo);
  }

  /** Linked to an account. */
  public Credentials withLink(Link made) {
    return new Credentials(
        noise, identity, signedPreKey, registrationId, advSecret, made, pushName, routingInfo);
  }

  /** With another routing blob; empty to forget it. */
  public Credentials withRoutingInfo(Bytes blob) {
    return new Credentials(
        noise, identity, signedPreKey, registrationId, advSecret, link, pushName, blob);
  }

  /** With another push name. */
  public Credentials withPushName(String name) {
    return new Credentials(
        noise, identity, signedPreKey, registrationId, advSecret, link, name, routingInfo);
  }

  /** With another signed pre-key. */
  public Credentials withSignedPreKey(SignedPreKey key) {
    return new Credentials(
        noise, identity, key, registrationId, advSecret, link, pushName, routingInfo);
  }

  @Override
  public String toString() {
    return "Credentials[" + (link == null ? "unpaired" : link.own().redacted()) + "]";
  }
}
