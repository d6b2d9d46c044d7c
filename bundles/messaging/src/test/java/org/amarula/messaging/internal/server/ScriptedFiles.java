package org.amarula.messaging.internal.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.connection.HttpFailedException;
import org.amarula.connection.HttpFailure;
import org.amarula.connection.HttpGet;
import org.amarula.connection.HttpReply;

/** Hosts of files beside the scripted server, whose next answers a test may choose. */
public final class ScriptedFiles {
  private final Map<String, byte[]> files = new HashMap<>();
  private final List<HttpGet> asked = new ArrayList<>();
  private final Deque<Supplier<HttpReply>> next = new ArrayDeque<>();
  private List<String> hosts = List.of("files.test");

  /** Keeps a file. */
  public void put(String path, byte[] file) {
    files.put(path, file);
  }

  /** Tells other hosts from now on. */
  public void hosts(String... names) {
    hosts = List.of(names);
  }

  /** Answers the next requests with this status. */
  public void refuse(int status, int times) {
    for (int i = 0; i < times; i++) {
      next.add(() -> new HttpReply(status, new byte[0]));
    }
  }

  /** Does something while the next request is under way, whose file is gone. */
  public void goneAfter(Runnable what) {
    next.add(
        () -> {
          what.run();
          return new HttpReply(404, new byte[0]);
        });
  }

  /** Fails the next requests. */
  public void fail(HttpFailure failure, int times) {
    for (int i = 0; i < times; i++) {
      next.add(
          () -> {
            throw new HttpFailedException(failure, "The scripted host failed.");
          });
    }
  }

  /** Does something while the next requests are under way, which then fail. */
  public void during(Runnable what, int times) {
    for (int i = 0; i < times; i++) {
      next.add(
          () -> {
            what.run();
            throw new HttpFailedException(HttpFailure.NETWORK, "The scripted host failed.");
          });
    }
  }

  /** The paths that were asked for, with their hosts and without their queries. */
  public List<String> asked() {
    return asked.stream().map(get -> get.uri().getHost() + get.uri().getPath()).toList();
  }

  /** The last request. */
  public HttpGet last() {
    return asked.get(asked.size() - 1);
  }

  Node hosts() {
    NodeBuilder media = Node.builder("media_conn").attribute("auth", "x").attribute("ttl", 60);
    hosts.forEach(name -> media.child(Node.builder("host").attribute("hostname", name).build()));
    return media.build();
  }

  HttpReply answer(HttpGet request) {
    asked.add(request);
    if (!next.isEmpty()) {
      return next.remove().get();
    }
    byte[] file = files.get(request.uri().getPath());
    return file == null ? new HttpReply(404, new byte[0]) : new HttpReply(200, file.clone());
  }
}
