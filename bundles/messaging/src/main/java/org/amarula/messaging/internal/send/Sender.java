package org.amarula.messaging.internal.send;

import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.amarula.api.connection.UnreachableException;
import org.amarula.api.content.Content;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.codec.Node;
import org.amarula.messaging.MessengerContext;
import org.amarula.messaging.internal.address.Custody;
import org.amarula.messaging.internal.address.Mappings;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.device.DeviceDirectory;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.prekey.BundleFetch;
import org.amarula.messaging.internal.token.TrustedTokens;

/** Sends messages to one contact. Thread-safe; holds nothing between messages. */
public final class Sender {
  private final MessengerContext context;
  private final Mappings mappings;
  private final Addressing addressing;
  private final SealingRounds rounds;
  private final Encryption encryption;
  private final MissedDevices missed;
  private final TrustedTokens tokens;
  private final Drafts drafts;
  private final Acks acks;

  /** A sender with what it shares with the rest of the messenger. */
  public Sender(
      MessengerContext context,
      Mappings mappings,
      Custody custody,
      DeviceDirectory directory,
      BundleFetch bundles,
      TrustedTokens tokens,
      SecureRandom random) {
    this.context = context;
    this.mappings = mappings;
    this.addressing = new Addressing(mappings, directory, tokens, context.workers());
    this.rounds = new SealingRounds(bundles, context.events());
    this.encryption =
        new Encryption(
            context.storage(),
            new Sealing(context, random),
            mappings,
            custody,
            context.sentMessages());
    this.missed = new MissedDevices(context);
    this.tokens = tokens;
    this.drafts = new Drafts(random, context.clock());
    this.acks = new Acks(context.clock());
  }

  /** Sends on {@code link}; to be called in the recipient's turn. */
  public CompletionStage<SendResult> send(Link link, Jid to, Content content) {
    return send(link, to, drafts.of(link, content));
  }

  /** Sends what has its id already; to be called in the recipient's turn. */
  public CompletionStage<SendResult> send(Link link, Jid to, Draft draft) {
    return Stages.begin(() -> addressing.find(link, to, draft))
        .thenCompose(
            fanout -> seal(fanout).thenCompose(ciphertexts -> write(to, fanout, ciphertexts)));
  }

  private CompletionStage<List<Encryption.Sealed>> seal(Fanout fanout) {
    return rounds
        .run(fanout.link(), (bundles, asked) -> encryption.seal(fanout, bundles, asked))
        .thenApply(Encryption.Outcome.Ready::ciphertexts);
  }

  private CompletionStage<SendResult> write(
      Jid to, Fanout fanout, List<Encryption.Sealed> ciphertexts) {
    if (ciphertexts.isEmpty()) {
      throw new UnreachableException(
          "No device of " + fanout.chat().redacted() + " can be encrypted to.");
    }
    return fanout.link().stream()
        .sendForAck(MessageStanza.of(fanout, ciphertexts), context.settings().ackTimeout())
        .handle(
            (ack, error) ->
                error == null ? acked(to, fanout, ack) : Acks.missing(fanout.id(), error))
        .thenCompose(result -> result);
  }

  private CompletionStage<SendResult> acked(Jid to, Fanout fanout, Node ack) {
    SendResult result = acks.result(fanout.id(), ack);
    int code = Acks.code(ack);
    if (!fanout.toSelf() && (code == 0 || code == Acks.NEEDS_TOKEN)) {
      tokens.issue(fanout.link(), fanout.chat()); // 5.7: after a message, or once when refused
    }
    boolean others = Acks.tellsOtherDevices(ack, fanout.phash());
    if (!others && code != Acks.STALE_DEVICES) {
      return Stages.of(result);
    }
    // 6.6: the server knows other devices than we do; whoever looks next asks anew
    return addressing
        .forget(fanout)
        .handle(
            (none, error) -> {
              if (error == null && others && code == 0) {
                Jid chat = mappings.canonical(fanout.chat());
                missed.told(to, chat, fanout.id(), () -> again(fanout));
              }
              return result;
            });
  }

  /** Once more, for the devices that were missed. */
  private CompletionStage<Void> again(Fanout sent) {
    return addressing
        .missed(sent)
        .thenCompose(
            fanout ->
                fanout.targets().isEmpty()
                    ? Stages.done()
                    : seal(fanout).thenAccept(ciphertexts -> writeAgain(fanout, ciphertexts)));
  }

  private void writeAgain(Fanout fanout, List<Encryption.Sealed> ciphertexts) {
    if (!ciphertexts.isEmpty()) {
      missed.write(fanout.link(), MessageStanza.of(fanout, ciphertexts), Stages::done);
    }
  }
}
