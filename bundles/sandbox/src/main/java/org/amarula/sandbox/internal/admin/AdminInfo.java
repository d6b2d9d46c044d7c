package org.amarula.sandbox.internal.admin;

import com.google.gson.JsonObject;

/**
 * Where a server is and how to trust it.
 *
 * @param url the WebSocket URL
 * @param rootPublicKey hexadecimal
 * @param mediaHost host and port for media, over TLS
 * @param mediaCertificate the path of a PEM file
 * @param chatCertificate the path of a PEM file, empty without TLS
 */
public record AdminInfo(
    String url,
    String rootPublicKey,
    String mediaHost,
    String mediaCertificate,
    String chatCertificate) {

  /** The line that tells a program where the server listens. */
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("event", "listening");
    json.addProperty("url", url);
    json.addProperty("rootPublicKey", rootPublicKey);
    json.addProperty("mediaHost", mediaHost);
    json.addProperty("mediaCertificate", mediaCertificate);
    if (!chatCertificate.isEmpty()) {
      json.addProperty("chatCertificate", chatCertificate);
    }
    return json;
  }
}
