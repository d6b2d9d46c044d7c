package org.amarula.sandbox;

import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.amarula.sandbox.internal.shell.FaultCommand;

/** The three ways to arm a fault. */
enum FaultDoor {
  JAVA {
    @Override
    void arm(RunningSandbox sandbox, FaultType type, Map<String, String> fields) {
      sandbox.server.fault(Fault.of(type.text(), fields));
    }
  },
  ADMIN {
    @Override
    void arm(RunningSandbox sandbox, FaultType type, Map<String, String> fields) throws Exception {
      JsonObject body = new JsonObject();
      body.addProperty("type", type.text());
      fields.forEach(body::addProperty);
      URI uri = URI.create("http://127.0.0.1:" + sandbox.server.port() + "/admin/fault");
      HttpResponse<String> answer =
          RawConnection.HTTP.send(
              HttpRequest.newBuilder(uri)
                  .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new AssertionError(answer.body());
      }
    }
  },
  SHELL {
    @Override
    void arm(RunningSandbox sandbox, FaultType type, Map<String, String> fields) {
      List<String> line = new ArrayList<>(List.of("sandbox-fault", type.text()));
      fields.forEach((key, value) -> line.add(key + "=" + value));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      PrintStream before = System.out;
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      try {
        new FaultCommand(sandbox.holder)._main(line.toArray(new String[0]));
      } finally {
        System.setOut(before);
      }
      if (!out.toString(StandardCharsets.UTF_8).startsWith("Armed")) {
        throw new AssertionError(out.toString(StandardCharsets.UTF_8));
      }
    }
  };

  abstract void arm(RunningSandbox sandbox, FaultType type, Map<String, String> fields)
      throws Exception;
}
