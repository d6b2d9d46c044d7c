package org.amarula.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.amarula.codec.Node;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MediaTest {
  private final SandboxServer server = SandboxServer.start(SandboxOptions.defaults());
  private HttpClient http;
  private Companion alice;
  private String host;
  private String auth;

  @BeforeEach
  void pair() throws Exception {
    http = HttpClient.newBuilder().sslContext(trusting()).build();
    alice = Companion.ready(server, "15551230001");
    Node answer = alice.ask("set", "w:m", Node.of("media_conn"));
    Node connection = answer.requireChild("media_conn");
    host = "https://" + connection.requireChild("host").requireAttribute("hostname");
    auth = connection.requireAttribute("auth");
  }

  @AfterEach
  void stop() {
    alice.close();
    server.close();
  }

  private SSLContext trusting() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = Files.newInputStream(server.mediaCertificate())) {
      store.setCertificateEntry(
          "media", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    Companion.RANDOM.nextBytes(bytes);
    return bytes;
  }

  private static String token(byte[] file) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(file);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  private HttpResponse<String> upload(byte[] file, String token, String withAuth) throws Exception {
    URI uri = URI.create(host + "/mms/image/" + token + "?auth=" + withAuth + "&token=" + token);
    return http.send(
        HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofByteArray(file)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private String upload(byte[] file) throws Exception {
    HttpResponse<String> answer = upload(file, token(file), auth);
    assertThat(answer.statusCode()).isEqualTo(200);
    JsonObject json = JsonParser.parseString(answer.body()).getAsJsonObject();
    String direct = json.get("direct_path").getAsString();
    assertThat(json.get("url").getAsString()).isEqualTo(host + direct);
    return direct;
  }

  private HttpResponse<byte[]> download(String direct, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(host + direct));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  @Test
  void filesOfAllSizesComeBackAsTheyWere() throws Exception {
    for (int size : new int[] {1, 16, 262_143, 262_144, 5_000_000}) {
      byte[] file = bytes(size);
      HttpResponse<byte[]> answer = download(upload(file) + "&mms-type=image&__wa-mms=");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(file);
    }
    assertThat(server.media().size()).isEqualTo(5);
    assertThat(server.violations()).isEmpty();
  }

  @Test
  void tokenMustBeTheHashOfTheFile() throws Exception {
    byte[] file = bytes(100);
    assertThat(upload(file, token(bytes(100)), auth).statusCode()).isEqualTo(400);
    assertThat(server.media().size()).isZero();
    alice.ask("get", "w:p", Node.of("ping"));
    assertThat(server.violations()).extracting("rule").containsExactly("media-token");
  }

  @Test
  void paddedAndEncodedTokenIsTakenToo() throws Exception {
    byte[] file = bytes(100);
    assertThat(upload(file, token(file) + "%3D", auth).statusCode()).isEqualTo(200);
  }

  @Test
  void uploadNeedsAnAuthThatIsStillGood() throws Exception {
    byte[] file = bytes(100);
    assertThat(upload(file, token(file), "guess").statusCode()).isEqualTo(401);
    server.media().withdrawTokens();
    assertThat(upload(file, token(file), auth).statusCode()).isEqualTo(401);
  }

  @Test
  void rangesAreServedInParts() throws Exception {
    byte[] file = bytes(300_000);
    String direct = upload(file);
    HttpResponse<byte[]> part = download(direct, "Range", "bytes=270000-270009");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(file, 270_000, 270_010));
    assertThat(part.headers().firstValue("Content-Range")).contains("bytes 270000-270009/300000");
    HttpResponse<byte[]> rest = download(direct, "Range", "bytes=299990-");
    assertThat(rest.body()).isEqualTo(Arrays.copyOfRange(file, 299_990, 300_000));
    assertThat(download(direct, "Range", "bytes=300000-").statusCode()).isEqualTo(416);
  }

  @Test
  void expiredAndUnknownFilesAreToldApart() throws Exception {
    String direct = upload(bytes(10));
    server.media().expire(direct);
    assertThat(download(direct).statusCode()).isEqualTo(410);
    assertThat(download("/d/0123456789").statusCode()).isEqualTo(404);
  }

  @Test
  void faultsRefuseCutAndCorruptMedia() throws Exception {
    byte[] file = bytes(100_000);
    server.fault(Fault.once(FaultType.MEDIA_ERROR, Map.of("method", "POST", "status", "507")));
    assertThat(upload(file, token(file), auth).statusCode()).isEqualTo(507);
    String direct = upload(file);
    server.fault(Fault.once(FaultType.MEDIA_ERROR, Map.of("media", "image", "status", "403")));
    assertThat(download(direct).statusCode()).isEqualTo(403);
    server.fault(Fault.once(FaultType.MEDIA_CUT));
    assertThatThrownBy(() -> download(direct)).isInstanceOf(IOException.class);
    server.fault(Fault.once(FaultType.MEDIA_CORRUPT));
    assertThat(download(direct).body()).hasSize(file.length).isNotEqualTo(file);
    assertThat(download(direct).body()).isEqualTo(file);
  }

  @Test
  void fileOfAProgramIsServed() throws Exception {
    byte[] file = bytes(1000);
    String direct = server.media().put("md-msg-hist", file);
    assertThat(download(direct).body()).isEqualTo(file);
    assertThat(server.media().get(direct)).isEqualTo(file);
  }
}
