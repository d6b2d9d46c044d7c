package org.amarula.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureFileTest {
  private static final String FILE =
      """
      <features name="f" xmlns="http://karaf.apache.org/xmlns/features/v1.6.0">
        <feature name="top" version="1">
          <feature>middle</feature>
          <bundle>mvn:g/top/1</bundle>
          <bundle dependency="true"> mvn:g/shared/1 </bundle>
        </feature>
        <feature name="middle" version="1">
          <bundle>mvn:g/middle/1</bundle>
          <bundle>mvn:g/shared/1</bundle>
          <feature prerequisite="true">base</feature>
        </feature>
        <feature name="unasked" version="1"><bundle>mvn:g/unasked/1</bundle></feature>
      </features>
      """;
  private static final String RUNTIME =
      "<features><feature name='base'><bundle>mvn:g/base/1</bundle></feature></features>";

  @Test
  void bundlesComeOnceAndAfterWhatTheyNeed() throws IOException {
    FeatureFile file = file(FILE, RUNTIME);

    assertThat(file.bundles(List.of("top", "middle")))
        .containsExactly("mvn:g/base/1", "mvn:g/middle/1", "mvn:g/shared/1", "mvn:g/top/1");
  }

  @Test
  void missingFeatureIsNamed() throws IOException {
    FeatureFile file = file(FILE);

    assertThatThrownBy(() -> file.bundles(List.of("top"))).hasMessageContaining("'base'");
  }

  @Test
  void brokenFileIsAnInputFailure() {
    assertThatThrownBy(() -> file("<features><feature")).isInstanceOf(IOException.class);
  }

  @Test
  void addressNamesThePlaceInTheJar() {
    assertThat(FeatureFile.resource("mvn:org.amarula/api/0.1.0-SNAPSHOT"))
        .isEqualTo("bundles/org/amarula/api/0.1.0-SNAPSHOT/api-0.1.0-SNAPSHOT.jar");
  }

  private static FeatureFile file(String... texts) throws IOException {
    FeatureFile file = new FeatureFile();
    for (String text : texts) {
      file.add(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
    return file;
  }
}
