package org.amarula.interop;

import static java.util.stream.Collectors.joining;
import static org.amarula.interop.Peer.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.amarula.api.event.DeviceRefused;
import org.amarula.api.event.DeviceUnverified;
import org.amarula.api.event.IdentityChanged;
import org.amarula.api.event.MessageUnreadable;
import org.amarula.api.event.StanzaRejected;
import org.amarula.api.jid.Jid;
import org.amarula.sandbox.SandboxOptions;
import org.amarula.sandbox.SandboxServer;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.amarula.sandbox.report.ReceivedMessage;
import org.amarula.sandbox.report.Scan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A fresh sandbox, and the accounts that a scenario asks for. The npm client has its signature
 * checks replaced by real ones, and we assert what our side verified (spec interop.md, baileys 2);
 * the Go client verifies everything by itself (whatsmeow 2).
 */
@ExtendWith({Tally.class, PeerPool.class})
abstract class Story {
  @TempDir private Path folder;

  SandboxServer sandbox;
  SandboxRecord record;
  private final List<JavaAccount> accounts = new ArrayList<>();
  private final List<Peer> peers = new ArrayList<>();

  @BeforeEach
  void startSandbox() {
    Path ledger = folder.resolve("ledger.jsonl");
    sandbox = SandboxServer.start(SandboxOptions.defaults().withLedger(ledger));
    sandbox.transcribe(true);
    record = new SandboxRecord(ledger);
  }

  @AfterEach
  void endAll() {
    accounts.forEach(JavaAccount::close);
    peers.forEach(PeerPool.get()::giveBack);
    if (sandbox != null) {
      sandbox.close();
    }
  }

  /** A device of ours, not paired yet. */
  JavaAccount java(String profile) {
    JavaAccount account = new JavaAccount(sandbox, profile);
    accounts.add(account);
    return account;
  }

  /** A device of ours, linked by the phone of a new account. */
  JavaAccount pairedJava(String profile) {
    JavaAccount account = java(profile);
    account.pair(sandbox, "", profile);
    return account;
  }

  /** A device of an independent client, not paired yet. */
  Peer peer(Kind kind, String name) throws IOException, InterruptedException {
    return peer(kind, name, false);
  }

  /** Such a device, whose phone greets it with key and history where wanted. */
  Peer peer(Kind kind, String name, boolean greeted) throws IOException, InterruptedException {
    Peer peer = PeerPool.get().take(kind).named(sandbox, name, greeted);
    peers.add(peer);
    return peer;
  }

  /** A device of an independent client, linked by the phone of a new account. */
  Peer pairedPeer(Kind kind, String name) throws IOException, InterruptedException {
    Peer peer = peer(kind, name);
    peer.pair();
    return peer;
  }

  void awaitPhone(Scan phone, String text) {
    ReceivedMessage got = PhoneInbox.await(sandbox, phone.phone(), text);
    assertThat(got.decrypted()).isTrue();
  }

  static List<String> addressesOf(Scan phone) {
    return List.of(phone.phone() + "@" + Jid.PN, phone.lid() + "@" + Jid.LID);
  }

  /** Damages the next copy from one account to one device, in whatever chat. */
  void corruptEnc(Scan from, Scan to) {
    sandbox.fault(Fault.once(FaultType.CORRUPT_ENC, onTheWay(from, to)));
  }

  static Map<String, String> onTheWay(Scan from, Scan to) {
    String device = Integer.toString(to.device());
    return Map.of("from", from.phone(), "reader", to.phone(), "device", device);
  }

  /** Nobody had to ask twice, refuse or give up anything, and every copy was answered. */
  void assertFlawless() {
    assertUnviolated();
    record.awaitSettled();
    for (JavaAccount account : accounts) {
      assertThat(account.all(MessageUnreadable.class))
          .as(
              () ->
                  account
                      + " read everything at once; the author and the chat: "
                      + authors(account))
          .isEmpty();
      assertThat(account.all(StanzaRejected.class)).isEmpty();
      assertThat(sandbox.received(account.scan().phone())).allMatch(ReceivedMessage::decrypted);
    }
    assertThat(sandbox.stats().get("retries")).as(this::askedAgain).isZero();
    for (Peer peer : peers) {
      assertThat(sandbox.received(peer.scan().phone())).allMatch(ReceivedMessage::decrypted);
      assertThat(peer.all("unreadable")).isEmpty();
      assertThat(peer.all("failed")).isEmpty();
    }
  }

  /** Who asked for a message again, as the sandbox saw it. */
  private String askedAgain() {
    return sandbox.transcript("").stream()
        .filter(line -> line.contains("receipt") && line.contains("retry"))
        .collect(joining("\n", "Asked again:\n", "\n"));
  }

  /** All kept the rules, all signatures were genuine, and nothing left loopback. */
  void assertUnviolated() {
    assertThat(sandbox.violations()).isEmpty();
    assertThat(sandbox.stats().get("refusedMessages")).isZero();
    for (JavaAccount account : accounts) {
      assertThat(account.all(DeviceRefused.class)).isEmpty();
      assertThat(account.all(DeviceUnverified.class)).isEmpty();
      assertThat(account.all(IdentityChanged.class)).isEmpty();
    }
    for (Peer peer : peers) {
      if (peer.kind() == Kind.BAILEYS) {
        assertThat(peer.call(Map.of("do", "signatures"))).matches("[1-9][0-9]*/0");
      }
      assertThat(peer.all("escape")).isEmpty();
      assertThat(peer.events().all()).noneMatch(event -> text(event, "event").equals("end"));
    }
  }

  private static List<String> authors(JavaAccount account) {
    return account.all(MessageUnreadable.class).stream()
        .map(unreadable -> unreadable.author() + " in " + unreadable.chat())
        .toList();
  }
}
