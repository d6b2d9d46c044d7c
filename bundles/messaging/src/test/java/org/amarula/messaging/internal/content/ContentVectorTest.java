package org.amarula.messaging.internal.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.amarula.api.Bytes;
import org.amarula.api.content.Content;
import org.amarula.api.content.Edit;
import org.amarula.api.content.Reaction;
import org.amarula.api.content.Revoke;
import org.amarula.api.content.Text;
import org.amarula.api.content.Unsupported;
import org.amarula.api.jid.Jid;
import org.amarula.messaging.internal.stanza.OwnAddress;
import org.amarula.proto.message.Message;
import org.amarula.proto.message.Message.ProtocolMessage.Type;
import org.amarula.vectors.Vectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each message is read as what it is, and written again where its kind can be sent. */
class ContentVectorTest {
  private static final JsonObject FILE = Vectors.read("messages.json");
  private static final List<JsonObject> CASES = Vectors.cases("messages.json", "cases");
  private static final Jid OWN = Jid.parse(FILE.get("own_jid").getAsString());
  private static final Jid CHAT = Jid.parse(FILE.get("chat").getAsString());
  private static int written;

  static List<JsonObject> cases() {
    return CASES;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void messageIsReadAsWhatItIs(JsonObject vector) throws Exception {
    byte[] bytes = Vectors.hex(vector, "message_proto");
    Message message = Message.parseFrom(bytes);
    Message unwrapped = Wrappers.innermost(message, 8);
    Message.ProtocolMessage protocol = unwrapped.getProtocolMessage();
    // a revocation by another's key is one in a group, by an administrator
    boolean inGroup = protocol.getKey().getRemoteJid().endsWith("@" + Jid.GROUP);
    Jid chat = inGroup ? Jid.parse(protocol.getKey().getRemoteJid()) : CHAT;
    Viewpoint view = new Viewpoint(chat, OWN, OWN, true, inGroup);
    Optional<Content> content = new ContentReader(view).read(unwrapped, Bytes.wrap(bytes));
    Class<?> expected = kind(unwrapped);
    if (expected == Void.class) {
      assertThat(content).isEmpty();
      return;
    }
    assertThat(content).get().isInstanceOf(expected);
    if (content.get() instanceof Text text && message.hasExtendedTextMessage()) {
      var context = message.getExtendedTextMessage().getContextInfo();
      assertThat(text.text()).isEqualTo(message.getExtendedTextMessage().getText());
      assertThat(text.mentions()).hasSameSizeAs(context.getMentionedJidList());
      assertThat(text.quote().isNone()).isEqualTo(context.getStanzaId().isEmpty());
    }
    if (content.get() instanceof Unsupported unsupported) {
      assertThat(unsupported.raw()).isEqualTo(Bytes.wrap(bytes));
    }
    rewrite(chat, content.get(), message);
  }

  private static Class<?> kind(Message message) {
    if (message.hasConversation() || message.hasExtendedTextMessage()) {
      return Text.class;
    }
    if (message.hasReactionMessage()) {
      return Reaction.class;
    }
    if (message.hasProtocolMessage()) {
      Type type = message.getProtocolMessage().getType();
      boolean revokes = type == Type.REVOKE;
      return revokes ? Revoke.class : type == Type.MESSAGE_EDIT ? Edit.class : Void.class;
    }
    return Unsupported.class;
  }

  /** Reactions and revocations are the same bytes; an edit is wrapped, texts may be shorter. */
  private static void rewrite(Jid chat, Content content, Message message) {
    if (!Set.of("reaction", "revoke").contains(content.kind())) {
      return;
    }
    Bytes secret = Bytes.wrap(message.getMessageContextInfo().getMessageSecret().toByteArray());
    long millis = message.getReactionMessage().getSenderTimestampMs();
    Message again =
        new ContentWriter(new OwnAddress(OWN, OWN), chat, jid -> jid, millis, secret)
            .write(content);
    assertThat(again).isEqualTo(message);
    written++;
  }

  @AfterAll
  static void count() {
    assertThat(written).isPositive();
    System.out.println("messages.json: " + CASES.size() + " cases, " + written + " written");
  }
}
