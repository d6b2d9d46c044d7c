package org.amarula.api.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.amarula.api.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BatchTest {
  private static final Namespace SESSION = new Namespace("session");

  @Test
  void changesKeepTheirOrder() {
    Batch other = Batch.builder().put(SESSION, "b", Bytes.utf8("2")).build();

    Batch batch =
        Batch.builder()
            .put(SESSION, "a", Bytes.utf8("1"))
            .addAll(other)
            .delete(SESSION, "a")
            .build();

    assertThat(batch.changes()).extracting(Batch.Change::key).containsExactly("a", "b", "a");
    assertThat(batch.changes().get(1).value()).contains(Bytes.utf8("2"));
    assertThat(batch.changes().get(2).value()).isEmpty();
    assertThat(batch.changes().get(2).namespace()).isEqualTo(SESSION);
  }

  @Test
  void builtBatchDoesNotGrow() {
    Batch.Builder builder = Batch.builder().delete(SESSION, "a");
    Batch batch = builder.build();

    builder.delete(SESSION, "b");

    assertThat(batch.changes()).hasSize(1);
    assertThatThrownBy(() -> batch.changes().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void batchWithoutChangesIsEmpty() {
    assertThat(Batch.builder().build().isEmpty()).isTrue();
    assertThat(Batch.builder().delete(SESSION, "a").build().isEmpty()).isFalse();
  }

  @Test
  void badKeysAreRefused() {
    for (String key : List.of("", "x".repeat(513), "\ud83d", "a\ude00b")) {
      assertThatThrownBy(() -> Batch.builder().put(SESSION, key, Bytes.EMPTY))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> Batch.builder().delete(SESSION, key))
          .isInstanceOf(IllegalArgumentException.class);
    }
    Batch.builder().put(SESSION, "x".repeat(512), Bytes.EMPTY).put(SESSION, "😀", Bytes.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "a_b", "a b", "a/b", "123456789012345678901234567890123"})
  void badNamespacesAreRefused(String name) {
    assertThatThrownBy(() -> new Namespace(name)).isInstanceOf(IllegalArgumentException.class);
  }
}
