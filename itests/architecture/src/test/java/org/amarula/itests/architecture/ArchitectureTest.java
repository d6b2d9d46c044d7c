package org.amarula.itests.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.amarula.itests.architecture.cycle.here.Here;
import org.amarula.itests.architecture.cycle.there.There;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Arrows, cycles and visibility of the bundles as they were built. */
class ArchitectureTest {
  private static final Map<String, BundleJar> BUNDLES = BundleJar.all();

  /** The row of each bundle: which siblings and which libraries it may use. */
  private static final Map<String, List<String>> MAY_USE =
      Map.ofEntries(
          entry("api", List.of("org.osgi.annotation..")),
          entry("proto", open("com.google.protobuf..")),
          entry("codec", open("org.amarula.api..")),
          entry(
              "crypto", open("org.amarula.proto..", "com.google.protobuf..", "org.bouncycastle..")),
          entry(
              "connection",
              open(
                  "org.amarula.codec..",
                  "org.amarula.crypto..",
                  "org.amarula.proto..",
                  "org.amarula.api..",
                  "com.google.protobuf..",
                  "org.eclipse.jetty..")),
          entry(
              "messaging",
              open(
                  "org.amarula.connection..",
                  "org.amarula.codec..",
                  "org.amarula.crypto..",
                  "org.amarula.proto..",
                  "org.amarula.api..",
                  "com.google.protobuf..")),
          entry(
              "supervision",
              open(
                  "org.amarula.messaging..",
                  "org.amarula.connection..",
                  "org.amarula.codec..",
                  "org.amarula.crypto..",
                  "org.amarula.api..")),
          entry("storage", open("org.amarula.api..", "org.sqlite..")),
          entry(
              "shell",
              open(
                  "org.amarula.api..",
                  "com.google.zxing..",
                  "com.google.gson..",
                  "org.apache.felix.service.command..")),
          entry(
              "sandbox",
              open(
                  "org.amarula.codec..",
                  "org.amarula.crypto..",
                  "org.amarula.proto..",
                  "org.amarula.api..",
                  "com.google.protobuf..",
                  "org.bouncycastle..",
                  "com.google.gson..",
                  "org.eclipse.jetty..",
                  "org.apache.felix.service.command..")),
          entry("testing", open("org.amarula..", "org.junit.jupiter.api..")));

  static List<String> names() {
    return MAY_USE.keySet().stream().sorted().toList();
  }

  @Test
  void everyBundleIsLookedAt() {
    assertThat(BUNDLES.keySet()).containsExactlyInAnyOrderElementsOf(MAY_USE.keySet());
    BUNDLES.values().forEach(bundle -> assertThat(bundle.packages()).isNotEmpty());
  }

  @ParameterizedTest
  @MethodSource("names")
  void bundleUsesOnlyWhatItsRowNames(String name) {
    BundleJar bundle = BUNDLES.get(name);
    List<String> allowed = new ArrayList<>(MAY_USE.get(name));
    allowed.addAll(List.of(bundle.topPackage() + "..", "java..", "javax.."));

    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed.toArray(String[]::new))
        .check(bundle.classes());
  }

  @ParameterizedTest
  @MethodSource("names")
  void bundleStaysInItsOwnPackages(String name) {
    BundleJar bundle = BUNDLES.get(name);

    assertThat(bundle.packages())
        .allMatch(each -> (each + ".").startsWith(bundle.topPackage() + "."));
  }

  @ParameterizedTest
  @MethodSource("names")
  void packagesHaveNoCycles(String name) {
    noCycles(BUNDLES.get(name).classes());
  }

  @Test
  void cycleWouldBeFound() {
    JavaClasses planted = new ClassFileImporter().importClasses(Here.class, There.class);

    assertThat(slicesOf(planted).evaluate(planted).hasViolation()).isTrue();
  }

  static List<String> exporting() {
    return names().stream().filter(name -> BUNDLES.get(name).isBundle()).toList();
  }

  @Test
  void allButTheTestingKitAreBundles() {
    assertThat(names()).filteredOn(name -> !exporting().contains(name)).containsExactly("testing");
  }

  @ParameterizedTest
  @MethodSource("exporting")
  void exactlyTheInternalPackagesStayInside(String name) {
    BundleJar bundle = BUNDLES.get(name);
    Set<String> open =
        bundle.packages().stream()
            .filter(each -> !(each + ".").contains(".internal."))
            .collect(Collectors.toSet());

    assertThat(bundle.exported()).containsExactlyInAnyOrderElementsOf(open);
  }

  @Test
  void apiSignaturesSpeakOfTheJdkAndTheApiAlone() {
    for (JavaClass type : BUNDLES.get("api").classes()) {
      assertThat(signature(type)).allMatch(ArchitectureTest::isForConsumers, type.getName());
    }
  }

  private static boolean isForConsumers(String type) {
    return type.startsWith("java.")
        || type.startsWith("org.amarula.api.")
        || type.matches("boolean|byte|char|short|int|long|float|double|void");
  }

  // Every type named by what the class shows, type arguments included.
  private static List<String> signature(JavaClass type) {
    Stream<JavaClass> members =
        Stream.concat(
            type.getFields().stream().flatMap(field -> field.getAllInvolvedRawTypes().stream()),
            type.getCodeUnits().stream()
                .flatMap(
                    unit ->
                        Stream.concat(
                            unit.getAllInvolvedRawTypes().stream(),
                            unit.getExceptionTypes().stream())));
    Stream<JavaClass> heritage =
        Stream.concat(type.getAllRawInterfaces().stream(), type.getAllRawSuperclasses().stream());
    return Stream.concat(members, heritage)
        .map(JavaClass::getBaseComponentType)
        .map(JavaClass::getName)
        .distinct()
        .toList();
  }

  private static void noCycles(JavaClasses of) {
    slicesOf(of).check(of);
  }

  private static ArchRule slicesOf(JavaClasses of) {
    Set<String> own = of.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
    return slices()
        .assignedFrom(
            new SliceAssignment() {
              @Override
              public SliceIdentifier getIdentifierOf(JavaClass type) {
                return own.contains(type.getPackageName())
                    ? SliceIdentifier.of(type.getPackageName())
                    : SliceIdentifier.ignore();
              }

              @Override
              public String getDescription() {
                return "packages";
              }
            })
        .should()
        .beFreeOfCycles();
  }

  // What every bundle but the api may use beside its row.
  private static List<String> open(String... row) {
    List<String> all = new ArrayList<>(List.of(row));
    all.addAll(List.of("org.slf4j..", "org.osgi.."));
    return all;
  }
}
