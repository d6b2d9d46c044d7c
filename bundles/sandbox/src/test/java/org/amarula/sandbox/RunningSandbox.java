package org.amarula.sandbox;

import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import org.amarula.sandbox.internal.shell.SandboxHolder;
import org.amarula.sandbox.internal.shell.StartCommand;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** A server that the shell started, with the service that it is. */
final class RunningSandbox implements AutoCloseable {
  final SandboxHolder holder = new SandboxHolder(context());
  SandboxServer server;

  static RunningSandbox start() {
    RunningSandbox running = new RunningSandbox();
    PrintStream before = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    try {
      new StartCommand(running.holder)._main(new String[] {"sandbox-start"});
    } finally {
      System.setOut(before);
    }
    return running;
  }

  /** The one method of the framework that is used. */
  private BundleContext context() {
    return proxy(
        BundleContext.class,
        arguments -> {
          server = (SandboxServer) arguments[1];
          return proxy(ServiceRegistration.class, none -> null);
        });
  }

  private interface Answer {
    Object to(Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> answer.to(arguments)));
  }

  @Override
  public void close() {
    holder.deactivate();
  }
}
