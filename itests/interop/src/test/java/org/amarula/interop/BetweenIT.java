package org.amarula.interop;

import static org.amarula.interop.Peer.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Independent clients with each other, through our sandbox; none of ours takes part. */
class BetweenIT extends Story {
  private static final int PLAIN = 3;
  private static final int LARGE = 200_000;

  private Peer one;
  private Peer other;

  static List<Arguments> pairs() {
    return Stream.of(Kind.values())
        .flatMap(one -> Stream.of(Kind.values()).map(other -> Arguments.of(one, other)))
        .toList();
  }

  private void pair(Kind first, Kind second) throws Exception {
    one = pairedPeer(first, "One");
    other = pairedPeer(second, "Other");
    one.send(other.number(), "hello");
    other.reads("hello");
    other.send(one.number(), "hello yourself");
    one.reads("hello yourself");
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void filesArriveAsTheyWere(Kind first, Kind second) throws Exception {
    pair(first, second);
    for (int size : new int[] {PLAIN, LARGE}) {
      for (String kind : new String[] {"image", "document"}) {
        String file = Base64.getEncoder().encodeToString(noise(size));
        String name = kind + " of " + size;

        one.call(kind, "to", other.number(), "text", name, "file", file);
        JsonObject got = other.message(kind, name);

        assertThat(got.has("error")).as(() -> text(got, "error")).isFalse();
        assertThat(text(got, "file")).isEqualTo(file);
      }
    }
    assertThat(sandbox.media().size()).isEqualTo(4);
    assertFlawless();
  }

  private static byte[] noise(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void pollsAreVotedIn(Kind first, Kind second) throws Exception {
    pair(first, second);
    String question = "Which bird?";

    String id = one.call("poll", "to", other.number(), "text", question, "options", "gull,owl");
    JsonObject poll = other.message("poll", question);
    assertThat(text(poll, "id")).isEqualTo(id);
    assertThat(text(poll, "options")).isEqualTo("gull,owl");
    other.call("vote", "to", text(poll, "chat"), "id", id, "text", "owl");

    JsonObject vote = one.await("message", e -> text(e, "kind").equals("vote"));
    assertThat(vote.has("error")).as(() -> text(vote, "error")).isFalse();
    assertThat(text(vote, "target")).isEqualTo(id);
    assertThat(text(vote, "text")).isEqualTo("owl");
    assertFlawless();
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void presenceIsTold(Kind first, Kind second) throws Exception {
    pair(first, second);
    one.call("available");
    other.call("available");
    one.call("subscribe", "to", other.number());
    one.await("presence", isOfOther("available"));

    other.call("composing", "to", one.number());
    one.await("presence", isOfOther("composing"));
    int from = one.events().size();
    other.call("paused", "to", one.number());
    // the npm client tells a pause as what it leads to
    String paused = first == Kind.BAILEYS ? "available" : "paused";
    one.await("presence", from, isOfOther(paused));
    int later = one.events().size();
    other.call("unavailable");

    one.await("presence", later, isOfOther("unavailable"));
    assertFlawless();
  }

  private Predicate<JsonObject> isOfOther(String state) {
    return e ->
        text(e, "state").equals(state) && addressesOf(other.scan()).contains(text(e, "from"));
  }
}
