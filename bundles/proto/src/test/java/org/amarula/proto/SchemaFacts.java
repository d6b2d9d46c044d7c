package org.amarula.proto;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.amarula.vectors.Vectors;

/** The two fact files, read into lists of fields by message and of values by enum. */
final class SchemaFacts {
  /** One field as the facts give it: {@code [number, name, type, flag]}. */
  record Fact(int number, String name, String type, String flag) {}

  /** Types of no wire domain, or of the stores of other implementations. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "Config",
          "Field",
          "IdentityKeyPairStructure",
          "KeyExchangeMessage",
          "PreKeyRecordStructure",
          "RecordStructure",
          "SenderKeyRecordStructure",
          "SenderKeyStateStructure",
          "SessionStructure",
          "SignedPreKeyRecordStructure");

  private final JsonObject schema = Vectors.data("wa-schema.json");
  private final JsonObject supplement = Vectors.data("wa-schema-supplement.json");

  /** Names of the messages that must be declared. */
  Set<String> messages() {
    return wanted("messages");
  }

  /** Names of the enums that must be declared. */
  Set<String> enums() {
    return wanted("enums");
  }

  /** The fields that the schema gives a message; none for a type of the supplement. */
  List<Fact> fields(String message) {
    return facts(schema.getAsJsonObject("messages").get(message));
  }

  /** The fields that the supplement adds to a message, or all of a supplement type. */
  List<Fact> newerFields(String message) {
    JsonObject added = supplement.getAsJsonObject("fields");
    if (added.has(message)) {
      return facts(added.get(message));
    }
    JsonObject types = supplement.getAsJsonObject("messages");
    return newerName(types, message).map(name -> facts(types.get(name))).orElse(List.of());
  }

  /** The messages that the supplement gives further fields. */
  Set<String> extended() {
    return supplement.getAsJsonObject("fields").keySet();
  }

  /** The values of an enum in both files. */
  Map<String, Integer> values(String name) {
    Map<String, Integer> values = new TreeMap<>();
    JsonObject types = supplement.getAsJsonObject("enums");
    JsonElement known = schema.getAsJsonObject("enums").get(name);
    put(values, known);
    put(values, supplement.getAsJsonObject("enum_values").get(name));
    if (known == null) {
      newerName(types, name).ifPresent(newer -> put(values, types.get(newer)));
    }
    return values;
  }

  boolean isNewer(String name) {
    return !schema.getAsJsonObject("messages").has(name)
        && !schema.getAsJsonObject("enums").has(name);
  }

  /**
   * The supplement's name of a type: it leaves out the outer message in which the schema nests
   * nearly everything that a message or an action is made of.
   */
  private static Optional<String> newerName(JsonObject types, String name) {
    return Stream.of("", "Message.", "SyncActionValue.")
        .filter(name::startsWith)
        .map(outer -> name.substring(outer.length()))
        .filter(types::has)
        .findFirst();
  }

  private Set<String> wanted(String kind) {
    Set<String> names = new TreeSet<>();
    for (String name : schema.getAsJsonObject(kind).keySet()) {
      int dot = name.indexOf('.');
      if (!LEFT_OUT.contains(dot < 0 ? name : name.substring(0, dot))) {
        names.add(name);
      }
    }
    return names;
  }

  private static List<Fact> facts(JsonElement fields) {
    List<Fact> facts = new ArrayList<>();
    if (fields != null) {
      for (JsonElement element : fields.getAsJsonArray()) {
        JsonArray field = element.getAsJsonArray();
        facts.add(
            new Fact(
                field.get(0).getAsInt(),
                field.get(1).getAsString(),
                field.get(2).getAsString(),
                field.get(3).getAsString()));
      }
    }
    return facts;
  }

  private static void put(Map<String, Integer> values, JsonElement more) {
    if (more != null) {
      more.getAsJsonObject()
          .entrySet()
          .forEach(e -> values.put(e.getKey(), e.getValue().getAsInt()));
    }
  }
}
