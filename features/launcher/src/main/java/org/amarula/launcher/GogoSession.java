package org.amarula.launcher;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * A session of the framework's command processor. Gogo's classes live in a bundle and not on the
 * launcher's class path, so they are called by reflection.
 */
final class GogoSession implements LineRunner.Session {
  private static final String PACKAGE = "org.apache.felix.service.command.";
  private static final int INSPECT = 0; // Converter.INSPECT: as a console shows a value

  private final Class<?> type;
  private final Object session;

  private GogoSession(Class<?> type, Object session) {
    this.type = type;
    this.session = session;
  }

  /** Opens a session whose unqualified names are Amarula's commands first. */
  static GogoSession open(BundleContext context, PrintStream out, PrintStream err) {
    ServiceReference<?> reference = context.getServiceReference(PACKAGE + "CommandProcessor");
    Object processor = reference == null ? null : context.getService(reference);
    if (processor == null) {
      throw new LaunchException("framework", "There is no command processor.", null);
    }
    try {
      ClassLoader loader = processor.getClass().getClassLoader();
      Object session =
          loader
              .loadClass(PACKAGE + "CommandProcessor")
              .getMethod("createSession", InputStream.class, OutputStream.class, OutputStream.class)
              .invoke(processor, InputStream.nullInputStream(), out, err);
      GogoSession opened = new GogoSession(loader.loadClass(PACKAGE + "CommandSession"), session);
      opened
          .type
          .getMethod("put", String.class, Object.class)
          .invoke(session, "SCOPE", "amarula:*");
      return opened;
    } catch (ReflectiveOperationException e) {
      throw new LaunchException("framework", "The command processor is of another kind.", e);
    }
  }

  /** Runs a line to its end and answers its value in text form, or an empty text. */
  @Override
  public String execute(String line) throws Exception {
    Object value = call("execute", CharSequence.class, line);
    if (value == null) {
      return "";
    }
    Object text = type.getMethod("format", Object.class, int.class).invoke(session, value, INSPECT);
    return String.valueOf(text);
  }

  private Object call(String method, Class<?> parameter, Object argument) throws Exception {
    try {
      return type.getMethod(method, parameter).invoke(session, argument);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception failure) {
        throw failure;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    try {
      type.getMethod("close").invoke(session);
    } catch (ReflectiveOperationException e) {
      throw new LaunchException("framework", "A session did not close.", e);
    }
  }
}
