package org.amarula.messaging.internal.history;

import static org.amarula.messaging.internal.server.PhoneHistory.compressed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.amarula.api.jid.Jid;
import org.amarula.proto.history.Conversation;
import org.amarula.proto.history.HistorySync;
import org.amarula.proto.history.HistorySyncMsg;
import org.amarula.proto.history.PhoneNumberToLIDMapping;
import org.amarula.proto.history.UserReceipt;
import org.amarula.proto.history.WebMessageInfo;
import org.amarula.proto.message.Message;
import org.amarula.proto.message.MessageKey;
import org.junit.jupiter.api.Test;

/** One chunk of history: bounded whatever is in it, and what is wrong has a name. */
class HistoryChunkTest {
  private static HistoryChunk chunk(byte[] compressed) {
    return new HistoryChunk(new ByteArrayInputStream(compressed));
  }

  private static Map<Jid, Jid> pairs(byte[] inflated) throws IOException {
    Map<Jid, Jid> pairs = new LinkedHashMap<>();
    try (HistoryChunk chunk = chunk(compressed(inflated))) {
      for (Optional<ChunkPart> part = chunk.next(); part.isPresent(); part = chunk.next()) {
        assertThat(part.get().pairs()).hasSizeLessThanOrEqualTo(64);
        pairs.putAll(part.get().pairs());
      }
    }
    return pairs;
  }

  private static void assertDamaged(byte[] compressed, HistoryDamage damage) {
    assertDamaged(chunk(compressed), damage);
  }

  private static void assertDamaged(HistoryChunk chunk, HistoryDamage damage) {
    assertThatThrownBy(
            () -> {
              try (chunk) {
                while (chunk.next().isPresent()) {
                  continue;
                }
              }
            })
        .isInstanceOfSatisfying(
            DamagedHistoryException.class, e -> assertThat(e.damage()).isEqualTo(damage));
  }

  private static Conversation.Builder chat(String id) {
    return Conversation.newBuilder().setId(id);
  }

  private static HistorySyncMsg message(boolean fromMe, String... readers) {
    WebMessageInfo.Builder info =
        WebMessageInfo.newBuilder().setKey(MessageKey.newBuilder().setFromMe(fromMe));
    for (String reader : readers) {
      info.addUserReceipt(UserReceipt.newBuilder().setUserJid(reader));
    }
    return HistorySyncMsg.newBuilder().setMessage(info).build();
  }

  private static byte[] chats(Conversation.Builder... chats) {
    HistorySync.Builder chunk = HistorySync.newBuilder();
    Arrays.stream(chats).forEach(chunk::addConversations);
    return chunk.build().toByteArray();
  }

  private static Jid pn(String user) {
    return Jid.of(user, Jid.PN);
  }

  private static Jid lid(String user) {
    return Jid.of(user, Jid.LID);
  }

  @Test
  void formOfTheIdDecidesWhichNameIsTheOther() throws IOException {
    byte[] chunk =
        chats(
            chat("1@lid").setLidJid("1@lid").setPnJid("11@s.whatsapp.net"),
            chat("22@c.us").setLidJid("2@lid"),
            chat("3@lid").setLidJid("3@lid"),
            chat("44@s.whatsapp.net").setPnJid("45@s.whatsapp.net"),
            chat("5@g.us").setPnJid("55@s.whatsapp.net").setLidJid("5@lid"));

    assertThat(pairs(chunk))
        .containsExactlyInAnyOrderEntriesOf(Map.of(pn("11"), lid("1"), pn("22"), lid("2")));
  }

  @Test
  void readerOfOurFirstReadMessageNamesAChatThatHasNoOtherName() throws IOException {
    byte[] chunk =
        chats(
            chat("1@lid")
                .addMessages(message(false, "10@s.whatsapp.net"))
                .addMessages(message(true, "1@lid"))
                .addMessages(message(true, "11@c.us", "12@s.whatsapp.net"))
                .addMessages(message(true, "13@s.whatsapp.net")),
            chat("2@lid")
                .addMessages(message(true, "20@s.whatsapp.net"))
                .setPnJid("22@s.whatsapp.net"),
            chat("33@s.whatsapp.net").addMessages(message(true, "30@s.whatsapp.net")));

    assertThat(pairs(chunk))
        .containsExactlyInAnyOrderEntriesOf(Map.of(pn("11"), lid("1"), pn("22"), lid("2")));
  }

  @Test
  void thousandPairsComeInPartsAndTheSaltAndTokensWithThem() throws IOException {
    HistorySync.Builder told = HistorySync.newBuilder();
    for (int i = 0; i < 1000; i++) {
      told.addPhoneNumberToLidMappings(
          PhoneNumberToLIDMapping.newBuilder()
              .setPnJid("5" + i + "@c.us")
              .setLidJid("6" + i + "@lid"));
    }
    assertThat(pairs(told.build().toByteArray())).hasSize(1000).containsEntry(pn("57"), lid("67"));

    told.clear()
        .setNctSalt(ByteString.copyFromUtf8("salt"))
        .addConversations(
            chat("1@lid")
                .setTcToken(ByteString.copyFromUtf8("token"))
                .setTcTokenTimestamp(9)
                .setTcTokenSenderTimestamp(8))
        .addConversations(chat("2@lid").setTcToken(ByteString.copyFromUtf8("timeless")));
    try (HistoryChunk chunk = chunk(compressed(told.build().toByteArray()))) {
      ChunkPart part = chunk.next().orElseThrow();
      assertThat(part.tokens()).containsOnlyKeys(lid("1"));
      assertThat(part.tokens().get(lid("1")).seconds()).isEqualTo(9);
      assertThat(part.tokens().get(lid("1")).sentSeconds()).isEqualTo(8);
      assertThat(chunk.salt().toUtf8()).isEqualTo("salt");
    }
  }

  @Test
  void longChunkIsNeverInMemory() throws IOException {
    byte[] text = new byte[1 << 20];
    Arrays.fill(text, (byte) 'x');
    HistorySyncMsg long1 =
        HistorySyncMsg.newBuilder()
            .setMessage(
                WebMessageInfo.newBuilder()
                    .setMessage(
                        Message.newBuilder().setConversationBytes(ByteString.copyFrom(text))))
            .build();
    Conversation.Builder chat = chat("1@lid");
    for (int i = 0; i < 32; i++) {
      chat.addMessages(long1);
    }
    byte[] compressed = compressed(chats(chat.setPnJid("11@s.whatsapp.net"), chat, chat));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    int found = 0;
    try (HistoryChunk warm = chunk(compressed(chats(chat("1@lid"))))) {
      warm.next();
    }

    long before = threads.getThreadAllocatedBytes(thread);
    try (HistoryChunk chunk = chunk(compressed)) {
      for (Optional<ChunkPart> part = chunk.next(); part.isPresent(); part = chunk.next()) {
        found += part.get().pairs().size();
      }
    }
    long allocated = threads.getThreadAllocatedBytes(thread) - before;

    assertThat(found).isEqualTo(3);
    assertThat(allocated).as("bytes for a chunk of 96 MiB").isLessThan(2 << 20);
  }

  @Test
  void bombIsGivenUpAtTheBound() {
    byte[] compressed = compressed(new byte[4 << 20]);
    assertThat(compressed).hasSizeLessThan(1 << 16);
    HistoryChunk chunk = new HistoryChunk(new ByteArrayInputStream(zeros(4 << 20)), 1 << 20);
    assertDamaged(chunk, HistoryDamage.TOO_LONG);
  }

  /** One unknown field of so many bytes. */
  private static byte[] zeros(int length) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(100 << 3 & 0x7f | 0x82);
    out.write(100 << 3 >> 7);
    for (int left = length; left > 0; left >>>= 7) {
      out.write(left > 0x7f ? left & 0x7f | 0x80 : left);
    }
    out.writeBytes(new byte[length]);
    return compressed(out.toByteArray());
  }

  @Test
  void damagedCompressionIsToldByItsName() {
    byte[] whole = compressed(chats(chat("1@lid").setPnJid("11@s.whatsapp.net")));
    assertDamaged(Arrays.copyOf(whole, whole.length - 5), HistoryDamage.TRUNCATED);
    assertDamaged(new byte[0], HistoryDamage.TRUNCATED);
    byte[] flipped = whole.clone();
    flipped[flipped.length - 1] ^= 1; // of the checksum
    assertDamaged(flipped, HistoryDamage.COMPRESSION);
    assertDamaged(new byte[] {1, 2, 3, 4, 5, 6}, HistoryDamage.COMPRESSION);
    assertDamaged(withDictionary(), HistoryDamage.COMPRESSION);
  }

  private static byte[] withDictionary() {
    Deflater deflater = new Deflater();
    deflater.setDictionary(new byte[] {1, 2, 3});
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream stream = new DeflaterOutputStream(out, deflater)) {
      stream.write(new byte[] {1, 2, 3});
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  @Test
  void whatIsNoChunkIsToldByItsName() {
    byte[] groups = new byte[100_000];
    Arrays.fill(groups, (byte) 0x0b); // the start of a group, again and again
    assertDamaged(compressed(groups), HistoryDamage.FORMAT);
    assertDamaged(compressed(new byte[] {0x12, 0x7f, 0x0a}), HistoryDamage.FORMAT);
    assertDamaged(compressed(new byte[] {0x12, 5, 0x0a, 1}), HistoryDamage.FORMAT);
    assertDamaged(compressed(new byte[] {0x12, 5}), HistoryDamage.TRUNCATED);
    byte[] negative = {0x12, -1, -1, -1, -1, 0x0f};
    assertDamaged(compressed(negative), HistoryDamage.FORMAT);
  }

  @Test
  void everyCutAndEveryFlippedBitEndsInAnExceptionOfOurs() throws IOException {
    byte[] inflated =
        chats(
            chat("1@lid").addMessages(message(true, "11@c.us")).setLidJid("1@lid"),
            chat("22@c.us").setLidJid("2@lid").setTcToken(ByteString.copyFromUtf8("t")));
    for (int i = 0; i < inflated.length; i++) {
      read(Arrays.copyOf(inflated, i));
      for (int bit = 0; bit < 8; bit++) {
        byte[] flipped = inflated.clone();
        flipped[i] ^= (byte) (1 << bit);
        read(flipped);
      }
    }
  }

  private static void read(byte[] inflated) throws IOException {
    try (HistoryChunk chunk = chunk(compressed(inflated))) {
      while (chunk.next().isPresent()) {
        continue;
      }
    } catch (DamagedHistoryException e) {
      assertThat(e.damage()).isIn(HistoryDamage.FORMAT, HistoryDamage.TRUNCATED);
    }
  }
}
