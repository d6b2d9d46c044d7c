package org.amarula.crypto.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class KeyChainTest {
  private final KeyChain start = KeyChain.start(new byte[32]);

  @Test
  void seedsAreTheSameInAnyOrder() throws Exception {
    KeyChain.Taken third = start.take(2);
    KeyChain.Taken first = third.rest().take(0);
    KeyChain.Taken second = first.rest().take(1);

    assertThat(first.seed()).isEqualTo(start.seed());
    assertThat(second.seed()).isEqualTo(start.advanced().seed());
    assertThat(third.seed()).isEqualTo(start.advanced().advanced().seed());
    assertThat(second.rest().skipped().size()).isZero();
    assertThatThrownBy(() -> second.rest().take(1)).isInstanceOf(DuplicateMessageException.class);
  }

  @Test
  void jumpOf2000IsTheLongest() throws Exception {
    assertThat(start.take(2000).rest().skipped().size()).isEqualTo(2000);
    assertThatThrownBy(() -> start.take(2001)).isInstanceOf(InvalidMessageException.class);
    assertThatThrownBy(() -> start.take(-1)).isInstanceOf(InvalidMessageException.class);
  }

  @Test
  void oldestSkippedKeysAreEvicted() throws Exception {
    KeyChain full = start.take(2000).rest().take(2010).rest();

    assertThat(full.skipped().size()).isEqualTo(SkippedKeys.MAX);
    assertThatThrownBy(() -> full.take(8)).isInstanceOf(DuplicateMessageException.class);
    assertThat(full.take(9).seed()).isEqualTo(start.take(9).seed());
    assertThat(full.take(2009).seed()).hasSize(32);
  }

  @Test
  void countersAreUnsigned() throws Exception {
    KeyChain high = new KeyChain(0x7fffffff, new byte[32], SkippedKeys.NONE);

    KeyChain after = high.take(0x80000001).rest();

    assertThat(after.index()).isEqualTo(0x80000002);
    assertThat(after.take(0x80000000).seed()).isEqualTo(high.advanced().seed());
  }

  @Test
  void lastCounterOfAllIsNeverUsed() {
    KeyChain end = new KeyChain(0xfffffffe, new byte[32], SkippedKeys.NONE);

    assertThat(end.advanced().exhausted()).isTrue();
    assertThatThrownBy(() -> end.take(0xffffffff)).isInstanceOf(InvalidMessageException.class);
    assertThatThrownBy(() -> end.advanced().take(0xffffffff))
        .isInstanceOf(InvalidMessageException.class);
  }
}
