package org.amarula.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.amarula.proto.SchemaFacts.Fact;
import org.junit.jupiter.api.Test;

/** Our files say what the schema facts say: no more, no less, no other number. */
class SchemaTest {
  /** Supplement fields that stay unknown fields: their types are outside every wire domain. */
  private static final Set<String> NOT_DECLARED =
      Set.of("Message.ProtocolMessage 33", "ContextInfo 81");

  private static final SchemaFacts FACTS = new SchemaFacts();
  private static final DeclaredTypes DECLARED = new DeclaredTypes();

  @Test
  void everyMessageOfTheWireDomainsIsDeclared() {
    assertThat(DECLARED.messages().keySet()).containsAll(FACTS.messages());
    System.out.println("wa-schema.json: " + FACTS.messages().size() + " messages");
  }

  @Test
  void everyEnumOfTheWireDomainsIsDeclared() {
    assertThat(DECLARED.enums().keySet()).containsAll(FACTS.enums());
    System.out.println("wa-schema.json: " + FACTS.enums().size() + " enums");
  }

  @Test
  void everyFieldHasTheNumberNameTypeAndLabelOfTheSchema() {
    int compared = 0;
    Map<String, Integer> flags = new TreeMap<>();
    for (String message : FACTS.messages()) {
      Descriptor type = DECLARED.messages().get(message);
      for (Fact fact : FACTS.fields(message)) {
        FieldDescriptor field = type.findFieldByNumber(fact.number());
        assertThat(field).as("%s %d", message, fact.number()).isNotNull();
        assertThat(describe(field)).as(message).isEqualTo(describe(fact));
        flags.merge(fact.flag().substring(0, 1), 1, Integer::sum);
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(2300);
    System.out.println("wa-schema.json: " + compared + " fields, by flag " + flags);
  }

  @Test
  void everyNewerFieldHasTheNumberTypeAndLabelOfTheSupplement() {
    int compared = 0;
    Set<String> messages = new TreeSet<>(FACTS.extended());
    DECLARED.messages().keySet().stream().filter(FACTS::isNewer).forEach(messages::add);
    for (String message : messages) {
      Descriptor type = DECLARED.messages().get(message);
      assertThat(type).as(message).isNotNull();
      for (Fact fact : FACTS.newerFields(message)) {
        FieldDescriptor field = type.findFieldByNumber(fact.number());
        if (NOT_DECLARED.contains(message + " " + fact.number())) {
          assertThat(field).as(message).isNull();
          continue;
        }
        assertThat(field).as("%s %d", message, fact.number()).isNotNull();
        assertThat(describeNewer(field)).as(message).isEqualTo(describeNewer(fact));
        compared++;
      }
    }
    System.out.println(
        "wa-schema-supplement.json: " + compared + " fields in " + messages.size() + " messages");
  }

  @Test
  void everyEnumHasExactlyTheValuesOfTheFacts() {
    int compared = 0;
    for (Map.Entry<String, EnumDescriptor> declared : DECLARED.enums().entrySet()) {
      Map<String, Integer> values = new TreeMap<>();
      for (EnumValueDescriptor value : declared.getValue().getValues()) {
        values.put(value.getName(), value.getNumber());
      }
      assertThat(values).as(declared.getKey()).isEqualTo(FACTS.values(declared.getKey()));
      compared += values.size();
    }
    System.out.println(DECLARED.enums().size() + " enums, " + compared + " values compared");
  }

  @Test
  void nothingIsDeclaredThatTheFactsDoNotKnow() {
    int fields = 0;
    for (Map.Entry<String, Descriptor> declared : DECLARED.messages().entrySet()) {
      Set<Integer> known = new TreeSet<>();
      FACTS.fields(declared.getKey()).forEach(fact -> known.add(fact.number()));
      FACTS.newerFields(declared.getKey()).forEach(fact -> known.add(fact.number()));
      for (FieldDescriptor field : declared.getValue().getFields()) {
        assertThat(known).as(field.getFullName()).contains(field.getNumber());
        fields++;
      }
    }
    System.out.println(
        "declared: " + DECLARED.messages().size() + " messages, " + fields + " fields");
  }

  @Test
  void whatTheFeatureTextNeedsOfTheSupplementIsDeclared() {
    assertThat(DECLARED.messages().keySet())
        .contains(
            "SyncdSnapshotRecovery",
            "SyncdPlainTextRecord",
            "SyncActionValue.NctSaltSyncAction",
            "Message.PollAddOptionMessage");
    assertThat(number("SyncActionValue", "nctSaltSyncAction")).isEqualTo(80);
    assertThat(number("HistorySync", "nctSalt")).isEqualTo(19);
    assertThat(number("Message", "pollAddOptionMessage")).isEqualTo(121);
    assertThat(number("Message", "botPlatformRegistrationSuccessMessage")).isEqualTo(131);
    EnumDescriptor secrets = DECLARED.enums().get("Message.SecretEncryptedMessage.SecretEncType");
    for (int number = 3; number <= 5; number++) {
      assertThat(secrets.findValueByNumber(number)).isNotNull();
    }
  }

  @Test
  void nothingIsRequired() {
    for (Descriptor type : DECLARED.messages().values()) {
      assertThat(type.getFields()).noneMatch(FieldDescriptor::isRequired);
    }
    for (Descriptor type : DeclaredTypes.STORAGE.getMessageTypes()) {
      assertThat(type.getFields()).noneMatch(FieldDescriptor::isRequired);
    }
  }

  private static int number(String message, String field) {
    return DECLARED.messages().get(message).findFieldByName(field).getNumber();
  }

  private static String describe(Fact fact) {
    // s: no label in the schema, optional with us (README of the facts)
    String flag = fact.flag().equals("s") ? "o" : fact.flag();
    return fact.number() + " " + fact.name() + " " + fact.type() + " " + flag;
  }

  private static String describe(FieldDescriptor field) {
    String head = field.getNumber() + " " + field.getName() + " ";
    if (field.isMapField()) {
      Descriptor entry = field.getMessageType();
      return head
          + type(entry.findFieldByNumber(1))
          + ","
          + type(entry.findFieldByNumber(2))
          + " m";
    }
    return head + type(field) + " " + flag(field);
  }

  /** The second source spells initialisms in capitals and leaves type names unqualified. */
  private static String describeNewer(Fact fact) {
    return fact.number()
        + " "
        + fact.name().toLowerCase(Locale.ROOT)
        + " "
        + fact.type()
        + " "
        + fact.flag();
  }

  private static String describeNewer(FieldDescriptor field) {
    String type = type(field);
    String name = field.getName().toLowerCase(Locale.ROOT);
    // two fields of Message bear one name in the two sources
    name =
        field.getFullName().endsWith(".pollResultSnapshotMessageV3Newer")
            ? name.replace("newer", "")
            : name;
    return field.getNumber() + " " + name + " " + simple(type) + " " + flag(field);
  }

  private static String simple(String type) {
    return type.contains(":")
        ? type.substring(type.lastIndexOf(type.contains(".") ? '.' : ':') + 1)
        : type;
  }

  private static String flag(FieldDescriptor field) {
    if (field.isRepeated()) {
      return field.isPacked() ? "p" : "r";
    }
    return field.getContainingOneof() == null ? "o" : "u:" + field.getContainingOneof().getName();
  }

  private static String type(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case MESSAGE ->
          "M:"
              + DeclaredTypes.name(
                  field.getMessageType().getFile(), field.getMessageType().getFullName());
      case ENUM ->
          "E:"
              + DeclaredTypes.name(
                  field.getEnumType().getFile(), field.getEnumType().getFullName());
      default -> field.getType().name().toLowerCase(Locale.ROOT);
    };
  }
}
