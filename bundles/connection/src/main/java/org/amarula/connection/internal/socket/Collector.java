package org.amarula.connection.internal.socket;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.amarula.connection.HttpFailedException;
import org.amarula.connection.HttpFailure;
import org.amarula.connection.HttpReply;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;

/**
 * Collects a body up to a bound. What a server says about its length reserves no more than a
 * mebibyte before that much has come. Called by one thread of Jetty at a time.
 */
final class Collector implements Response.Listener {
  private static final int FIRST = 1 << 20;

  private final int most;
  private final CompletableFuture<HttpReply> reply;
  private byte[] body = new byte[0];
  private int length;

  Collector(int most, CompletableFuture<HttpReply> reply) {
    this.most = most;
    this.reply = reply;
  }

  @Override
  public void onHeaders(Response response) {
    long told = response.getHeaders().getLongField("Content-Length");
    if (told > most) {
      response.abort(tooLong());
    } else if (told > 0) {
      body = new byte[(int) Math.min(told, FIRST)];
    }
  }

  @Override
  public void onContent(Response response, ByteBuffer content) {
    if (content.remaining() > most - length) {
      response.abort(tooLong());
      return;
    }
    int needed = length + content.remaining();
    if (needed > body.length) {
      long doubled = Math.max(needed, 2L * body.length);
      body = Arrays.copyOf(body, (int) Math.min(most, doubled));
    }
    int read = content.remaining();
    content.get(body, length, read);
    length += read;
  }

  @Override
  public void onComplete(Result result) {
    if (result.isSucceeded()) {
      byte[] whole = length == body.length ? body : Arrays.copyOf(body, length);
      reply.complete(new HttpReply(result.getResponse().getStatus(), whole));
    } else {
      reply.completeExceptionally(failed(result.getFailure()));
    }
  }

  private HttpFailedException tooLong() {
    return new HttpFailedException(
        HttpFailure.TOO_LONG, "The file is longer than " + most + " bytes.");
  }

  static HttpFailedException failed(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpFailedException ours) {
        return ours;
      } else if (cause instanceof TimeoutException) {
        return new HttpFailedException(HttpFailure.TIMEOUT, "The file did not come in time.");
      } else if (cause instanceof SSLException) {
        return new HttpFailedException(HttpFailure.TLS, "The server's certificate is refused.");
      } else if (cause instanceof EOFException) {
        return new HttpFailedException(HttpFailure.NETWORK, "The connection broke in the middle.");
      }
    }
    return new HttpFailedException(
        HttpFailure.NETWORK, "The file was not read: " + Failures.words(failure) + ".");
  }
}
