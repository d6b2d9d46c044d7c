package org.amarula.connection.internal.stream;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.amarula.api.event.PairingCode;
import org.amarula.api.event.PairingCodeEnd;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.Node;
import org.amarula.connection.Credentials;
import org.amarula.connection.StreamListener;

/** Writes down all that a stream tells. */
final class RecordingListener implements StreamListener {
  /**
   * What was told, in order: states, {@code qr}, {@code credentials}, {@code paired}, and so on.
   */
  final List<String> story = new ArrayList<>();

  final List<ConnectionState> states = new ArrayList<>();
  final List<String> qrs = new ArrayList<>();
  final List<Instant> expiries = new ArrayList<>();
  final List<PairingCode> codes = new ArrayList<>();
  final List<PairingCodeEnd> codeEnds = new ArrayList<>();
  final List<Node> stanzas = new ArrayList<>();
  final List<String> malformed = new ArrayList<>();
  final List<String> refusals = new ArrayList<>();
  final List<Credentials> credentials = new ArrayList<>();
  final List<DisconnectReason> ends = new ArrayList<>();
  Optional<Instant> loggedIn = Optional.empty();

  /** What the store answers. */
  Supplier<CompletionStage<Void>> store = () -> CompletableFuture.completedFuture(null);

  /** What is done with each stanza. */
  Consumer<Node> onStanza = stanza -> {};

  /** Thrown at the next stanza. */
  Optional<RuntimeException> fault = Optional.empty();

  Optional<DisconnectReason> end() {
    return ends.stream().findFirst();
  }

  @Override
  public void onState(ConnectionState state) {
    states.add(state);
    story.add(state.text());
  }

  @Override
  public void onQr(String qr, Instant expiresAt) {
    qrs.add(qr);
    expiries.add(expiresAt);
    story.add("qr");
  }

  @Override
  public void onPairingCode(PairingCode code) {
    codes.add(code);
    story.add("code");
  }

  @Override
  public void onPairingCodeEnd(PairingCodeEnd end) {
    codeEnds.add(end);
    story.add("code-end");
  }

  @Override
  public void onPairingRefused(String check) {
    refusals.add(check);
    story.add("refused");
  }

  @Override
  public CompletionStage<Void> onCredentials(Credentials changed, boolean paired) {
    credentials.add(changed);
    story.add(paired ? "paired" : "credentials");
    return store.get();
  }

  @Override
  public void onLoggedIn(Instant serverTime) {
    loggedIn = Optional.of(serverTime);
    story.add("logged-in");
  }

  @Override
  public void onStanza(Node stanza) {
    if (fault.isPresent()) {
      throw fault.get();
    }
    stanzas.add(stanza);
    onStanza.accept(stanza);
    story.add("stanza");
  }

  @Override
  public void onMalformed(String problem) {
    malformed.add(problem);
  }

  @Override
  public void onEnd(DisconnectReason reason) {
    ends.add(reason);
    story.add("end");
  }
}
