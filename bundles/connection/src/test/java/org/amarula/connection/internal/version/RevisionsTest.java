package org.amarula.connection.internal.version;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevisionsTest {
  private static final String CURRENT = "2.3000.1045649367";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"client_revision\":1045649368}",
        "{\"client_revision\" : 1045649368,\"x\":1}",
        "\"{\\\"client_revision\\\":1045649368}\"",
        "a = 1; b = {\"server_revision\":7,\"client_revision\":1045649368}; {\"client_revision\":9}"
      })
  void revisionIsFoundWhateverItsQuotes(String page) {
    assertThat(Revisions.in(page)).contains("1045649368");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>a portal</html>",
        "{\"client_revision\":\"soon\"}",
        "{\"client_revision\":12345678901234567890}",
        "{\"client_revision\":-1}"
      })
  void pageWithoutARevisionTellsNothing(String page) {
    assertThat(Revisions.in(page)).isEmpty();
  }

  @Test
  void onlyANewerVersionCounts() {
    assertThat(Revisions.newer("1045649368", CURRENT)).contains("2.3000.1045649368");
    assertThat(Revisions.newer("4294967295", CURRENT)).contains("2.3000.4294967295");
    assertThat(Revisions.newer("1045649367", CURRENT)).isEmpty();
    assertThat(Revisions.newer("9", CURRENT)).isEmpty();
    assertThat(Revisions.newer("1045649368", "2.4000.1")).isEmpty();
    assertThat(Revisions.newer("1045649368", "2.2000.2000000000")).contains("2.3000.1045649368");
  }

  @Test
  void numberThatDoesNotFitIsNoVersion() {
    assertThat(Revisions.newer("9999999999", CURRENT)).isEmpty();
  }
}
