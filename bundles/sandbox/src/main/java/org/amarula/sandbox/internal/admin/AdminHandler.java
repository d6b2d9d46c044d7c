package org.amarula.sandbox.internal.admin;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.amarula.sandbox.internal.server.ChatServer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/**
 * The HTTP admin below {@code /admin}: JSON in and out; a request that is not acceptable gets 400
 * with {@code {"error","message"}}.
 */
public final class AdminHandler extends Handler.Abstract {
  private static final int MAX_BODY = 4 << 20;
  private static final Gson GSON = new Gson();

  private final Requests requests;

  /** Serves this server. */
  public AdminHandler(ChatServer server, Supplier<AdminInfo> info) {
    this.requests = new Requests(server, info);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String path = request.getHttpURI().getPath();
    if (!path.startsWith("/admin/")) {
      return false;
    }
    try {
      JsonElement answer =
          requests.answer(request.getMethod() + " " + path, query(request), body(request));
      write(response, callback, 200, answer);
    } catch (IllegalArgumentException | JsonParseException e) {
      write(response, callback, 400, error("bad-request", e.getMessage()));
    } catch (IllegalStateException | IOException e) {
      write(response, callback, 400, error("failed", e.getMessage()));
    }
    return true;
  }

  private static Map<String, String> query(Request request) {
    Map<String, String> query = new HashMap<>();
    Fields fields = Request.extractQueryParameters(request);
    fields.forEach(field -> query.put(field.getName(), field.getValue()));
    return query;
  }

  private static JsonObject body(Request request) throws IOException {
    if (!request.getMethod().equals("POST")) {
      return new JsonObject();
    }
    if (request.getLength() > MAX_BODY) {
      throw new IllegalArgumentException("The request is too long.");
    }
    byte[] bytes = Content.Source.asInputStream(request).readNBytes(MAX_BODY + 1);
    if (bytes.length > MAX_BODY) {
      throw new IllegalArgumentException("The request is too long.");
    }
    JsonElement json = JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8));
    if (!json.isJsonObject()) {
      throw new IllegalArgumentException("A JSON object is expected.");
    }
    return json.getAsJsonObject();
  }

  private static JsonObject error(String error, String message) {
    JsonObject json = new JsonObject();
    json.addProperty("error", error);
    json.addProperty("message", message);
    return json;
  }

  private static void write(Response response, Callback callback, int status, JsonElement content) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json;charset=utf-8");
    Content.Sink.write(response, true, GSON.toJson(content) + "\n", callback);
  }
}
