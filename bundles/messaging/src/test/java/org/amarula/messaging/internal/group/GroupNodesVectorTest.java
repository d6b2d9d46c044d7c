package org.amarula.messaging.internal.group;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import org.amarula.api.group.GroupMember;
import org.amarula.api.group.GroupMetadata;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.vectors.Vectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GroupNodesVectorTest {
  private static final List<JsonObject> CASES = Vectors.cases("groups.json", "cases");

  static List<JsonObject> cases() {
    return CASES;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void metadataIsRead(JsonObject vector) {
    JsonObject expected = vector.getAsJsonObject("expected");
    GroupMetadata group =
        GroupNodes.metadata(node(vector.getAsJsonObject("node")).requireChild("group"));
    assertThat(group.group()).isEqualTo(Jid.parse(expected.get("id").getAsString()));
    assertThat(group.subject()).isEqualTo(expected.get("subject").getAsString());
    assertThat(group.addressingMode()).isEqualTo(expected.get("addressingMode").getAsString());
    assertThat(group.createdAt().getEpochSecond()).isEqualTo(expected.get("creation").getAsLong());
    assertThat(group.locked()).isEqualTo(expected.get("restrict").getAsBoolean());
    assertThat(group.announcement()).isEqualTo(expected.get("announce").getAsBoolean());
    assertThat(group.description()).isEqualTo(text(expected, "desc", ""));
    assertThat(group.expiration().toSeconds())
        .isEqualTo(Long.parseLong(text(expected, "ephemeralDuration", "0")));
    assertThat(group.members()).hasSize(expected.get("size").getAsInt());
    int i = 0;
    for (JsonElement element : expected.getAsJsonArray("participants")) {
      JsonObject participant = element.getAsJsonObject();
      GroupMember member = group.members().get(i++);
      assertThat(member.jid()).isEqualTo(Jid.parse(participant.get("id").getAsString()));
      assertThat(member.role().name()).isEqualToIgnoringCase(text(participant, "admin", "member"));
      String alias = text(participant, "phoneNumber", text(participant, "lid", ""));
      assertThat(member.aliases().stream().map(Jid::toString).reduce("", String::concat))
          .isEqualTo(alias);
    }
  }

  private static String text(JsonObject object, String name, String otherwise) {
    return object.has(name) && !object.get(name).isJsonNull()
        ? object.get(name).getAsString()
        : otherwise;
  }

  private static Node node(JsonObject json) {
    NodeBuilder node = Node.builder(json.get("tag").getAsString());
    for (Map.Entry<String, JsonElement> entry : json.getAsJsonObject("attrs").entrySet()) {
      node.attribute(entry.getKey(), entry.getValue().getAsString());
    }
    if (json.has("content_utf8")) {
      node.text(json.get("content_utf8").getAsString());
    }
    if (json.has("content")) {
      json.getAsJsonArray("content").forEach(child -> node.child(node(child.getAsJsonObject())));
    }
    return node.build();
  }

  @AfterAll
  static void count() {
    System.out.println("groups.json: " + CASES.size() + " cases");
  }
}
