package org.amarula.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GroupAdminTest {
  private final SandboxServer server = SandboxServer.start(SandboxOptions.defaults());
  private int status;

  @AfterEach
  void stop() {
    server.close();
  }

  private JsonObject post(String path, String body) throws Exception {
    return send(path, HttpRequest.BodyPublishers.ofString(body), "POST");
  }

  private JsonObject send(String path, HttpRequest.BodyPublisher body, String method)
      throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + "/admin/" + path);
    HttpResponse<String> response =
        RawConnection.HTTP.send(
            HttpRequest.newBuilder(uri).method(method, body).build(),
            HttpResponse.BodyHandlers.ofString());
    status = response.statusCode();
    return JsonParser.parseString(response.body()).getAsJsonObject();
  }

  @Test
  void groupIsMadeChangedWrittenToAndRead() throws Exception {
    String group =
        post(
                "group",
                "{\"account\":\"15551230001\",\"subject\":\"G\",\"members\":[\"15551230002\"]}")
            .get("group")
            .getAsString();
    JsonObject changed =
        post(
            "group/change",
            "{\"group\":\""
                + group
                + "\",\"account\":\"15551230001\",\"action\":\"add\",\"members\":[15551230003]}");
    assertThat(changed.getAsJsonArray("members")).hasSize(3);
    post(
        "mock-phone/send",
        "{\"account\":\"15551230002\",\"to\":\"" + group + "\",\"text\":\"hi\"}");
    assertThat(server.received("15551230003")).extracting("text").containsExactly("hi");
    assertThat(server.received("15551230003").get(0).chat()).isEqualTo(group);
    post("group/addressing", "{\"group\":\"" + group + "\",\"addressing\":\"pn\"}");
    post(
        "mock-phone/send",
        "{\"account\":\"15551230002\",\"to\":\"" + group + "\",\"text\":\"by number\"}");
    assertThat(server.received("15551230003").get(1).author())
        .isEqualTo("15551230002@s.whatsapp.net");
    JsonObject members = send("group?group=" + group, HttpRequest.BodyPublishers.noBody(), "GET");
    assertThat(members.getAsJsonArray("members")).hasSize(3);
  }

  @Test
  void whatAGroupRefusesIsABadRequest() throws Exception {
    post("group/change", "{\"group\":\"1@g.us\",\"account\":\"15551230001\",\"action\":\"add\"}");
    assertThat(status).isEqualTo(400);
    post("group", "{\"account\":\"15551230001\",\"subject\":\"G\",\"members\":\"none\"}");
    assertThat(status).isEqualTo(400);
    post("group/addressing", "{\"addressing\":\"hidden\"}");
    assertThat(status).isEqualTo(400);
    post("mock-phone/send", "{\"account\":\"15551230002\",\"to\":\"1@g.us\",\"text\":\"hi\"}");
    assertThat(status).isEqualTo(400);
  }
}
