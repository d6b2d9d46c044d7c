package org.amarula.sandbox.internal.front;

import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.amarula.sandbox.internal.fault.FaultBoard;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Tells the newest web version at {@code /sw.js} (spec transport.md 3.5). */
final class VersionPage extends Handler.Abstract {
  private final FaultBoard faults;
  private final LongSupplier revision;

  VersionPage(FaultBoard faults, LongSupplier revision) {
    this.faults = faults;
    this.revision = revision;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    boolean upgrade = "websocket".equalsIgnoreCase(request.getHeaders().get(HttpHeader.UPGRADE));
    if (upgrade || !request.getHttpURI().getPath().equals("/sw.js")) {
      return false;
    }
    Optional<Fault> fault = faults.take(FaultType.VERSION_PAGE, Map.of());
    String told = String.valueOf(revision.getAsLong());
    response.setStatus(
        Integer.parseInt(fault.map(made -> made.shape("status", "200")).orElse("200")));
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/javascript");
    Content.Sink.write(
        response,
        true,
        "self.__meta={\"client_revision\":"
            + fault.map(made -> made.shape("revision", told)).orElse(told)
            + ",\"push_phase\":\"sandbox\"};\n",
        callback);
    return true;
  }
}
