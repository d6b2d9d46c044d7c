package org.amarula.connection.internal.socket;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.amarula.api.state.DisconnectReason;
import org.amarula.connection.internal.stanza.Words;
import org.eclipse.jetty.websocket.api.exceptions.UpgradeException;

/** Says in words what the network reported. Stateless. */
final class Failures {
  private Failures() {}

  /** spec/transport.md 1.1: an HTTP answer other than 101 carries its status. */
  static DisconnectReason reason(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UpgradeException upgrade && answered(upgrade)) {
        return new DisconnectReason.UpgradeRefused(upgrade.getResponseStatusCode());
      } else if (cause instanceof SSLException tls) {
        return new DisconnectReason.TlsFailed(Words.of(tls));
      }
    }
    return new DisconnectReason.NetworkLost(words(failure));
  }

  private static boolean answered(UpgradeException upgrade) {
    return upgrade.getResponseStatusCode() > 101;
  }

  static String words(Throwable failure) {
    String text = failure.getClass().getSimpleName();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException) {
        return "the host name is unknown";
      } else if (cause instanceof ConnectException) {
        return "nobody answers at that address";
      } else if (cause instanceof TimeoutException || cause instanceof SocketTimeoutException) {
        return "no answer in time";
      } else if (cause instanceof ClosedChannelException) {
        return "the socket was closed";
      } else if (cause.getMessage() != null) {
        text = cause.getMessage();
      }
    }
    return text;
  }
}
