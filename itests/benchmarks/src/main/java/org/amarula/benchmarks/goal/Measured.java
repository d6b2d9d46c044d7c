package org.amarula.benchmarks.goal;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonSyntaxException;
import java.util.Optional;

/**
 * What a rig found out about a goal.
 *
 * @param goal the goal
 * @param value in the goal's unit, as this machine is
 * @param details figures that explain it
 */
public record Measured(Goal goal, double value, JsonObject details) {
  private static final String MARK = "MEASURED ";
  private static final Gson GSON = new Gson();

  /** Without further figures. */
  public static Measured of(Goal goal, double value) {
    return new Measured(goal, value, new JsonObject());
  }

  /** With one more figure; this object is the one that is changed. */
  public Measured with(String name, Number figure) {
    details.addProperty(name, figure);
    return this;
  }

  /** One line, by which a process tells the one that started it. */
  public String toLine() {
    JsonObject json = new JsonObject();
    json.addProperty("goal", goal.name());
    json.addProperty("value", value);
    json.add("details", details);
    return MARK + GSON.toJson(json);
  }

  /** Reads such a line; empty when it is any other. */
  public static Optional<Measured> parse(String line) {
    if (!line.startsWith(MARK)) {
      return Optional.empty();
    }
    try {
      JsonObject json = GSON.fromJson(line.substring(MARK.length()), JsonObject.class);
      return Optional.of(
          new Measured(
              Goal.valueOf(json.get("goal").getAsString()),
              json.get("value").getAsDouble(),
              json.getAsJsonObject("details")));
    } catch (JsonSyntaxException e) {
      throw new IllegalStateException("A rig told nonsense: " + line, e);
    }
  }
}
