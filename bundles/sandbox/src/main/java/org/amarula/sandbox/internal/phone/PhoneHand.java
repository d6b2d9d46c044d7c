package org.amarula.sandbox.internal.phone;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.proto.message.Message;
import org.amarula.sandbox.internal.devices.Account;
import org.amarula.sandbox.internal.media.Blob;
import org.amarula.sandbox.internal.media.MediaStore;
import org.amarula.sandbox.internal.media.SealedFile;
import org.amarula.sandbox.phone.PhoneMedia;

/**
 * What an owner does with a phone besides sending (spec features.md 5.1, 6.18). On the lane; what
 * cannot be done ends in {@link IllegalArgumentException}.
 */
public final class PhoneHand {
  private final Phone phone;
  private final Archive archive;
  private final PhoneNetwork network;
  private final MediaStore store;
  private final Clock clock;

  PhoneHand(Phone phone, Archive archive, PhoneTools tools) {
    this.phone = phone;
    this.archive = archive;
    this.network = tools.network();
    this.store = tools.media();
    this.clock = tools.clock();
  }

  /** The chat of a message that this phone knows. */
  public Jid chatOf(String id) {
    return entry(id).chat();
  }

  private static IllegalArgumentException unknown(String what) {
    return new IllegalArgumentException("There is no " + what + ".");
  }

  private Archive.Entry entry(String id) {
    return archive
        .find(id)
        .orElseThrow(() -> new IllegalArgumentException("The phone knows no message " + id + "."));
  }

  /** Sends read or played receipts, one for each chat and author. */
  public void receipts(String type, List<String> ids) {
    Map<List<Jid>, List<String>> byAuthor = new LinkedHashMap<>();
    for (String id : ids) {
      Archive.Entry entry = entry(id);
      if (entry.fromMe()) {
        throw new IllegalArgumentException("The message " + id + " is the phone's own.");
      }
      byAuthor
          .computeIfAbsent(List.of(entry.chat(), entry.author()), none -> new ArrayList<>())
          .add(id);
    }
    byAuthor.forEach((author, messages) -> receipt(type, author.get(0), author.get(1), messages));
  }

  private void receipt(String type, Jid chat, Jid author, List<String> ids) {
    boolean hidden = phone.account().profile().privacy("readreceipts").equals("none");
    NodeBuilder receipt =
        Node.builder("receipt")
            .attribute("id", ids.get(0))
            .attribute("to", chat)
            .attribute("type", hidden ? type + "-self" : type)
            .attribute("t", clock.instant().getEpochSecond());
    if (chat.isGroup() || chat.isBroadcast()) {
      receipt.attribute("participant", author);
    }
    if (ids.size() > 1) {
      List<Node> items =
          ids.stream().skip(1).map(id -> Node.builder("item").attribute("id", id).build()).toList();
      receipt.child(Node.builder("list").children(items).build());
    }
    network.receipt(phone, receipt.build());
  }

  /** Shows what the owner does in a chat. */
  public void chatState(Jid chat, String state) {
    NodeBuilder shown = Node.builder(state.equals("recording") ? "composing" : state);
    if (state.equals("recording")) {
      shown.attribute("media", "audio");
    }
    network.say(
        phone, Node.builder("chatstate").attribute("to", chat).child(shown.build()).build());
  }

  /** Shows the owner as here or away. */
  public void available(boolean available) {
    Account account = phone.account();
    network.say(
        phone,
        Node.builder("presence")
            .attribute("type", available ? "available" : "unavailable")
            .attribute("name", account.name())
            .build());
  }

  /** The file of a message, opened. */
  public PhoneMedia media(String id) {
    Message message = Contents.unwrap(entry(id).message());
    MediaForm form = MediaForm.of(message).orElseThrow(() -> unknown("file in this message"));
    Optional<Blob> blob = store.find(MediaStore.idOf(form.directPath(message)));
    byte[] file = MediaStore.content(blob.orElseThrow(() -> unknown("file any more")));
    return SealedFile.open(file, form.mediaKey(message), form.info())
        .map(content -> form.read(message, content))
        .orElseThrow(() -> new IllegalArgumentException("The file is not what its MAC says."));
  }
}
