package org.amarula.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.sandbox.fault.FaultType;
import org.amarula.sandbox.phone.PhoneAccount;

/** Where a fault is shown: two fresh accounts, and one door to arm it by. */
final class FaultScene implements AutoCloseable {
  private static final AtomicLong PHONES = new AtomicLong(15_551_000_000L);

  final SandboxServer server;
  final String phone = Long.toString(PHONES.incrementAndGet());
  final String other;
  private final Jid otherUser;
  private final RunningSandbox sandbox;
  private final FaultDoor door;
  private final FaultType type;
  private final List<Companion> companions = new ArrayList<>();

  FaultScene(RunningSandbox sandbox, FaultDoor door, FaultType type) {
    this.sandbox = sandbox;
    this.server = sandbox.server;
    this.door = door;
    this.type = type;
    PhoneAccount made = server.phones().create("Other");
    this.other = made.phone();
    this.otherUser = Jid.of(made.lid(), Jid.LID);
  }

  /** Arms one that fits nobody here, if there is something to match, and then the fault itself. */
  void arm(String... fields) throws Exception {
    Map<String, String> wanted = new HashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      wanted.put(fields[i], fields[i + 1]);
    }
    if (!type.matches().isEmpty()) {
      door.arm(sandbox, type, Map.of(type.matches().get(0), "15550009999"));
    }
    door.arm(sandbox, type, wanted);
  }

  /** Only what fits nobody is left. */
  void assertGone() {
    assertThat(server.disarm()).isEqualTo(leftover());
  }

  private int leftover() {
    return type.matches().isEmpty() ? 0 : 1;
  }

  /** Waits until the fault hit, where nothing comes that would tell it. */
  void awaitHit() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (server.stats().get("armedFaults") > leftover()) {
      assertThat(System.nanoTime()).as("the fault does not hit").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  Companion unlinked() {
    Companion companion = new Companion(server);
    companions.add(companion);
    return companion;
  }

  Companion paired() throws Exception {
    Companion companion = unlinked();
    companion.pair(phone);
    return companion;
  }

  Companion ready() throws Exception {
    return ready(phone);
  }

  Companion ready(String number) throws Exception {
    Companion companion = Companion.ready(server, number);
    companions.add(companion);
    return companion;
  }

  /** The address of the other account, which has a phone only. */
  Jid otherUser() {
    server.phone(other);
    return otherUser;
  }

  Node ping(Companion companion) throws Exception {
    return companion.ask("get", "w:p", Node.of("ping"));
  }

  /** Sends a request and shows that no answer comes. */
  void assertDeaf(Companion companion) throws Exception {
    companion.connection.send(companion.iq("get", "w:p", Node.of("ping")));
    awaitHit();
    assertThat(companion.connection.nothingArrives(100)).isTrue();
  }

  HttpResponse<byte[]> get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    return RawConnection.HTTP.send(
        HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  @Override
  public void close() {
    companions.forEach(Companion::close);
  }
}
