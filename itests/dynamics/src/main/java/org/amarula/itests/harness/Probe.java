package org.amarula.itests.harness;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** The consumer's bundle inside, driven from here. Thread-safe. */
public final class Probe {
  private final BundleContext context;

  Probe(BundleContext context) {
    this.context = context;
  }

  /** Sends a text; answers {@code accepted ID}, {@code unknown ID} or {@code failed ...}. */
  public String send(String profile, String phone, String text) {
    return run("send", profile, phone, text);
  }

  /** Starts an instance that nobody declared; answers {@code ok ID} or {@code failed ...}. */
  public String start(String profile, Map<String, String> settings) {
    return run(line("start", profile, settings));
  }

  /** Stops an instance. */
  public String stop(String profile) {
    return run("stop", profile);
  }

  /** Writes the configuration of an account; the profile has the same name. */
  public void declare(String profile, Map<String, String> settings) {
    Map<String, String> all = new TreeMap<>(settings);
    all.put("profile", profile);
    require(run(line("declare", profile, all)));
  }

  /** Deletes the configuration of an account. */
  public void undeclare(String profile) {
    require(run("undeclare", profile));
  }

  /** Profile, instance id and state of each instance, by profile; empty without a factory. */
  public Map<String, Instance> instances() {
    Map<String, Instance> found = new TreeMap<>();
    String list = run("list");
    if (!list.isEmpty() && !list.startsWith("failed")) {
      for (String line : list.split("\n")) {
        String[] parts = line.split("\t");
        found.put(parts[0], new Instance(parts[1], parts[2]));
      }
    }
    return found;
  }

  /**
   * An instance.
   *
   * @param id its id
   * @param state as {@code online}
   */
  public record Instance(String id, String state) {}

  private static void require(String answer) {
    if (!answer.equals("ok")) {
      throw new AssertionError(answer);
    }
  }

  private static List<String> line(String command, String name, Map<String, String> settings) {
    List<String> line = new ArrayList<>(List.of(command, name));
    settings.forEach(
        (key, value) -> {
          line.add(key);
          line.add(value);
        });
    return line;
  }

  private String run(String... line) {
    return run(List.of(line));
  }

  @SuppressWarnings({"rawtypes", "unchecked"})
  private String run(List<String> line) {
    try {
      Collection<ServiceReference<Function>> found =
          context.getServiceReferences(Function.class, "(probe=commands)");
      if (found.isEmpty()) {
        return "failed NoProbe";
      }
      ServiceReference<Function> reference = found.iterator().next();
      Function<List<String>, String> commands = context.getService(reference);
      if (commands == null) {
        return "failed NoProbe";
      }
      try {
        return commands.apply(line);
      } finally {
        context.ungetService(reference);
      }
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
