package org.amarula.sandbox.internal.front;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.amarula.api.Bytes;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.amarula.sandbox.internal.fault.FaultBoard;
import org.amarula.sandbox.internal.media.Blob;
import org.amarula.sandbox.internal.media.ByteRange;
import org.amarula.sandbox.internal.media.MediaStore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/**
 * Uploads, downloads and deletions of media (spec features.md 2.3, 2.4, 2.7, 2.10). Blocks Jetty's
 * threads, never the lane.
 */
public final class MediaHandler extends Handler.Abstract {
  private static final List<String> UPLOADS =
      List.of("/mms/", "/newsletter/", "/product/", "/pps/");

  private final MediaStore store;
  private final FaultBoard faults;
  private final Supplier<String> host;
  private final BiConsumer<String, String> violations;

  /**
   * Serves this store.
   *
   * @param host host and port of the URLs to tell
   * @param violations takes the rule that a client broke, and the detail
   */
  public MediaHandler(
      MediaStore store,
      FaultBoard faults,
      Supplier<String> host,
      BiConsumer<String, String> violations) {
    this.store = store;
    this.faults = faults;
    this.host = host;
    this.violations = violations;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String path = request.getHttpURI().getPath();
    boolean upload = UPLOADS.stream().anyMatch(path::startsWith);
    if (!upload && !path.startsWith("/d/")) {
      return false;
    }
    String type =
        upload ? typeOf(path) : store.find(MediaStore.idOf(path)).map(Blob::type).orElse("");
    Map<String, String> facts = Map.of("method", request.getMethod(), "media", type);
    Optional<Fault> error = faults.take(FaultType.MEDIA_ERROR, facts);
    if (error.isPresent()) {
      int status = Integer.parseInt(error.get().shape("status", "503"));
      refuse(request, response, callback, status);
    } else if (upload) {
      receive(type, request, response, callback);
    } else {
      serve(
          request, response, callback, faults.take(FaultType.MEDIA_CUT, facts).isPresent(), facts);
    }
    return true;
  }

  /** {@code /mms/image/TOKEN} is of the type {@code image}. */
  private static String typeOf(String path) {
    String[] parts = path.split("/", -1);
    return parts.length > 3 ? parts[2] : "";
  }

  private static void end(Response response, Callback callback, int status) {
    response.setStatus(status);
    Content.Sink.write(response, true, "", callback);
  }

  /** An answer before the body is read would break the pipe under a client that still writes. */
  private static void refuse(Request request, Response response, Callback callback, int status)
      throws IOException {
    Content.Source.asInputStream(request).transferTo(OutputStream.nullOutputStream());
    end(response, callback, status);
  }

  private void receive(String type, Request request, Response response, Callback callback)
      throws IOException {
    Fields query = Request.extractQueryParameters(request);
    String auth = Optional.ofNullable(query.getValue("auth")).orElse("");
    if (!store.allows(auth)) {
      refuse(request, response, callback, 401);
    } else if (request.getMethod().equals("POST")) {
      upload(type, request, response, callback);
    } else if (request.getMethod().equals("DELETE")) {
      String direct = Optional.ofNullable(query.getValue("d_md")).orElse("");
      boolean known = store.expire(new String(decode(direct), StandardCharsets.UTF_8));
      end(response, callback, known ? 200 : 404);
    } else {
      refuse(request, response, callback, 405);
    }
  }

  private void upload(String type, Request request, Response response, Callback callback)
      throws IOException {
    Blob blob = store.receive(type, Content.Source.asInputStream(request));
    if (blob.length() == 0) {
      violations.accept("media-empty", "An upload is empty.");
      end(response, callback, 400);
      return;
    }
    String token = request.getHttpURI().getPath();
    token = token.substring(token.lastIndexOf('/') + 1);
    if (!blob.hash().equals(Bytes.wrap(decode(token)))) {
      store.drop(blob);
      violations.accept("media-token", "The token of an upload is not the hash of the file.");
      end(response, callback, 400);
      return;
    }
    store.keep(blob);
    JsonObject answer = new JsonObject();
    answer.addProperty("url", "https://" + host.get() + blob.directPath());
    answer.addProperty("direct_path", blob.directPath());
    answer.addProperty("handle", "handle-" + blob.id());
    answer.addProperty("object_id", blob.id());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    Content.Sink.write(response, true, answer + "\n", callback);
  }

  /** URL-safe base64, with or without padding, itself encoded or not. */
  private static byte[] decode(String token) {
    try {
      String text = URLDecoder.decode(token.replace("+", "%2B"), StandardCharsets.UTF_8);
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private void serve(
      Request request, Response response, Callback callback, boolean cut, Map<String, String> facts)
      throws IOException {
    String id = MediaStore.idOf(request.getHttpURI().getPath());
    Optional<Blob> found = store.find(id);
    if (found.isEmpty()) {
      end(response, callback, store.isGone(id) ? 410 : 404);
      return;
    }
    Blob blob = found.get();
    String header = request.getHeaders().get(HttpHeader.RANGE);
    Optional<ByteRange> range =
        header == null
            ? Optional.of(new ByteRange(0, blob.length() - 1))
            : ByteRange.parse(header, blob.length());
    if (range.isEmpty()) {
      end(response, callback, 416);
      return;
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/octet-stream");
    response.getHeaders().put(HttpHeader.ACCEPT_RANGES, "bytes");
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, range.get().length());
    if (header != null) {
      response.setStatus(206);
      String part = "bytes " + range.get().from() + "-" + range.get().to() + "/" + blob.length();
      response.getHeaders().put(HttpHeader.CONTENT_RANGE, part);
    }
    if (request.getMethod().equals("HEAD")) {
      Content.Sink.write(response, true, "", callback);
      return;
    }
    boolean corrupt = faults.take(FaultType.MEDIA_CORRUPT, facts).isPresent();
    send(blob, range.get(), response, callback, cut, corrupt);
  }

  private static void send(
      Blob blob,
      ByteRange range,
      Response response,
      Callback callback,
      boolean cut,
      boolean corrupt)
      throws IOException {
    OutputStream out = Content.Sink.asOutputStream(response);
    try (InputStream in = blob.open()) {
      in.skipNBytes(range.from());
      copy(in, out, cut ? range.length() / 2 : range.length(), corrupt);
    }
    if (cut) {
      out.flush();
      callback.failed(new IOException("The fault mediaCut ends this download."));
    } else {
      out.close();
      callback.succeeded();
    }
  }

  private static void copy(InputStream in, OutputStream out, long length, boolean corrupt)
      throws IOException {
    byte[] chunk = new byte[32 * 1024];
    long left = length;
    while (left > 0) {
      int read = in.readNBytes(chunk, 0, (int) Math.min(left, chunk.length));
      if (corrupt && left == length) {
        chunk[0] ^= 1;
      }
      out.write(chunk, 0, read);
      left -= read;
    }
  }
}
