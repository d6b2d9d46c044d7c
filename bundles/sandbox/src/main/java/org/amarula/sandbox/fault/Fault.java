package org.amarula.sandbox.fault;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A fault to make: it hits {@code count} times and is gone. All fields are compared as strings;
 * accounts are phone numbers in digits.
 *
 * @param fields what to match and how to behave, by the names in {@link FaultType}
 */
public record Fault(FaultType type, int count, Map<String, String> fields) {
  private static final Set<String> NUMBERS =
      Set.of("code", "reason", "expire", "ms", "value", "status", "times", "result");

  /** Refuses unknown fields and a count below one with {@link IllegalArgumentException}. */
  public Fault {
    fields = Map.copyOf(fields);
    if (count < 1) {
      throw new IllegalArgumentException("The count of a fault must be 1 or more.");
    }
    for (String field : fields.keySet()) {
      if (!type.matches().contains(field) && !type.shapes().contains(field)) {
        throw new IllegalArgumentException(
            "The fault " + type.text() + " has no field " + field + "; it has " + known(type));
      }
    }
    fields.forEach(Fault::requireNumber);
    if (type == FaultType.CLOSE_CODE || type == FaultType.CLOSE_HANDSHAKE) {
      requireCloseCode(fields.getOrDefault("code", "1000"));
    }
  }

  /** A fault that hits the first one that comes. */
  public static Fault once(FaultType type) {
    return new Fault(type, 1, Map.of());
  }

  /** A fault that hits once what these fields match. */
  public static Fault once(FaultType type, Map<String, String> fields) {
    return new Fault(type, 1, fields);
  }

  /**
   * The fault of a request: the name of its type, and its fields with the count among them.
   *
   * @throws IllegalArgumentException when the type, a field or the count is not acceptable
   */
  public static Fault of(String type, Map<String, String> fields) {
    FaultType known =
        FaultType.of(type)
            .orElseThrow(() -> new IllegalArgumentException("There is no fault " + type + "."));
    Map<String, String> rest = new HashMap<>(fields);
    String count = rest.containsKey("count") ? rest.remove("count") : "1";
    if (!count.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException("The count of a fault must be a number.");
    }
    return new Fault(known, Integer.parseInt(count), rest);
  }

  /** A field that shapes the fault, or its default. */
  public String shape(String field, String otherwise) {
    return fields.getOrDefault(field, otherwise);
  }

  /** Whether these facts fit the fields to match; a fact that is missing fits nothing. */
  public boolean fits(Map<String, String> facts) {
    return type.matches().stream()
        .filter(fields::containsKey)
        .allMatch(field -> fields.get(field).equals(facts.get(field)));
  }

  private static void requireNumber(String field, String value) {
    boolean numeric = NUMBERS.contains(field);
    if (numeric && !value.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException("The field " + field + " must be a number.");
    }
  }

  /** RFC 6455, 7.4: the codes that may be sent. */
  private static void requireCloseCode(String text) {
    int code = Integer.parseInt(text);
    boolean sent = code >= 1000 && code <= 1003 || code >= 1007 && code <= 1014;
    if (!sent && (code < 3000 || code > 4999)) {
      throw new IllegalArgumentException("No WebSocket is closed with the code " + text + ".");
    }
  }

  private static String known(FaultType type) {
    String fields =
        Stream.concat(type.matches().stream(), type.shapes().stream())
            .collect(Collectors.joining(", "));
    return fields.isEmpty() ? "none." : fields + ".";
  }
}
