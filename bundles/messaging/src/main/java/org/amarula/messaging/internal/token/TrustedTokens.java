package org.amarula.messaging.internal.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.codec.Node;
import org.amarula.crypto.kdf.Hmac;
import org.amarula.messaging.internal.address.Custody;
import org.amarula.messaging.internal.address.Mappings;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.stanza.Accounts;
import org.amarula.messaging.internal.store.Tables;
import org.amarula.proto.account.StoredTrustedToken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens by which contacts let us write to them, and ours for them, spec/features.md 10.2. Kept by
 * the name under which the user is kept; changed in that user's custody. Thread-safe.
 */
public final class TrustedTokens {
  private static final Logger LOG = LoggerFactory.getLogger(TrustedTokens.class);
  private static final long BUCKET_SECONDS = 604_800;
  private static final int BUCKETS = 4;
  private static final int MAX_TOKEN = 1024;
  private static final String SALT = "nct-salt"; // no user's name: those have an @

  private final ProfileStorage storage;
  private final Mappings mappings;
  private final Custody custody;
  private final Executor workers;
  private final Clock clock;
  // Whom one is being given to, and whether that holds: no new identity since. Guarded by itself.
  private final Map<Jid, Boolean> issuing = new HashMap<>();

  /** The tokens in {@code storage}. */
  public TrustedTokens(
      ProfileStorage storage, Mappings mappings, Custody custody, Executor workers, Clock clock) {
    this.storage = storage;
    this.mappings = mappings;
    this.custody = custody;
    this.workers = workers;
    this.clock = clock;
  }

  /** The token of a contact while it is valid. Blocks for local I/O. */
  public Optional<Bytes> find(Jid contact) {
    StoredTrustedToken stored = read(mappings.canonical(contact));
    return isUsable(stored)
        ? Optional.of(Bytes.wrap(stored.getToken().toByteArray()))
        : Optional.empty();
  }

  /**
   * What goes with a message to a contact: {@code <tctoken>} while the contact's token is valid,
   * else {@code <cstoken>}, HMAC-SHA256 of the contact's hidden id under the account's salt, when
   * both are known (10.2). Blocks for local I/O.
   */
  public Optional<Node> node(Jid contact) {
    Jid name = mappings.canonical(contact);
    Map<String, Bytes> rows = storage.read(Tables.TOKEN, List.of(name.toString(), SALT));
    StoredTrustedToken stored = parse(rows.getOrDefault(name.toString(), Bytes.EMPTY));
    if (isUsable(stored)) {
      return Optional.of(Node.builder("tctoken").bytes(stored.getToken().toByteArray()).build());
    }
    return Optional.ofNullable(rows.get(SALT))
        .filter(salt -> name.isLid() && isAccount(name) && isAccount(contact))
        .map(salt -> Hmac.sha256(salt.toArray(), name.toString().getBytes(UTF_8)))
        .map(code -> Node.builder("cstoken").bytes(code).build());
  }

  /** Keeps the account's salt, in place of the one before; empty or overlong ones are none. */
  public void keepSalt(Batch.Builder batch, Bytes salt) {
    if (!salt.isEmpty() && salt.length() <= MAX_TOKEN) {
      batch.put(Tables.TOKEN, SALT, salt);
    }
  }

  /**
   * Keeps a token that our phone tells, unless a newer one is known; in the custody of the contact.
   *
   * @param name under which the contact is kept
   * @param seconds when the contact gave it
   * @param issuedSeconds when ours was given to the contact, or 0
   */
  public void keep(Batch.Builder batch, Jid name, Bytes token, long seconds, long issuedSeconds) {
    StoredTrustedToken before = read(name);
    StoredTrustedToken.Builder after = before.toBuilder();
    boolean valid = !token.isEmpty() && token.length() <= MAX_TOKEN && isAccount(name);
    if (valid && seconds > before.getTimestampSeconds()) {
      after.setToken(ByteString.copyFrom(token.toArray())).setTimestampSeconds(seconds);
    }
    boolean past = issuedSeconds <= clock.instant().getEpochSecond();
    if (past && issuedSeconds > before.getIssuedAtSeconds()) {
      after.setIssuedAtSeconds(issuedSeconds);
    }
    if (!after.build().equals(before)) {
      put(batch, name, after.build());
    }
  }

  // 10.2: neither bots nor the account of announcements
  private static boolean isAccount(Jid name) {
    return Accounts.isPerson(name) && !name.isBot() && !name.user().equals("0");
  }

  private boolean isUsable(StoredTrustedToken stored) {
    return !stored.getToken().isEmpty() && isValid(stored.getTimestampSeconds());
  }

  /**
   * Keeps the tokens of a notification of type {@code privacy_token}; they are the sender's,
   * whatever address stands inside.
   */
  public CompletionStage<Void> received(Jid sender, Node notification) {
    Optional<Node> tokens = notification.child("tokens");
    if (tokens.isEmpty() || !Accounts.isPerson(sender)) {
      return Stages.done();
    }
    return custody.run(
        sender,
        () -> {
          Jid name = mappings.canonical(sender);
          StoredTrustedToken before = read(name);
          StoredTrustedToken after = before;
          for (Node token : tokens.get().children("token")) {
            after = newer(after, token);
          }
          if (after.equals(before)) {
            return Stages.done();
          }
          Batch.Builder batch = Batch.builder();
          put(batch, name, after);
          return storage.commit(batch.build());
        });
  }

  /** Gives a contact our token, once a week at most; nobody waits for it. */
  public void issue(Link link, Jid contact) {
    synchronized (issuing) {
      if (issuing.putIfAbsent(contact, true) != null) {
        return; // one at a time for each contact
      }
    }
    CompletableFuture.supplyAsync(() -> isDue(contact), workers)
        .thenCompose(due -> due ? ask(link, contact) : Stages.done())
        .whenComplete(
            (none, error) -> {
              synchronized (issuing) {
                issuing.remove(contact);
              }
              if (error != null) {
                LOG.debug("No token was issued: {}", Stages.cause(error).getMessage());
              }
            });
  }

  /** A contact has a new identity: ours is given again at the next message. In its custody. */
  public void forgetIssued(Batch.Builder batch, Jid name) {
    List<Jid> names = mappings.names(name);
    synchronized (issuing) {
      names.forEach(any -> issuing.replace(any, false));
    }
    StoredTrustedToken stored = read(name);
    if (stored.getIssuedAtSeconds() != 0) {
      put(batch, name, stored.toBuilder().clearIssuedAtSeconds().build());
    }
  }

  private CompletionStage<Void> ask(Link link, Jid contact) {
    long now = clock.instant().getEpochSecond();
    Jid target = contact.isLid() ? mappings.other(contact).orElse(contact) : contact; // 10.2: B
    Node token =
        Node.builder("token")
            .attribute("jid", target)
            .attribute("t", now)
            .attribute("type", "trusted_contact")
            .build();
    Node iq =
        Node.builder("iq")
            .attribute("xmlns", "privacy")
            .attribute("type", "set")
            .attribute("to", Jid.SERVER)
            .child(Node.builder("tokens").child(token).build())
            .build();
    return link.stream()
        .query(iq)
        .thenCompose(reply -> received(contact, reply))
        .thenCompose(none -> custody.run(contact, () -> noteIssued(contact, now)));
  }

  private CompletionStage<Void> noteIssued(Jid contact, long now) {
    synchronized (issuing) {
      if (!issuing.getOrDefault(contact, false)) {
        return Stages.done();
      }
    }
    Jid name = mappings.canonical(contact);
    Batch.Builder batch = Batch.builder();
    put(batch, name, read(name).toBuilder().setIssuedAtSeconds(now).build());
    return storage.commit(batch.build());
  }

  private boolean isDue(Jid contact) {
    if (!isAccount(contact)) {
      return false;
    }
    long issued = read(mappings.canonical(contact)).getIssuedAtSeconds();
    return bucket(clock.instant().getEpochSecond()) > bucket(issued);
  }

  private boolean isValid(long timestamp) {
    long oldest = bucket(clock.instant().getEpochSecond()) - (BUCKETS - 1);
    return timestamp >= oldest * BUCKET_SECONDS;
  }

  private static long bucket(long seconds) {
    return Math.floorDiv(seconds, BUCKET_SECONDS);
  }

  private static StoredTrustedToken newer(StoredTrustedToken before, Node token) {
    byte[] bytes = token.contentAsBytes().orElseGet(() -> new byte[0]);
    long timestamp = token.numberAttribute("t").orElse(0);
    boolean taken =
        token.hasAttribute("type", "trusted_contact")
            && bytes.length > 0
            && bytes.length <= MAX_TOKEN
            && timestamp > before.getTimestampSeconds(); // without t: never
    return taken
        ? before.toBuilder()
            .setToken(ByteString.copyFrom(bytes))
            .setTimestampSeconds(timestamp)
            .build()
        : before;
  }

  private StoredTrustedToken read(Jid name) {
    return storage
        .read(Tables.TOKEN, name.toString())
        .map(TrustedTokens::parse)
        .orElse(StoredTrustedToken.getDefaultInstance());
  }

  private static void put(Batch.Builder batch, Jid name, StoredTrustedToken stored) {
    batch.put(Tables.TOKEN, name.toString(), Bytes.wrap(stored.toByteArray()));
  }

  private static StoredTrustedToken parse(Bytes row) {
    try {
      return StoredTrustedToken.parseFrom(row.toArray());
    } catch (InvalidProtocolBufferException e) {
      return StoredTrustedToken.getDefaultInstance();
    }
  }
}
