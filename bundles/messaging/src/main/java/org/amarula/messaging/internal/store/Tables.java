package org.amarula.messaging.internal.store;

import java.util.List;
import org.amarula.api.storage.Namespace;

/**
 * The layout of an account in its storage. Values are messages of {@code org.amarula.proto.account}
 * unless said otherwise.
 *
 * <pre>
 *  namespace      key                        value
 *  account        self                       StoredAccount
 *  account        watermarks                 StoredAccount, the two pre-key numbers only
 *  account        wiped                      nothing; the account row is missing on purpose
 *  account-backup last                       StoredAccount as it was before a wipe
 *  pre-key        id, 6 hex digits           StoredPreKey; uploaded = given out in a retry receipt
 *  signed-pre-key id, 6 hex digits           StoredSignedPreKey, a former one
 *  signed-pre-key current                    StoredSignedPreKey, unless that of the account is
 *  signed-pre-key unconfirmed                nothing; the server may not know the current one
 *  session        USER[_DOMAIN].DEVICE       the record, crypto's own form
 *  session-damaged  same                     a record that could not be read, for diagnosis
 *  identity       USER[_DOMAIN].DEVICE       33 bytes
 *  unapproved     USER[_DOMAIN].DEVICE       nothing, or 1 when the new identity is not known yet
 *  mapping        PN user, LID user          StoredMapping, under both
 *  mapping-duty   hash of a ciphertext       LIDMigrationMappingSyncPayload, not yet learnt
 *  history-duty   arrival, 16 hex - hash     StoredHistoryDuty, not yet learnt
 *  device         user                       StoredDeviceList
 *  sent           chat / id                  StoredSentMessage
 *  outbox         arrival, 16 hex - id       StoredOutboxRow: not yet acknowledged
 *  sender-key     USER[_DOMAIN].DEVICE / group  the sender keys of a device, crypto's own form
 *  key-holders    group                      StoredKeyHolders: who has our own sender key
 *  group          group                      StoredGroup: absent when the server must be asked
 *  token          user                       StoredTrustedToken
 *  token          nct-salt                   the salt of the tokens for contacts without one
 *  inbox          arrival, 16 hex - hash     StoredInboxRow: not yet confirmed by everyone
 *  inbox-cursor   subscription               how far it is, lines of text; * is the observers'
 *  inbox-parked   subscription / inbox key   StoredInboxRow: it failed too often, or is another number's
 *  inbox-hash     hash of a ciphertext       "done"; it was handled
 *  inbox-id       hash of chat, author, id   the hash of the ciphertext that was delivered
 *  inbox-age      day, 6 digits / arrival, 16 hex / n / hash
 *                                            nothing; n is h or i: the table that the hash is of
 *  parked         arrival, 16 hex            a sentence, a line end, a stanza's plaintext
 * </pre>
 *
 * <p>One device has one record whichever of its names arrives: the user in a key is the LID when a
 * mapping is known (spec/signal.md 8.2), and a migration moves the rows when one is learnt.
 */
public final class Tables {
  /** The account itself. */
  public static final Namespace ACCOUNT = new Namespace("account");

  /** A wiped account, for diagnosis. */
  public static final Namespace ACCOUNT_BACKUP = new Namespace("account-backup");

  /** One-time pre-keys. */
  public static final Namespace PRE_KEY = new Namespace("pre-key");

  /** Signed pre-keys. */
  public static final Namespace SIGNED_PRE_KEY = new Namespace("signed-pre-key");

  /** Sessions. */
  public static final Namespace SESSION = new Namespace("session");

  /** Sessions that could not be read. */
  public static final Namespace SESSION_DAMAGED = new Namespace("session-damaged");

  /** Identities of others. */
  public static final Namespace IDENTITY = new Namespace("identity");

  /** Whose identity changed under the strict policy and waits for approval. */
  public static final Namespace UNAPPROVED = new Namespace("unapproved");

  /** PN and LID. */
  public static final Namespace MAPPING = new Namespace("mapping");

  /** Mappings that our phone told and that are not learnt yet. */
  public static final Namespace MAPPING_DUTY = new Namespace("mapping-duty");

  /** Chunks of history that our phone told of and that are not learnt yet. */
  public static final Namespace HISTORY_DUTY = new Namespace("history-duty");

  /** Device lists. */
  public static final Namespace DEVICE = new Namespace("device");

  /** Which signed key index list of a user was the newest. */
  public static final Namespace KEY_INDEX = new Namespace("key-index");

  /** Sent messages. */
  public static final Namespace SENT = new Namespace("sent");

  /** Messages to be sent. A part of the profile, not of the account: kept by a wipe. */
  public static final Namespace OUTBOX = new Namespace("outbox");

  /** Sender keys, ours among them. */
  public static final Namespace SENDER_KEY = new Namespace("sender-key");

  /** Who has our sender keys. */
  public static final Namespace KEY_HOLDERS = new Namespace("key-holders");

  /** Groups. */
  public static final Namespace GROUP = new Namespace("group");

  /** Trusted contact tokens. */
  public static final Namespace TOKEN = new Namespace("token");

  /** Messages not yet confirmed. Like all of the inbox a part of the profile: kept by a wipe. */
  public static final Namespace INBOX = new Namespace("inbox");

  /** How far each subscription is. */
  public static final Namespace INBOX_CURSOR = new Namespace("inbox-cursor");

  /** Messages on which a subscription failed. */
  public static final Namespace INBOX_PARKED = new Namespace("inbox-parked");

  /** Ciphertexts that were handled. */
  public static final Namespace INBOX_HASH = new Namespace("inbox-hash");

  /** Messages that were delivered. */
  public static final Namespace INBOX_ID = new Namespace("inbox-id");

  /** The days of the two above. */
  public static final Namespace INBOX_AGE = new Namespace("inbox-age");

  /** Stanzas that could not be handled, of the inbox too. */
  public static final Namespace PARKED = new Namespace("parked");

  /** All that a wipe removes: all but the backup, the inbox and the outbox. */
  public static final List<Namespace> WIPED =
      List.of(
          ACCOUNT,
          PRE_KEY,
          SIGNED_PRE_KEY,
          SESSION,
          SESSION_DAMAGED,
          IDENTITY,
          UNAPPROVED,
          MAPPING,
          MAPPING_DUTY,
          HISTORY_DUTY,
          DEVICE,
          KEY_INDEX,
          SENT,
          SENDER_KEY,
          KEY_HOLDERS,
          GROUP,
          TOKEN);

  private Tables() {}
}
